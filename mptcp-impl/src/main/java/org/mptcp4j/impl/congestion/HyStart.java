package org.mptcp4j.impl.congestion;

/**
 * HyStart++ (RFC 9406): leaves the initial slow start when round trips become longer, which says
 * that a queue builds up, and before it overflows. A doubtful sign is tested first in conservative
 * slow start.
 */
final class HyStart {
  private enum Phase {
    SLOW_START,
    CONSERVATIVE,
    OVER
  }

  // Section 4.3: "It is RECOMMENDED that a HyStart++ implementation use the following constants"
  private static final long MIN_RTT_THRESHOLD = 4_000_000L;
  private static final long MAX_RTT_THRESHOLD = 16_000_000L;
  private static final int MIN_RTT_DIVISOR = 8;
  private static final int RTT_SAMPLES = 8;
  private static final int GROWTH_DIVISOR = 4;
  private static final int CONSERVATIVE_ROUNDS = 5;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private Phase phase = Phase.SLOW_START;
  private long lastRoundMinRtt = UNKNOWN;
  private long currentRoundMinRtt = UNKNOWN;
  private long baselineMinRtt = UNKNOWN;
  private int samples;
  private int conservativeRounds;

  /** A round trip is over. */
  void onRoundTrip() {
    lastRoundMinRtt = currentRoundMinRtt;
    currentRoundMinRtt = UNKNOWN;
    samples = 0;
    // "CSS lasts at most CSS_ROUNDS rounds"
    if (phase == Phase.CONSERVATIVE && ++conservativeRounds >= CONSERVATIVE_ROUNDS) {
      phase = Phase.OVER;
    }
  }

  /** A sample in nanoseconds, more than 0. */
  void onSample(long rtt) {
    currentRoundMinRtt = Math.min(currentRoundMinRtt, rtt);
    samples++;
    if (samples < RTT_SAMPLES) {
      return;
    }
    if (phase == Phase.SLOW_START && roundTripsGrow()) {
      baselineMinRtt = currentRoundMinRtt;
      conservativeRounds = 0;
      phase = Phase.CONSERVATIVE;
    } else if (phase == Phase.CONSERVATIVE && currentRoundMinRtt < baselineMinRtt) {
      // "the RTT inflation was spurious": back to slow start
      baselineMinRtt = UNKNOWN;
      phase = Phase.SLOW_START;
    }
  }

  private boolean roundTripsGrow() {
    if (lastRoundMinRtt == UNKNOWN) {
      return false;
    }
    // "RttThresh = max(MIN_RTT_THRESH, min(lastRoundMinRTT / MIN_RTT_DIVISOR, MAX_RTT_THRESH))"
    long threshold =
        Math.max(MIN_RTT_THRESHOLD, Math.min(lastRoundMinRtt / MIN_RTT_DIVISOR, MAX_RTT_THRESHOLD));
    return currentRoundMinRtt >= lastRoundMinRtt + threshold;
  }

  /** By how much the window grows for what was acknowledged, in the same unit. */
  double growth(double acked) {
    return phase == Phase.CONSERVATIVE ? acked / GROWTH_DIVISOR : acked;
  }

  /** Slow start has found the path's capacity: congestion avoidance begins. */
  boolean isOver() {
    return phase == Phase.OVER;
  }
}
