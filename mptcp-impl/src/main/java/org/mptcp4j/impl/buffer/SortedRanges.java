package org.mptcp4j.impl.buffer;

import java.util.Arrays;

/** Ranges of positions, sorted, without overlap; those that touch are joined. */
final class SortedRanges {
  private static final int LEAST = 8;
  private static final long[] NONE = {};

  private long[] starts = NONE;
  private long[] ends = NONE;
  private int count;

  int count() {
    return count;
  }

  long start(int i) {
    return starts[i];
  }

  long end(int i) {
    return ends[i];
  }

  /** The lowest range that ends behind {@code position}; the count for none. */
  int indexFrom(long position) {
    return firstEndingAtOrBehind(position + 1);
  }

  /** The range that holds {@code position}, or -1. */
  int indexAt(long position) {
    int i = indexFrom(position);
    return i < count && starts[i] <= position ? i : -1;
  }

  void add(long start, long end) {
    int low = firstEndingAtOrBehind(start);
    int high = low;
    long newStart = start;
    long newEnd = end;
    while (high < count && starts[high] <= end) {
      newStart = Math.min(newStart, starts[high]);
      newEnd = Math.max(newEnd, ends[high]);
      high++;
    }
    shift(high, low + 1 - high);
    starts[low] = newStart;
    ends[low] = newEnd;
  }

  void dropUntil(long position) {
    int gone = firstEndingAtOrBehind(position + 1);
    if (gone > 0) {
      shift(gone, -gone);
    }
    if (count > 0 && starts[0] < position) {
      starts[0] = position;
    }
  }

  void clear() {
    count = 0;
  }

  /** Moves what begins at {@code index} by {@code places}. */
  private void shift(int index, int places) {
    if (count + places > starts.length) {
      int size = Math.max(LEAST, 2 * starts.length);
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
    }
    if (places != 0) {
      System.arraycopy(starts, index, starts, index + places, count - index);
      System.arraycopy(ends, index, ends, index + places, count - index);
      count += places;
    }
  }

  private int firstEndingAtOrBehind(long position) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
