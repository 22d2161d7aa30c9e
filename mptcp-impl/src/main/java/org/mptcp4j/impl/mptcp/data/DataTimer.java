package org.mptcp4j.impl.mptcp.data;

/**
 * The timer of the data level: "a timer is set when the head of the connection-level is ACKed at
 * subflow level but its corresponding data is not ACKed at data level. This timer will guard
 * against failures in retransmission by middleboxes that proactively ACK data" (RFC 8684, section
 * 3.3.6).
 */
public final class DataTimer {
  private static final int MAX_BACKOFF = 6;
  private static final long RETRY_BYTES = 64 * 1024;

  private final DataSender sender;
  private final long userTimeoutNanos;
  private int backoff;
  private long stalledSince;

  /**
   * @param userTimeoutNanos how long data may stay unacknowledged at the data level
   */
  public DataTimer(DataSender sender, long userTimeoutNanos) {
    this.sender = sender;
    this.userTimeoutNanos = userTimeoutNanos;
  }

  /**
   * When it fires, {@link Long#MAX_VALUE} for never.
   *
   * @param timeoutNanos how long a DATA_ACK may take
   */
  public long deadline(long timeoutNanos) {
    if (!sender.outstanding()) {
      return Long.MAX_VALUE;
    }
    long again = sender.progressAt() + (timeoutNanos << backoff);
    boolean stalled = backoff > 0 && stalledSince + userTimeoutNanos > sender.progressAt();
    return stalled ? Math.min(again, stalledSince + userTimeoutNanos) : again;
  }

  /** Whether it was sent again and again for the user time-out. */
  public boolean exhausted(long now) {
    return sender.outstanding() && backoff > 0 && now - stalledSince >= userTimeoutNanos;
  }

  /** A DATA_ACK came for something new. */
  public void progress() {
    backoff = 0;
  }

  /** It fired, and waits as long again. */
  public void restart(long now) {
    if (backoff == 0) {
      stalledSince = sender.progressAt();
    }
    sender.retried(now);
  }

  /** What is not acknowledged is sent again, so that the next wait is twice as long. */
  public void backOff() {
    backoff = Math.min(MAX_BACKOFF, backoff + 1);
  }

  /**
   * The data that the peer waits for goes again.
   *
   * @param source id of the subflow that is not to send it, or {@link Reinjection#ANY}
   */
  public void retry(int source) {
    long end = Math.min(sender.sndNxt(), sender.sndUna() + RETRY_BYTES);
    sender.reinjection().addFirst(sender.sndUna(), end, source);
  }
}
