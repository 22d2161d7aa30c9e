package org.mptcp4j.impl.tcp.flow;

/**
 * Whether the sender uses up its congestion window (RFC 7661): a window that is not used must not
 * grow. Looks at the fullest moment of the last round trip.
 */
public final class WindowUse {
  private long roundEnd = -1;
  private long peak;
  private boolean limited;

  /**
   * Everything left that may leave.
   *
   * @param isLimited whether it was the congestion window that stopped the sender
   */
  public void onSent(long inFlight, boolean isLimited, long sndUna, long sndNxt) {
    if (sndUna > roundEnd || isLimited || (!limited && inFlight > peak)) {
      peak = inFlight;
      limited = isLimited;
      roundEnd = sndNxt;
    }
  }

  /** Whether something else than {@code cwnd} is the limit. */
  public boolean applicationLimited(long cwnd, long ssthresh) {
    // In slow start the window doubles: half of it in use is enough to go on
    return !limited && (cwnd >= ssthresh || cwnd >= 2 * peak);
  }
}
