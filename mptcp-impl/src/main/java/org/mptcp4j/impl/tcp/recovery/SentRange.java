package org.mptcp4j.impl.tcp.recovery;

/**
 * A range of the stream that was sent in one segment, up to 64 KiB, or what a split left of it. An
 * entry of the {@link Scoreboard}; recycled through its {@link SentRangePool}.
 */
public final class SentRange {
  enum State {
    /** Sent, and neither acknowledged nor lost. */
    IN_FLIGHT,
    /** The peer holds it. */
    SACKED,
    /** Believed to be lost, and not sent again since. */
    LOST
  }

  long start;
  long end;
  long sentAt;
  State state;
  boolean retransmitted;

  /** How many were joined into this one; of use where it is sacked. */
  int segments;

  SentRange earlier;
  SentRange later;

  /** Position of the first byte. */
  public long start() {
    return start;
  }

  /** Position behind the last byte; a FIN counts as one. */
  public long end() {
    return end;
  }

  public int length() {
    return (int) (end - start);
  }

  /** Whether it was sent after {@code other}, or with it and behind it (RFC 8985, section 6.2). */
  boolean sentAfter(long time, long otherEnd) {
    return sentAt > time || (sentAt == time && end > otherEnd);
  }
}
