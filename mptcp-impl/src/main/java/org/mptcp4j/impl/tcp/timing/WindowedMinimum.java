package org.mptcp4j.impl.tcp.timing;

/**
 * The lowest value of the last half minute to minute. RFC 8985, section 6.2, step 1: "a windowed
 * min-filtered estimate ... that can adapt when migrating to significantly longer paths".
 */
final class WindowedMinimum {
  private static final long HALF_WINDOW_NANOS = 30_000_000_000L;

  private long earlier = Long.MAX_VALUE;
  private long current = Long.MAX_VALUE;
  private long begunAt;

  void add(long now, long value) {
    if (current == Long.MAX_VALUE || now - begunAt >= HALF_WINDOW_NANOS) {
      earlier = current;
      current = value;
      begunAt = now;
    } else {
      current = Math.min(current, value);
    }
  }

  /** 0 where there is none yet. */
  long get() {
    return current == Long.MAX_VALUE ? 0 : Math.min(earlier, current);
  }
}
