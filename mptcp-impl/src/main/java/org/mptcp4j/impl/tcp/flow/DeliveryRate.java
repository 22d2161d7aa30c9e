package org.mptcp4j.impl.tcp.flow;

/**
 * The rate at which data arrived at the peer, taken once in a round trip: what was delivered
 * between two ACKs of which the second covers all that was sent until the first.
 */
public final class DeliveryRate {
  private static final long NONE = -1;
  private static final double NANOS_PER_SECOND = 1e9;

  private long startedAt = NONE;
  private long deliveredThen;
  private long roundEnd;
  private long rate;

  /**
   * Everything left that may leave.
   *
   * @param delivered bytes acknowledged or sacked since the start of the connection
   * @param idle whether all is acknowledged: then the next round begins with what is sent next
   */
  public void onFlushed(long delivered, boolean idle, long sndUna, long sndNxt, long now) {
    if (startedAt != NONE && sndUna >= roundEnd && now > startedAt) {
      rate = (long) ((delivered - deliveredThen) * NANOS_PER_SECOND / (now - startedAt));
      startedAt = NONE;
    }
    if (startedAt == NONE && !idle) {
      startedAt = now;
      deliveredThen = delivered;
      roundEnd = sndNxt;
    }
  }

  /** Bytes per second in the last whole round trip; 0 before. */
  public long bytesPerSecond() {
    return rate;
  }
}
