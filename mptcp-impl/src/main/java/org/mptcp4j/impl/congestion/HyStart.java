package org.mptcp4j.impl.congestion;

/**
 * HyStart++ (RFC 9406): leaves slow start when the round-trip time begins to grow, before the queue
 * overflows. A round is a round-trip time here, since a congestion control sees no sequence numbers.
 */
final class HyStart {
  private static final long MILLISECOND = 1_000_000L;
  private static final long MIN_RTT_THRESH = 4 * MILLISECOND;
  private static final long MAX_RTT_THRESH = 16 * MILLISECOND;
  private static final int MIN_RTT_DIVISOR = 8;
  private static final int N_RTT_SAMPLE = 8;
  private static final int CSS_GROWTH_DIVISOR = 4;
  private static final int CSS_ROUNDS = 5;

  private long roundEndsAt;
  private long lastRoundMinRtt = Long.MAX_VALUE;
  private long currentRoundMinRtt = Long.MAX_VALUE;
  private int rttSampleCount;
  private boolean conservative;
  private long cssBaselineMinRtt;
  private int cssRounds;

  /**
   * A sample in slow start.
   *
   * @return whether slow start is over
   */
  boolean onSample(long nowNanos, long rttNanos) {
    if (rttNanos <= 0) {
      return false;
    }
    if (nowNanos >= roundEndsAt) {
      roundEndsAt = nowNanos + rttNanos;
      lastRoundMinRtt = currentRoundMinRtt;
      currentRoundMinRtt = Long.MAX_VALUE;
      rttSampleCount = 0;
      if (conservative && ++cssRounds >= CSS_ROUNDS) {
        return true;
      }
    }
    currentRoundMinRtt = Math.min(currentRoundMinRtt, rttNanos);
    if (++rttSampleCount >= N_RTT_SAMPLE && lastRoundMinRtt != Long.MAX_VALUE) {
      judge();
    }
    return false;
  }

  private void judge() {
    if (conservative) {
      // "if (currentRoundMinRTT < cssBaselineMinRtt) ... resume slow start"
      conservative = currentRoundMinRtt >= cssBaselineMinRtt;
      return;
    }
    long share = lastRoundMinRtt / MIN_RTT_DIVISOR;
    long threshold = Math.max(MIN_RTT_THRESH, Math.min(share, MAX_RTT_THRESH));
    if (currentRoundMinRtt >= lastRoundMinRtt + threshold) {
      cssBaselineMinRtt = currentRoundMinRtt;
      conservative = true;
      cssRounds = 0;
    }
  }

  /** What remains of slow start's growth: all of it, or a quarter in conservative slow start. */
  double growth(double acked) {
    return conservative ? acked / CSS_GROWTH_DIVISOR : acked;
  }
}
