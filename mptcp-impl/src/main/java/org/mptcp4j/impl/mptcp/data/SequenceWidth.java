package org.mptcp4j.impl.mptcp.data;

/**
 * "An implementation MUST send the full 64-bit data sequence number if it is transmitting at a
 * sufficiently high rate that the 32-bit value could wrap within the Maximum Segment Lifetime" (RFC
 * 8684, section 3.3.1): watches the rate over spans of a 32nd of that. Once wide it stays so.
 */
final class SequenceWidth {
  private static final long SPAN_BYTES = 1L << 27;
  private static final int SPANS_UNTIL_WRAP = 32;

  /** RFC 9293, section 3.4.1. */
  private static final long MSL_NANOS = 120_000_000_000L;

  private long spanBegin = -1;
  private long beganAt;
  private boolean wide;

  /**
   * More was sent.
   *
   * @param position of the next byte to be sent
   */
  void sent(long position, long nowNanos) {
    if (spanBegin < 0) {
      spanBegin = position;
      beganAt = nowNanos;
    } else if (position - spanBegin >= SPAN_BYTES) {
      wide |= (nowNanos - beganAt) * SPANS_UNTIL_WRAP < MSL_NANOS;
      spanBegin = position;
      beganAt = nowNanos;
    }
  }

  boolean wide() {
    return wide;
  }
}
