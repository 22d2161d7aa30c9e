package org.mptcp4j;

import java.net.InetSocketAddress;

/**
 * A subflow at one moment, with all that its TCP knows of itself: what {@code ss -ti} shows of a
 * kernel's connection. Times are in nanoseconds, sizes and windows in bytes of payload, rates in
 * bytes per second; counters count from the start of the subflow.
 *
 * @param id unique in its connection; 0 is the initial subflow
 * @param zone the name of the zone that it runs over
 * @param local its own address and port
 * @param remote the peer's
 * @param tcpState as RFC 9293, section 3.3.2, calls it, such as {@code FIN-WAIT-1}
 * @param backup either side asked for backup use only (RFC 6824, section 3.3.8)
 * @param negotiated what both sides' SYNs agreed on
 * @param timing round-trip times and the retransmission time-out
 * @param congestion what congestion control lets out
 * @param windows what flow control lets out
 * @param traffic what was sent and received
 * @param recovery what was lost, late or twice
 * @param limits what kept it from sending more
 */
public record SubflowInfo(
    int id,
    String zone,
    InetSocketAddress local,
    InetSocketAddress remote,
    String tcpState,
    boolean backup,
    Negotiated negotiated,
    Timing timing,
    Congestion congestion,
    Windows windows,
    Traffic traffic,
    Recovery recovery,
    Limits limits) {

  /**
   * Options that both sides have.
   *
   * @param timestamps RFC 7323, section 3
   * @param sack selective acknowledgments (RFC 2018)
   * @param ecn explicit congestion notification (RFC 3168)
   * @param windowScale RFC 7323, section 2
   * @param sendShift of the windows that the peer announces, 0 to 14
   * @param receiveShift of the windows that this side announces, 0 to 14
   */
  public record Negotiated(
      boolean timestamps,
      boolean sack,
      boolean ecn,
      boolean windowScale,
      int sendShift,
      int receiveShift) {}

  /**
   * Round-trip times and RTO (RFC 6298).
   *
   * @param smoothedRttNanos SRTT, 0 before the first sample
   * @param rttVarianceNanos RTTVAR
   * @param minRttNanos the lowest sample of late, 0 before the first
   * @param rtoNanos RTO with its backoff
   * @param backoff how often RTO was doubled since the last sample
   */
  public record Timing(
      long smoothedRttNanos, long rttVarianceNanos, long minRttNanos, long rtoNanos, int backoff) {}

  /**
   * Congestion control.
   *
   * @param control its name, such as {@code cubic}
   * @param window cwnd
   * @param slowStartThreshold ssthresh, {@link Long#MAX_VALUE} before the first loss
   * @param inFlight sent and neither acknowledged, sacked nor lost (pipe of RFC 6675)
   * @param pacingRate at which segments leave, 0 while nothing is paced
   * @param deliveryRate at which data arrived at the peer in the last whole round trip, 0 before
   */
  public record Congestion(
      String control,
      long window,
      long slowStartThreshold,
      long inFlight,
      long pacingRate,
      long deliveryRate) {}

  /**
   * Flow control.
   *
   * @param maximumSegmentSize the largest payload of a segment, options subtracted
   * @param sendWindow SND.WND: what the peer announced last
   * @param receiveWindow what the peer may still send
   * @param outOfOrder bytes received that wait for others before them
   */
  public record Windows(
      int maximumSegmentSize, long sendWindow, long receiveWindow, long outOfOrder) {}

  /**
   * What was sent and received.
   *
   * @param segmentsOut segments sent, whatever was in them; a super-segment is one
   * @param segmentsIn segments received
   * @param bytesSent payload sent for the first time
   * @param bytesRetransmitted payload sent again
   * @param segmentsRetransmitted segments of full size, or less, that were sent again
   * @param bytesAcked payload that the peer acknowledged in order
   * @param bytesDelivered payload that the peer acknowledged or sacked, each byte once
   * @param bytesReceived payload received in order
   */
  public record Traffic(
      long segmentsOut,
      long segmentsIn,
      long bytesSent,
      long bytesRetransmitted,
      long segmentsRetransmitted,
      long bytesAcked,
      long bytesDelivered,
      long bytesReceived) {}

  /**
   * Loss recovery.
   *
   * @param lostBytes taken for lost now, and not sent again yet
   * @param timeouts times that the retransmission timer fired
   * @param fastRecoveries times that losses were found without it
   * @param spurious recoveries that proved needless and were undone
   * @param duplicateSacks D-SACKs received (RFC 2883): the peer got something twice
   * @param reorderingBytes the farthest that anything arrived behind what was sent after it
   * @param reorderingWindowNanos how long RACK waits for what is late (RFC 8985, section 6.2)
   */
  public record Recovery(
      long lostBytes,
      long timeouts,
      long fastRecoveries,
      long spurious,
      long duplicateSacks,
      long reorderingBytes,
      long reorderingWindowNanos) {}

  /**
   * For how long there was something to send or to acknowledge, and what kept more from leaving
   * meanwhile. The three parts add up to {@code busyNanos}.
   *
   * @param busyNanos data was outstanding, or waited for the peer's window to open
   * @param receiverNanos the peer's window was used up
   * @param congestionNanos the congestion window was used up, or pacing held back
   * @param applicationNanos neither: no more data was given to this subflow
   */
  public record Limits(
      long busyNanos, long receiverNanos, long congestionNanos, long applicationNanos) {}

  /** One line with the words of {@code ss -ti}, whose windows are in segments. */
  @Override
  public String toString() {
    return SubflowInfoText.line(this);
  }
}
