package org.mptcp4j.impl.mptcp.data;

import java.util.ArrayDeque;

/**
 * Ranges of the connection's stream that have to be sent again on another subflow: RFC 6824,
 * section 3.3.6.
 */
public final class Reinjection {
  /** No subflow failed to deliver it. */
  public static final int ANY = -1;

  private record Range(long start, long end, int source) {}

  private final ArrayDeque<Range> ranges = new ArrayDeque<>(2);

  /**
   * Adds a range that is to be sent again.
   *
   * @param source id of the subflow that failed to deliver it
   */
  public void add(long start, long end, int source) {
    Range last = ranges.peekLast();
    if (last != null && last.source == source && last.end == start) {
      ranges.pollLast();
      ranges.addLast(new Range(last.start, end, source));
    } else {
      ranges.addLast(new Range(start, end, source));
    }
  }

  /**
   * Puts a range before all others: the peer waits for it.
   *
   * @param source id of the subflow that is not to send it, or {@link #ANY}
   */
  public void addFirst(long start, long end, int source) {
    Range first = ranges.peekFirst();
    long last = end;
    if (first != null && first.source == source && first.start <= end) {
      ranges.pollFirst();
      last = Math.max(end, first.end);
    }
    ranges.addFirst(new Range(start, last, source));
  }

  /** Forgets what the peer acknowledged; afterwards {@link #start} to {@link #end} is next. */
  public boolean isEmpty(long sndUna) {
    while (!ranges.isEmpty() && ranges.peekFirst().end <= sndUna) {
      ranges.pollFirst();
    }
    return ranges.isEmpty();
  }

  public long start(long sndUna) {
    return Math.max(sndUna, ranges.getFirst().start);
  }

  public long end() {
    return ranges.getFirst().end;
  }

  public int source() {
    return ranges.getFirst().source;
  }

  /** The next range was sent up to {@code position}. */
  public void sentUntil(long position) {
    Range first = ranges.removeFirst();
    if (position < first.end) {
      ranges.addFirst(new Range(position, first.end, first.source));
    }
  }

  public void clear() {
    ranges.clear();
  }
}
