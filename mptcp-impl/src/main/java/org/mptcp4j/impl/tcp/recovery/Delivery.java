package org.mptcp4j.impl.tcp.recovery;

/** What one ACK says was delivered; reused. Bytes and nanoseconds. */
final class Delivery {
  /** Newly acknowledged and not sacked before. */
  long ackedBytes;

  /** Newly sacked. */
  long sackedBytes;

  /** Send time of the range sent last among the delivered ones; meaningful with {@link #any}. */
  long newestSentAt;

  long newestEnd;
  boolean any;

  /** Send time of the range sent last among those sent once, for the RTT; with {@link #sample}. */
  long sampleSentAt;

  boolean sample;

  /**
   * The cumulative ACK covers a retransmission: what lies behind it came in long ago, and gives no
   * sample (Karn, RFC 6298, section 3).
   */
  boolean holeFilled;

  /** Something arrived that was taken for lost, and was not sent again. */
  boolean lostArrived;

  /** The highest end of all. */
  long highestEnd;

  /** The lowest end of ranges sent once: reordering shows in it. */
  long lowestEnd;

  private long now;
  private long minRtt;
  private long echoTick;

  /**
   * Begins with nothing.
   *
   * @param minRttNanos a retransmission is not acknowledged sooner
   */
  void begin(Acknowledgment ack, long minRttNanos) {
    now = ack.now;
    minRtt = minRttNanos;
    echoTick = ack.echoTick();
    ackedBytes = 0;
    sackedBytes = 0;
    any = false;
    sample = false;
    holeFilled = false;
    lostArrived = false;
    highestEnd = Long.MIN_VALUE;
    lowestEnd = Long.MAX_VALUE;
  }

  long total() {
    return ackedBytes + sackedBytes;
  }

  /**
   * A range arrived.
   *
   * @param inOrder acknowledged cumulatively, not sacked
   */
  void add(SentRange range, boolean inOrder) {
    if (!mayBeTheOriginal(range, inOrder) && (!any || range.sentAfter(newestSentAt, newestEnd))) {
      newestSentAt = range.sentAt;
      newestEnd = range.end;
      any = true;
    }
    highestEnd = Math.max(highestEnd, range.end);
    if (!range.retransmitted) {
      lostArrived |= range.state == SentRange.State.LOST;
      if (!sample || range.sentAt > sampleSentAt) {
        sampleSentAt = range.sentAt;
        sample = true;
      }
      lowestEnd = Math.min(lowestEnd, range.end);
    }
  }

  /**
   * RFC 8985, section 6.2, step 2: what came in may be the original of a retransmission, of which
   * nothing is known then. The ACK of text out of order echoes an earlier segment (RFC 7323,
   * section 4.3), so that the timestamp says nothing of what is sacked.
   */
  private boolean mayBeTheOriginal(SentRange range, boolean inOrder) {
    return range.retransmitted
        && (now - range.sentAt < minRtt
            || (inOrder && echoTick < Acknowledgment.tick(range.sentAt)));
  }
}
