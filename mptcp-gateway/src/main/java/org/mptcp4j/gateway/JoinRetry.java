package org.mptcp4j.gateway;

/**
 * When a secondary subflow that went down, or never came up, is opened again: after a wait that
 * doubles with each failure in a row.
 *
 * @param firstNanos the wait after the first failure, above 0
 * @param longestNanos the wait does not grow beyond, at least {@code firstNanos}
 * @param attempts failures in a row after which the connection does without, at least 0
 */
public record JoinRetry(long firstNanos, long longestNanos, int attempts) {
  private static final long SECOND = 1_000_000_000L;

  public JoinRetry {
    if (firstNanos <= 0 || longestNanos < firstNanos || attempts < 0) {
      throw new IllegalArgumentException(
          "firstNanos " + firstNanos + ", longestNanos " + longestNanos + ", attempts " + attempts);
    }
  }

  /** After 1 s, then twice as long each time up to 60 s; never given up while data may come. */
  public static JoinRetry defaults() {
    return new JoinRetry(SECOND, 60 * SECOND, Integer.MAX_VALUE);
  }

  /** The wait after {@code failures} in a row, at least 1, in nanoseconds. */
  public long waitNanos(int failures) {
    int doublings = Math.min(failures - 1, 62);
    return firstNanos > longestNanos >> doublings ? longestNanos : firstNanos << doublings;
  }
}
