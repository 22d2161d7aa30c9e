package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.spi.CongestionControl;

/**
 * How much of what an ACK says slow start takes into account: L of RFC 3465, in segments.
 *
 * <p>Paced, all of it: "A paced TCP implementation SHOULD use L = infinity. Burst concerns are
 * mitigated by pacing" (RFC 9406, section 4.3), which for "non-paced" ones has 8.
 *
 * <p>After a time-out RFC 3465, section 2.3, has 1, since an ACK may then be for what arrived long
 * before. With SACK it is not: a byte counts when it is sacked, and not again.
 */
final class ByteCounting {
  private static final int UNPACED_SEGMENTS = 8;

  private final boolean sack;
  private final boolean paced;

  ByteCounting(boolean sack, boolean paced) {
    this.sack = sack;
    this.paced = paced;
  }

  /** Bytes that the congestion window may grow with, of those that were delivered. */
  long counted(long delivered, boolean afterTimeout, CongestionControl congestion, int mss) {
    if (congestion.congestionWindow() >= congestion.slowStartThreshold()) {
      return delivered;
    }
    if (afterTimeout && !sack) {
      return Math.min(delivered, mss);
    }
    return paced ? delivered : Math.min(delivered, (long) UNPACED_SEGMENTS * mss);
  }
}
