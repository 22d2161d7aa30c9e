package org.mptcp4j.impl.tcp.recovery;

/**
 * Whether the retransmissions of a recovery were in vain, so that its congestion response can be
 * undone: by the timestamp of the first ACK (Eifel, RFC 3522), because the peer reports all of them
 * as duplicates (RFC 3708), or because all arrived before anything was sent again.
 */
final class Hindsight {
  private static final long NEVER = Long.MAX_VALUE;

  private boolean open;
  private boolean firstAckDue;
  private long firstSentAt = NEVER;
  private boolean repaired;
  private long unreported;
  private long from;
  private long to;

  /**
   * A recovery begins, of the data from {@code sndUna} to {@code sndNxt}.
   *
   * @param alreadyRepaired something was sent again before, which may have repaired a loss
   */
  void begin(long sndUna, long sndNxt, boolean alreadyRepaired) {
    open = true;
    repaired = alreadyRepaired;
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
    repaired = true;
    unreported += length;
    firstSentAt = Math.min(firstSentAt, now);
  }

  /**
   * An ACK arrived. RFC 3522, section 3.2, step (4): the first acceptable ACK tells; a timestamp
   * that is older than the retransmission is that of the original.
   */
  boolean originalArrived(Acknowledgment ack) {
    if (!ack.advances() || !open || !firstAckDue || firstSentAt == NEVER) {
      return false;
    }
    firstAckDue = false;
    return ack.echoTick() < Acknowledgment.tick(firstSentAt);
  }

  /** Whether all that was taken for lost arrived, and nothing was sent again. */
  boolean nothingWasLost(Delivery delivery, Scoreboard board) {
    return open && !repaired && delivery.lostArrived && board.lostBytes() == 0;
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
