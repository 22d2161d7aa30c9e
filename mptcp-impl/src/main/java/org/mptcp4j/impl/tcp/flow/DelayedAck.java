package org.mptcp4j.impl.tcp.flow;

/**
 * When an acknowledgment is due (RFC 9293, section 3.8.6.3; RFC 5681, section 4.2).
 *
 * <p>Segments are acknowledged one by one as long as the sender is likely to have a small window,
 * and to wait for each of them: at the start, after a pause longer than its RTO, and after it sent
 * something again for nothing. So is the end of a burst, a segment that is pushed, unless this side
 * is used to answer with data in time: a small window or the peer's Nagle algorithm waits for it.
 */
public final class DelayedAck {
  /** Segments that are acknowledged one by one: what slow start sends in its first rounds. */
  private static final int QUICK_SEGMENTS = 16;

  /** Equal segments that are shorter are rather an application's than the path's. */
  private static final int LEAST_FULL = 536;

  private final int localMss;
  private int quick = QUICK_SEGMENTS;
  private int full;
  private int lastLength;
  private long lastAt = Long.MAX_VALUE;
  private long pending;
  private boolean answering;
  private boolean due;

  /**
   * @param localMss the MSS that was announced, in bytes
   */
  public DelayedAck(int localMss) {
    this.localMss = localMss;
  }

  /**
   * Text arrived in order.
   *
   * @param bytes more than 0; more than the MSS for several segments at once
   * @param pushed whether the segment has PSH
   * @param rtoNanos what the sender's RTO may be
   */
  public void onText(int bytes, boolean pushed, long rtoNanos, long now) {
    // RFC 5681, section 4.1: after such a pause the sender is in slow start again
    if (now - lastAt > rtoNanos) {
      quick = QUICK_SEGMENTS;
    }
    lastAt = now;
    measure(bytes, pushed);
    pending += bytes;
    if (quick > 0) {
      quick--;
      due = true;
    }
    // RFC 9293, section 3.8.6.3: "An ACK SHOULD be generated for at least every second full-sized
    // segment or 2*RMSS bytes of new data". A full one and a part are not made to wait for more.
    due |= pending > full;
    due |= pushed && !answering;
  }

  /** Text came that was here: the sender lost an ACK, or took reordering for loss. */
  public void onDuplicate() {
    quick = QUICK_SEGMENTS;
    due = true;
  }

  /**
   * An ACK must leave with the next flush. RFC 5681, section 4.2: at once for a segment out of
   * order and for one that fills a gap.
   */
  public void require() {
    due = true;
  }

  /** The delay is over: nothing came that could carry the ACK. */
  public void onDelayOver() {
    answering = false;
    due = true;
  }

  public boolean isDue() {
    return due;
  }

  /** Text waits for its acknowledgment: the delay runs. */
  public boolean isPending() {
    return pending > 0;
  }

  /** A segment with an ACK left, with data of this side or without. */
  public void onSent(boolean withData) {
    answering |= withData && pending > 0;
    due = false;
    pending = 0;
  }

  /** What a full segment of the peer's is, as it comes: its options or the path may lessen it. */
  private void measure(int bytes, boolean pushed) {
    boolean again = bytes == lastLength && bytes >= LEAST_FULL && !pushed;
    if (bytes >= full || again) {
      full = Math.min(bytes, localMss);
    }
    lastLength = bytes;
  }
}
