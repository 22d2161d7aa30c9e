package org.mptcp4j.impl.tcp.flow;

import org.mptcp4j.impl.buffer.ReassemblyQueue;

/**
 * Chooses the blocks of the SACK option (RFC 2018, section 4): first the one that the last segment
 * fell into, then those reported most recently; a duplicate before all (RFC 2883).
 */
public final class SackBlocks {
  private static final int REMEMBERED = 8;
  private static final int MOST = 4;

  private final long[] recent = new long[REMEMBERED];
  private int recentCount;
  private long duplicateStart;
  private long duplicateEnd;
  private final long[] lefts = new long[MOST];
  private final long[] rights = new long[MOST];

  /** A segment out of order was taken at {@code position}. */
  public void onOutOfOrder(long position, ReassemblyQueue queue) {
    int range = queue.rangeAt(position);
    int kept = 0;
    for (int i = 0; i < recentCount && kept < REMEMBERED - 1; i++) {
      int other = queue.rangeAt(recent[i]);
      if (other >= 0 && other != range) {
        recent[kept++] = recent[i];
      }
    }
    System.arraycopy(recent, 0, recent, 1, kept);
    recent[0] = position;
    recentCount = kept + 1;
  }

  /** Text arrived that was there before: reported once. */
  public void onDuplicate(long start, long end) {
    duplicateStart = start;
    duplicateEnd = end;
  }

  /** Nothing is out of order any more; a duplicate is still to be reported. */
  public void clear() {
    recentCount = 0;
  }

  /** Whether there is anything to report. */
  public boolean isEmpty(ReassemblyQueue queue) {
    return queue.isEmpty() && duplicateEnd == duplicateStart;
  }

  /**
   * Chooses up to {@code room} blocks; a duplicate is reported once and forgotten.
   *
   * @return how many; {@link #left} and {@link #right} have them
   */
  public int choose(ReassemblyQueue queue, int room) {
    int most = Math.min(room, MOST);
    int count = 0;
    if (duplicateEnd > duplicateStart && most > 0) {
      lefts[0] = duplicateStart;
      rights[0] = duplicateEnd;
      duplicateEnd = duplicateStart;
      count = 1;
    }
    int first = count;
    for (int i = 0; i < recentCount && count < most; i++) {
      int range = queue.rangeAt(recent[i]);
      if (range >= 0 && !chosen(queue.rangeStart(range), first, count)) {
        lefts[count] = queue.rangeStart(range);
        rights[count++] = queue.rangeEnd(range);
      }
    }
    return count;
  }

  public long left(int i) {
    return lefts[i];
  }

  public long right(int i) {
    return rights[i];
  }

  private boolean chosen(long start, int from, int to) {
    for (int i = from; i < to; i++) {
      if (lefts[i] == start) {
        return true;
      }
    }
    return false;
  }
}
