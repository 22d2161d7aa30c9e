package org.mptcp4j.impl.tcp.flow;

/**
 * When an acknowledgment is due (RFC 9293, section 3.8.6.3; RFC 5681, section 4.2).
 *
 * <p>The first segments of a connection are acknowledged at once: the sender is in slow start and
 * waits for each of them.
 */
public final class DelayedAck {
  private static final int QUICK_SEGMENTS = 16;

  private final int localMss;
  private int quick = QUICK_SEGMENTS;
  private int peerSegment;
  private long pending;
  private boolean due;

  /**
   * @param localMss the MSS that was announced, in bytes
   */
  public DelayedAck(int localMss) {
    this.localMss = localMss;
  }

  /** Text arrived in order. */
  public void onText(int bytes) {
    peerSegment = Math.max(peerSegment, Math.min(bytes, localMss));
    pending += bytes;
    if (quick > 0) {
      quick--;
      due = true;
    }
    // RFC 9293, section 3.8.6.3: "An ACK SHOULD be generated for at least every second full-sized
    // segment or 2*RMSS bytes of new data"
    due |= pending >= 2L * peerSegment;
  }

  /**
   * An ACK must leave with the next flush. RFC 5681, section 4.2: at once for a segment out of
   * order and for one that fills a gap.
   */
  public void require() {
    due = true;
  }

  public boolean isDue() {
    return due;
  }

  /** Text waits for its acknowledgment: the delay runs. */
  public boolean isPending() {
    return pending > 0;
  }

  /** A segment with an ACK left. */
  public void onSent() {
    due = false;
    pending = 0;
  }
}
