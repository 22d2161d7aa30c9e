package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SequenceNumbers;

/** Reads the SACK option of an ACK (RFC 2018) into a scoreboard, and D-SACKs (RFC 2883). */
final class SackReader {
  private boolean duplicate;
  private long duplicateStart;
  private long duplicateEnd;

  void read(Acknowledgment ack, Scoreboard board, Delivery delivery) {
    duplicate = false;
    ReceivedOptions options = ack.options;
    for (int i = 0; i < options.sackBlockCount(); i++) {
      long left = SequenceNumbers.unwrap(options.sackLeft(i) - ack.iss, ack.ack);
      long right = SequenceNumbers.unwrap(options.sackRight(i) - ack.iss, ack.ack);
      if (left < 1 || left >= right || right > ack.sndNxt) {
        continue;
      }
      if (i == 0 && isDuplicate(left, right, ack)) {
        duplicate = true;
        duplicateStart = left;
        duplicateEnd = right;
      } else if (right > ack.ack) {
        board.sack(Math.max(left, ack.ack), right, delivery);
      }
    }
  }

  /** Whether the first block was a D-SACK. */
  boolean duplicate() {
    return duplicate;
  }

  long duplicateStart() {
    return duplicateStart;
  }

  long duplicateEnd() {
    return duplicateEnd;
  }

  /** RFC 2883, section 4: below the cumulative ACK, or within the second block. */
  private static boolean isDuplicate(long left, long right, Acknowledgment ack) {
    if (right <= ack.ack) {
      return true;
    }
    if (ack.options.sackBlockCount() < 2) {
      return false;
    }
    long outerLeft = SequenceNumbers.unwrap(ack.options.sackLeft(1) - ack.iss, ack.ack);
    long outerRight = SequenceNumbers.unwrap(ack.options.sackRight(1) - ack.iss, ack.ack);
    return outerLeft <= left && right <= outerRight;
  }
}
