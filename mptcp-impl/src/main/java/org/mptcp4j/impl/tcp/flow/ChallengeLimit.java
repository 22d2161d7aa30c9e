package org.mptcp4j.impl.tcp.flow;

/**
 * Limits the ACKs that answer unacceptable segments, so that two sides never answer each other
 * without end (RFC 5961, section 7): ten in a second.
 */
public final class ChallengeLimit {
  private static final int MOST = 10;
  private static final long PERIOD_NANOS = 1_000_000_000L;

  private long periodStart;
  private int count;

  /** Whether one more may be sent now. */
  public boolean take(long now) {
    if (count == 0 || now - periodStart >= PERIOD_NANOS) {
      periodStart = now;
      count = 0;
    }
    return count++ < MOST;
  }
}
