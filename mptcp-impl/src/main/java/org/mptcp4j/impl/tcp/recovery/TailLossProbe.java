package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;

/** The tail loss probe: when, and what its ACK says (RFC 8985, section 7). */
final class TailLossProbe {
  /** How long the peer may delay an ACK for a single segment (RFC 8985, section 7.2). */
  private static final long WORST_DELAYED_ACK_NANOS = 200_000_000L;

  private static final long NONE = -1;

  private long end = NONE;
  private boolean retransmission;

  boolean outstanding() {
    return end != NONE;
  }

  void onSent(long sndNxt, boolean isRetransmission) {
    end = sndNxt;
    retransmission = isRetransmission;
  }

  void clear() {
    end = NONE;
  }

  /** PTO of section 7.2; nanoseconds. */
  static long timeout(RttEstimator rtt, boolean singleSegment) {
    if (rtt.smoothed() == 0) {
      return rtt.rto();
    }
    return 2 * rtt.smoothed() + (singleSegment ? WORST_DELAYED_ACK_NANOS : 2_000_000L);
  }

  /**
   * Section 7.4.2: an ACK arrived.
   *
   * @return whether the probe repaired a loss, which congestion control must hear of
   */
  boolean onAck(Acknowledgment ack, SackReader sack) {
    if (end == NONE || ack.ack < end) {
      return false;
    }
    if (!retransmission || (sack.duplicate() && sack.duplicateEnd() == end)) {
      end = NONE;
      return false;
    }
    if (ack.ack > end) {
      end = NONE;
      return true;
    }
    return false;
  }
}
