package org.mptcp4j.impl.tcp.recovery;

import java.util.Arrays;

/**
 * Ranges by position, without gaps. An array with a free front: removing at the front and adding at
 * the end move nothing, insertion and removal between move the shorter side.
 */
final class RangeArray {
  private static final int LEAST = 8;
  private static final SentRange[] NONE = {};

  private final SentRangePool pool;
  private SentRange[] ranges = NONE;
  private int from;
  private int to;

  RangeArray(SentRangePool pool) {
    this.pool = pool;
  }

  int count() {
    return to - from;
  }

  SentRange get(int i) {
    return ranges[from + i];
  }

  /** The index of the first range that ends behind {@code position}; {@link #count} for none. */
  int find(long position) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges[middle].end <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - from;
  }

  SentRange insert(int i) {
    SentRange range = pool.take();
    if (from > 0 && i < count() / 2) {
      System.arraycopy(ranges, from, ranges, from - 1, i);
      from--;
    } else {
      if (to == ranges.length) {
        makeRoom();
      }
      System.arraycopy(ranges, from + i, ranges, from + i + 1, to - from - i);
      to++;
    }
    ranges[from + i] = range;
    return range;
  }

  void remove(int i) {
    SentRange range = ranges[from + i];
    if (i < count() / 2) {
      System.arraycopy(ranges, from, ranges, from + 1, i);
      ranges[from++] = null;
    } else {
      System.arraycopy(ranges, from + i + 1, ranges, from + i, to - from - i - 1);
      ranges[--to] = null;
    }
    pool.recycle(range);
  }

  void clear() {
    for (int i = from; i < to; i++) {
      pool.recycle(ranges[i]);
      ranges[i] = null;
    }
    from = 0;
    to = 0;
  }

  /** Moves the ranges to the front, into a larger array where they fill half. */
  private void makeRoom() {
    int count = to - from;
    boolean grow = count >= ranges.length / 2;
    SentRange[] target = grow ? new SentRange[Math.max(LEAST, 2 * ranges.length)] : ranges;
    System.arraycopy(ranges, from, target, 0, count);
    if (target == ranges) {
      Arrays.fill(ranges, count, to, null);
    }
    ranges = target;
    from = 0;
    to = count;
  }
}
