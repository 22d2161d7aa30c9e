package org.mptcp4j.impl.congestion;

import org.mptcp4j.spi.CongestionControl;

/**
 * CUBIC (RFC 9438): after a loss the window grows along a cubic curve back to where it was, stays
 * there for a while, and then looks for more. The initial slow start is {@link HyStart}'s. Windows
 * are counted in segments here, as in the RFC.
 */
final class Cubic implements CongestionControl {
  /** "C SHOULD be set to 0.4" (section 5). */
  private static final double C = 0.4;

  /** "beta_cubic SHOULD be set to 0.7" (section 4.6). */
  private static final double BETA = 0.7;

  /** "3 * (1 - beta_cubic) / (1 + beta_cubic)": as fair as Reno (section 4.3). */
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

  private static final double LARGEST_WINDOW = 1 << 28;
  private static final double NANOS = 1e9;

  private final HyStart hyStart = new HyStart();
  private int mss;
  private double cwnd;
  private double ssthresh = Double.MAX_VALUE;
  private double wMax;
  private double cwndPrior;
  private double wEst;
  private double k;
  private long epochStart;
  private boolean inEpoch;
  private boolean afterTimeout;
  private long rttNanos;
  private double cwndBefore;
  private double ssthreshBefore;

  Cubic(int mss) {
    if (mss < 1) {
      throw new IllegalArgumentException("mss " + mss);
    }
    this.mss = mss;
    cwnd = initialWindow();
    rememberForUndo();
  }

  @Override
  public void onAck(
      long nowNanos, long ackedBytes, long rtt, long inFlight, boolean applicationLimited) {
    if (rtt > 0) {
      rttNanos = rttNanos == 0 ? rtt : (7 * rttNanos + rtt) / 8;
    }
    if (applicationLimited || cwnd >= LARGEST_WINDOW) {
      // "the time that the application was limited is not counted" (section 5.8)
      inEpoch &= !applicationLimited;
      return;
    }
    double acked = (double) ackedBytes / mss;
    if (cwnd < ssthresh) {
      if (ssthresh == Double.MAX_VALUE) {
        startSlowly(acked, rtt);
        return;
      }
      double growth = Math.min(acked, ssthresh - cwnd);
      cwnd += growth;
      acked -= growth;
    }
    if (acked > 0) {
      avoid(nowNanos, acked);
    }
  }

  /** The initial slow start: "HyStart++ ... SHOULD be used" there only (RFC 9406, section 4.3). */
  private void startSlowly(double acked, long rtt) {
    if (rtt > 0) {
      hyStart.onSample(rtt);
    }
    cwnd += hyStart.growth(acked);
  }

  @Override
  public void onRoundTrip(long nowNanos) {
    hyStart.onRoundTrip();
    if (hyStart.isOver() && ssthresh == Double.MAX_VALUE) {
      ssthresh = cwnd;
    }
  }

  /** Section 4.2 to 4.5: the cubic curve, or Reno's line where that is higher. */
  private void avoid(long nowNanos, double acked) {
    if (!inEpoch) {
      begin(nowNanos);
    }
    double t = (nowNanos - epochStart) / NANOS;
    wEst += (wEst >= cwndPrior ? 1 : ALPHA) * acked / cwnd;
    if (curve(t) < wEst) {
      cwnd = Math.max(cwnd, wEst);
      return;
    }
    double target = Math.min(Math.max(cwnd, curve(t + rttNanos / NANOS)), 1.5 * cwnd);
    cwnd += (target - cwnd) * acked / cwnd;
  }

  private void begin(long nowNanos) {
    inEpoch = true;
    epochStart = nowNanos;
    wEst = cwnd;
    // Section 4.8: in "the first congestion avoidance stage after a timeout, ... K is set to 0, and
    // W_max is set to the congestion window size at the beginning" of it
    if (cwnd >= wMax || afterTimeout) {
      wMax = cwnd;
      k = 0;
    } else {
      k = StrictMath.cbrt((wMax - cwnd) / C);
    }
    afterTimeout = false;
  }

  /** "W_cubic(t) = C * (t - K)^3 + W_max" (section 4.2). */
  private double curve(double seconds) {
    double distance = seconds - k;
    return C * distance * distance * distance + wMax;
  }

  @Override
  public void onCongestion(long nowNanos, long inFlight) {
    rememberForUndo();
    reduce();
    cwnd = ssthresh;
    afterTimeout = false;
  }

  @Override
  public void onTimeout(long nowNanos, long inFlight) {
    if (cwnd > 1) {
      rememberForUndo();
      reduce();
    }
    cwnd = 1;
    afterTimeout = true;
  }

  /** Sections 4.6 and 4.7: fast convergence gives way to newcomers. */
  private void reduce() {
    wMax = cwnd < wMax ? cwnd * (1 + BETA) / 2 : cwnd;
    cwndPrior = cwnd;
    ssthresh = Math.max(2, cwnd * BETA);
    inEpoch = false;
  }

  @Override
  public void onSpurious(long nowNanos) {
    cwnd = Math.max(cwnd, cwndBefore);
    ssthresh = Math.max(ssthresh, ssthreshBefore);
    wMax = Math.max(wMax, cwndBefore);
    inEpoch = false;
    afterTimeout = false;
  }

  @Override
  public void onIdle(long nowNanos) {
    cwnd = Math.min(cwnd, initialWindow());
    inEpoch = false;
  }

  @Override
  public void onMaximumSegmentSize(int bytes) {
    double factor = (double) mss / bytes;
    mss = bytes;
    cwnd = Math.max(1, cwnd * factor);
    wMax *= factor;
    wEst *= factor;
    cwndPrior *= factor;
    ssthresh = ssthresh == Double.MAX_VALUE ? ssthresh : ssthresh * factor;
  }

  @Override
  public long congestionWindow() {
    return Math.round(cwnd * mss);
  }

  @Override
  public long slowStartThreshold() {
    return ssthresh == Double.MAX_VALUE ? Long.MAX_VALUE : Math.round(ssthresh * mss);
  }

  /** RFC 6928, section 2: min (10*MSS, max (2*MSS, 14600)), in segments. */
  private double initialWindow() {
    return Math.min(10L * mss, Math.max(2L * mss, 14_600)) / (double) mss;
  }

  private void rememberForUndo() {
    cwndBefore = cwnd;
    ssthreshBefore = ssthresh;
  }
}
