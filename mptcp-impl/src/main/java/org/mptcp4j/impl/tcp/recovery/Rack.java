package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;

/**
 * Time-based loss detection (RFC 8985, section 6): what was sent before something that arrived, by
 * more than a reordering window, is lost. Finds lost retransmissions, too.
 */
final class Rack {
  /** RFC 8985, section 6.2, step 4: recoveries without a D-SACK until the window shrinks. */
  private static final int PERSIST = 16;

  /** Far above what SRTT lets through. */
  private static final int LARGEST_FACTOR = 64;

  private final RttEstimator rtt;
  private long xmitAt;
  private long end;
  private long roundTrip;
  private boolean valid;
  private long fack;
  private boolean reordering;
  private long reorderingBytes;
  private int windowFactor = 1;
  private int persist;
  private long factorRaisedUntil;
  private long lostRetransmission = -1;

  Rack(RttEstimator rtt) {
    this.rtt = rtt;
  }

  /** Steps 2 and 3: what was delivered last, and whether out of order. */
  void onDelivered(Delivery delivery, long now) {
    if (delivery.lowestEnd < fack) {
      reordering = true;
      reorderingBytes = Math.max(reorderingBytes, fack - delivery.lowestEnd);
    }
    fack = Math.max(fack, delivery.highestEnd);
    if (!delivery.any) {
      return;
    }
    roundTrip = now - delivery.newestSentAt;
    boolean later =
        delivery.newestSentAt > xmitAt
            || (delivery.newestSentAt == xmitAt && delivery.newestEnd > end);
    if (!valid || later) {
      xmitAt = delivery.newestSentAt;
      end = delivery.newestEnd;
      valid = true;
    }
  }

  /** Step 4: the peer got something twice, a retransmission was in vain. Once in a round trip. */
  void onDuplicate(long sndUna, long sndNxt) {
    if (sndUna >= factorRaisedUntil) {
      windowFactor = Math.min(windowFactor + 1, LARGEST_FACTOR);
      factorRaisedUntil = sndNxt;
      persist = PERSIST;
    }
  }

  /**
   * What was marked lost was only late. Step 3 cannot see that, since it was sent again ("a
   * self-reinforcing drawback").
   */
  void onReordering() {
    reordering = true;
  }

  boolean reorderingSeen() {
    return reordering;
  }

  /** Loss recovery ended. */
  void onRecovered() {
    if (persist > 0 && --persist == 0) {
      windowFactor = 1;
    }
  }

  /**
   * Section 6.3: on a time-out "RACK marks the first outstanding segment as lost (since it was sent
   * an RTO ago); for all the other segments RACK only marks the segment lost if the time elapsed
   * since the segment was transmitted is at least the sum of the recent RTT and the reordering
   * window".
   */
  void onTimeout(Scoreboard board, long now) {
    SentRange head = board.first();
    if (head != null && head.state == SentRange.State.IN_FLIGHT) {
      board.markLost(head);
    }
    long patience = valid ? roundTrip + reorderingWindow(true) : 0;
    SentRange range = board.order().oldest();
    while (range != null && range.sentAt + patience <= now) {
      SentRange next = range.later;
      board.markLost(range);
      range = next;
    }
  }

  /**
   * Step 5: marks what is lost. The timer runs for the range that is due first, where the RFC waits
   * for the last of them: that would take a walk over all with each ACK.
   *
   * @param impatient in recovery, or DupThresh segments are sacked: then reordering that was never
   *     seen is not waited for
   * @return nanoseconds until the next range is due, or 0 for none
   */
  long detect(Scoreboard board, long now, boolean impatient) {
    if (!valid) {
      return 0;
    }
    long patience = roundTrip + reorderingWindow(impatient);
    SentRange range = board.order().oldest();
    while (range != null && sentBeforeNewest(range)) {
      long remaining = range.sentAt + patience - now;
      if (remaining > 0) {
        return remaining;
      }
      if (range.retransmitted) {
        lostRetransmission = Math.max(lostRetransmission, range.sentAt);
      }
      SentRange next = range.later;
      board.markLost(range);
      range = next;
    }
    return 0;
  }

  /** When the newest of the retransmissions left that were found lost; -1 for none. */
  long newestLostRetransmission() {
    return lostRetransmission;
  }

  /** The farthest that anything sent once arrived behind what was sent after it. */
  long reorderingBytes() {
    return reorderingBytes;
  }

  /** The reordering window outside of recovery. */
  long reorderingWindow() {
    return reorderingWindow(false);
  }

  private boolean sentBeforeNewest(SentRange range) {
    return range.sentAt < xmitAt || (range.sentAt == xmitAt && range.end < end);
  }

  private long reorderingWindow(boolean impatient) {
    if (!reordering && impatient) {
      return 0;
    }
    return Math.min(windowFactor * (rtt.minimum() / 4), rtt.smoothed());
  }
}
