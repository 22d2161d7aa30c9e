package org.mptcp4j.spi;

/**
 * The congestion window of one subflow. It sees bytes and times, never packets. Times come first
 * and are nanoseconds of the engine's clock.
 *
 * <p>Loss detection is TCP's business; what it finds comes in as events.
 */
public interface CongestionControl {
  /**
   * New data was acknowledged outside of loss recovery.
   *
   * @param ackedBytes newly acknowledged or sacked bytes, at least 1
   * @param rttNanos the sample that came with it, 0 for none
   * @param inFlight bytes in flight before this ACK
   * @param applicationLimited whether the sender had used up the window; growth needs that (RFC
   *     7661): true means that it had not
   */
  void onAck(
      long nowNanos, long ackedBytes, long rttNanos, long inFlight, boolean applicationLimited);

  /**
   * A round trip is over: what was outstanding when the last one ended is acknowledged. Comes
   * before the {@link #onAck} of the acknowledgment that ended it.
   */
  default void onRoundTrip(long nowNanos) {}

  /** A loss was found; at most once in a round trip (RFC 6582). */
  void onCongestion(long nowNanos, long inFlight);

  /**
   * The peer echoed a mark that a congested router set instead of dropping (RFC 3168, section
   * 6.1.2); at most once in a round trip, and not while a loss is repaired. "Treated just as a
   * congestion loss", unless a congestion control knows better (RFC 8511).
   *
   * @param inFlight bytes in flight before this ACK
   */
  default void onEcnEcho(long nowNanos, long inFlight) {
    onCongestion(nowNanos, inFlight);
  }

  /** All data up to the recovery point was acknowledged. */
  default void onRecovered(long nowNanos) {}

  /** The retransmission timer fired (RFC 5681, section 3.1). */
  void onTimeout(long nowNanos, long inFlight);

  /** The last congestion event proved spurious: go back to what was before it. */
  default void onSpurious(long nowNanos) {}

  /** Nothing was sent for at least one RTO (RFC 5681, section 4.1). */
  void onIdle(long nowNanos);

  /** The segment size changed (path MTU). */
  default void onMaximumSegmentSize(int bytes) {}

  /** cwnd in bytes, at least one segment. */
  long congestionWindow();

  /** ssthresh in bytes; {@link Long#MAX_VALUE} before the first loss. */
  long slowStartThreshold();

  /** Bytes per second at which to pace, or 0 for no pacing. */
  default long pacingRate() {
    return 0;
  }
}
