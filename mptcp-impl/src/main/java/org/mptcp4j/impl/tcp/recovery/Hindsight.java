package org.mptcp4j.impl.tcp.recovery;

/**
 * Whether the retransmissions of a recovery were in vain, so that its congestion response can be
 * undone: by the timestamp of the first ACK (Eifel, RFC 3522), or because the peer reports all of
 * them as duplicates (RFC 3708).
 */
final class Hindsight {
  private static final long NEVER = Long.MAX_VALUE;

  private boolean open;
  private boolean firstAckDue;
  private long firstSentAt = NEVER;
  private long unreported;
  private long from;
  private long to;

  /** A recovery begins, of the data from {@code sndUna} to {@code sndNxt}. */
  void begin(long sndUna, long sndNxt) {
    open = true;
    firstAckDue = true;
    firstSentAt = NEVER;
    unreported = 0;
    from = sndUna;
    to = sndNxt;
  }

  /** There is nothing to undo, or a loss was real. */
  void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  void onRetransmitted(int length, long now) {
    unreported += length;
    firstSentAt = Math.min(firstSentAt, now);
  }

  /**
   * sndUna advanced. RFC 3522, section 3.2, step (4): the first acceptable ACK tells; a timestamp
   * that is older than the retransmission is that of the original.
   */
  boolean originalArrived(Acknowledgment ack) {
    if (!open || !firstAckDue || firstSentAt == NEVER) {
      return false;
    }
    firstAckDue = false;
    return ack.echoTick() < Acknowledgment.tick(firstSentAt);
  }

  /** A D-SACK arrived; returns whether every retransmission was in vain. */
  boolean allDuplicates(long left, long right) {
    if (!open || unreported == 0 || left < from || right > to) {
      return false;
    }
    unreported -= Math.min(unreported, right - left);
    return unreported == 0;
  }
}
