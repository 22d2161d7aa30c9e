package org.mptcp4j.impl.congestion;

import org.mptcp4j.spi.CongestionControl;

/**
 * Slow start and congestion avoidance (RFC 5681) with byte counting (RFC 3465), an initial window
 * of ten segments (RFC 6928) and no growth while the application is the limit (RFC 7661).
 */
final class NewReno implements CongestionControl {
  /** Far above any bandwidth-delay product, and far below an overflow. */
  private static final long LARGEST_WINDOW = 1L << 40;

  private int mss;
  private long cwnd;
  private long ssthresh = Long.MAX_VALUE;
  private long ackedInAvoidance;
  private long cwndBefore;
  private long ssthreshBefore;

  NewReno(int mss) {
    if (mss < 1) {
      throw new IllegalArgumentException("mss " + mss);
    }
    this.mss = mss;
    this.cwnd = initialWindow();
    rememberForUndo();
  }

  @Override
  public void onAck(
      long nowNanos, long ackedBytes, long rttNanos, long inFlight, boolean applicationLimited) {
    if (applicationLimited || cwnd >= LARGEST_WINDOW) {
      return;
    }
    long rest = ackedBytes;
    if (cwnd < ssthresh) {
      // Every byte acknowledged is one more; an ACK may cover many segments of a super-segment.
      long growth = Math.min(rest, ssthresh - cwnd);
      cwnd += growth;
      rest -= growth;
    }
    avoid(rest);
  }

  /** RFC 5681, section 3.1: one segment for each window that is acknowledged. */
  private void avoid(long ackedBytes) {
    ackedInAvoidance += ackedBytes;
    while (ackedInAvoidance >= cwnd) {
      ackedInAvoidance -= cwnd;
      cwnd += mss;
    }
  }

  @Override
  public void onCongestion(long nowNanos, long inFlight) {
    rememberForUndo();
    ssthresh = halved(inFlight);
    cwnd = ssthresh;
    ackedInAvoidance = 0;
  }

  @Override
  public void onTimeout(long nowNanos, long inFlight) {
    // RFC 5681, section 3.1: for a segment that was retransmitted before "the value of ssthresh is
    // held constant". The window is one segment as long as nothing was acknowledged in between.
    if (cwnd > mss) {
      rememberForUndo();
      ssthresh = halved(inFlight);
    }
    // "cwnd MUST be set to no more than the loss window, LW, which equals 1 full-sized segment"
    cwnd = mss;
    ackedInAvoidance = 0;
  }

  @Override
  public void onSpurious(long nowNanos) {
    cwnd = Math.max(cwnd, cwndBefore);
    ssthresh = Math.max(ssthresh, ssthreshBefore);
    ackedInAvoidance = 0;
  }

  @Override
  public void onIdle(long nowNanos) {
    // RFC 5681, section 4.1: "TCP SHOULD set cwnd to no more than RW", which is min(IW, cwnd)
    cwnd = Math.min(cwnd, initialWindow());
  }

  @Override
  public void onMaximumSegmentSize(int bytes) {
    mss = bytes;
    cwnd = Math.max(cwnd, mss);
  }

  @Override
  public long congestionWindow() {
    return cwnd;
  }

  @Override
  public long slowStartThreshold() {
    return ssthresh;
  }

  /** RFC 6928, section 2: min (10*MSS, max (2*MSS, 14600)). */
  private long initialWindow() {
    return Math.min(10L * mss, Math.max(2L * mss, 14_600));
  }

  /** RFC 5681, equation (4): max (FlightSize / 2, 2*SMSS). */
  private long halved(long inFlight) {
    return Math.max(inFlight / 2, 2L * mss);
  }

  private void rememberForUndo() {
    cwndBefore = cwnd;
    ssthreshBefore = ssthresh;
  }
}
