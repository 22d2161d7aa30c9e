package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;

/**
 * The tail loss probe: when, and what its ACK says (RFC 8985, section 7).
 *
 * <p>Section 7.2 has "a sender SHOULD" wait for 2*SRTT after the last ACK: that is 3 SRTT after the
 * tail left, and one of several segments is repaired only 4 SRTT after it left. What the wait
 * guards against is "network and end-host delay variance", and this class measures the variance
 * instead: a probe leaves when the ACK of what was sent last is overdue by it, and no ACK came for
 * so long. On a steady path that is 10 ms or SRTT/16; on one that varies it is up to an SRTT, as it
 * is before there is a measure. A probe that was in vain makes the next ones wait longer.
 */
final class TailLossProbe {
  /** For what the variance does not show, such as the granularity of the peer's timers. */
  private static final long LEAST_MARGIN_NANOS = 10_000_000L;

  /** TLP.max_ack_delay (section 7.2): what hosts do, and what they may do in practice. */
  private static final long USUAL_ACK_DELAY_NANOS = 40_000_000L;

  private static final long WORST_ACK_DELAY_NANOS = 200_000_000L;

  /** Section 7.2: "when there is no SRTT estimate available, the PTO SHOULD be 1 second". */
  private static final long INITIAL_NANOS = 1_000_000_000L;

  private static final int MOST_PATIENCE = 8;
  private static final long NONE = -1;

  private final RttEstimator rtt;
  private long end = NONE;
  private boolean retransmission;
  private boolean sampledSince = true;
  private long variation = NONE;
  private int patience = 1;
  private long ackDelay = USUAL_ACK_DELAY_NANOS;

  TailLossProbe(RttEstimator rtt) {
    this.rtt = rtt;
  }

  /**
   * Section 7.3: "there is no other previous loss probe still in flight", and "the sender has
   * obtained an RTT measurement since the last loss probe".
   */
  boolean allowed() {
    return end == NONE && sampledSince;
  }

  boolean outstanding() {
    return end != NONE;
  }

  /** A round trip was measured, and SRTT does not know of it yet. */
  void onSample(long sample) {
    sampledSince = true;
    if (rtt.smoothed() == 0) {
      return;
    }
    long error = Math.abs(sample - rtt.smoothed());
    // Rises at once and falls slowly: a path that varied a while ago may do so again
    variation = error > variation ? error : variation - (variation - error) / 8;
  }

  void onSent(long sndNxt, boolean isRetransmission) {
    end = sndNxt;
    retransmission = isRetransmission;
    sampledSince = false;
  }

  /** Section 7.1: reset "when initiating a connection, fast recovery, or RTO recovery". */
  void clear() {
    end = NONE;
  }

  /**
   * When the ACK of the tail is overdue.
   *
   * @param sentAt when the segment left that was sent last
   * @param ackedAt when sndUna advanced last
   * @param singleSegment whether the peer may delay its ACK
   */
  long deadline(long sentAt, long ackedAt, boolean singleSegment) {
    long srtt = rtt.smoothed();
    if (srtt == 0) {
      return sentAt + INITIAL_NANOS;
    }
    long most = Math.max(srtt, LEAST_MARGIN_NANOS);
    long least = Math.max(srtt / 16, LEAST_MARGIN_NANOS);
    long margin = variation == NONE ? most : Math.max(least, 2 * variation);
    margin = Math.min(most, patience * margin);
    if (singleSegment) {
      // "the sender MAY inflate PTO by TLP.max_ack_delay"
      margin = Math.min(margin, srtt / 4) + ackDelay;
    }
    return Math.max(sentAt + Math.max(srtt, rtt.latest()), ackedAt) + margin;
  }

  /** Whether the D-SACK that ends there is for the probe. */
  boolean isCopy(long duplicateEnd) {
    return retransmission && duplicateEnd == end;
  }

  /**
   * Section 7.4.2: an ACK arrived.
   *
   * @return whether the probe repaired a loss, which congestion control must hear of
   */
  boolean onAck(Acknowledgment ack, SackReader sack) {
    boolean copy = end != NONE && sack.duplicate() && isCopy(sack.duplicateEnd());
    if (end == NONE || (ack.ack < end && !copy)) {
      return false;
    }
    // "If the receiver does not support DSACK, it would return a DUPACK without any SACK option"
    boolean bareDuplicate =
        retransmission && ack.duplicate && ack.ack == end && ack.options.sackBlockCount() == 0;
    if (copy || bareDuplicate) {
      patience = Math.min(2 * patience, MOST_PATIENCE);
      ackDelay = WORST_ACK_DELAY_NANOS;
    }
    boolean repaired = retransmission && !copy && ack.ack > end;
    if (!retransmission || copy || bareDuplicate || repaired) {
      end = NONE;
    }
    return repaired;
  }
}
