package org.mptcp4j.impl.tcp.recovery;

/**
 * Proportional rate reduction (RFC 6937) with the slow start reduction bound as RFC 9937 has it:
 * how many bytes may leave during fast recovery. Sends along with what arrives, and ends at
 * ssthresh. Where a probe found the loss there are no arrivals to go along with: the first round
 * trip then is as in RFC 6675, section 5, (C), up to ssthresh in flight.
 */
final class RateReduction {
  private long target;
  private long recoverFlightSize;
  private long delivered;
  private long out;
  private long allowance;
  private boolean silent;

  /**
   * @param flightSize bytes in flight before the loss was found (RecoverFS)
   * @param ssthresh bytes in flight to end with
   * @param afterProbe nothing arrived before the probe that found the loss
   */
  void begin(long flightSize, long ssthresh, boolean afterProbe) {
    silent = afterProbe;
    target = ssthresh;
    recoverFlightSize = Math.max(1, flightSize);
    delivered = 0;
    out = 0;
    allowance = 0;
  }

  /**
   * @param bytes delivered with this ACK
   * @param inFlight pipe after it
   * @param safe sndUna advanced and nothing more was found lost (SafeACK)
   */
  void onAck(long bytes, long inFlight, int mss, boolean safe) {
    delivered += bytes;
    if (silent) {
      silent = false;
      allowance = Math.max(0, target - inFlight);
    } else if (inFlight > target) {
      allowance = (delivered * target + recoverFlightSize - 1) / recoverFlightSize - out;
    } else {
      long limit = Math.max(delivered - out, bytes);
      allowance = Math.min(target - inFlight, safe ? limit + mss : limit);
    }
    // "Force a fast retransmit upon entering recovery"; and where nothing is in flight, no ACK
    // would
    // come
    allowance = Math.max(allowance, out == 0 || inFlight == 0 ? mss : 0);
  }

  void allowAtLeast(long bytes) {
    allowance = Math.max(allowance, bytes);
  }

  void onSent(long bytes) {
    out += bytes;
    allowance -= bytes;
  }

  /** Bytes that may leave now; negative after a forced one. */
  long allowance() {
    return allowance;
  }
}
