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
  boolean newestRetransmitted;
  boolean any;

  /** Send time of the range sent last among those sent once, for the RTT; with {@link #sample}. */
  long sampleSentAt;

  boolean sample;

  /** The highest end and the lowest end of ranges sent once: reordering shows in them. */
  long highestEnd;

  long lowestEnd;

  void clear() {
    ackedBytes = 0;
    sackedBytes = 0;
    any = false;
    sample = false;
    newestRetransmitted = false;
    highestEnd = Long.MIN_VALUE;
    lowestEnd = Long.MAX_VALUE;
  }

  long total() {
    return ackedBytes + sackedBytes;
  }

  void add(SentRange range) {
    if (!any || range.sentAfter(newestSentAt, newestEnd)) {
      newestSentAt = range.sentAt;
      newestEnd = range.end;
      newestRetransmitted = range.retransmitted;
      any = true;
    }
    if (!range.retransmitted) {
      if (!sample || range.sentAt > sampleSentAt) {
        sampleSentAt = range.sentAt;
        sample = true;
      }
      highestEnd = Math.max(highestEnd, range.end);
      lowestEnd = Math.min(lowestEnd, range.end);
    }
  }
}
