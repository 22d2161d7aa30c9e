package org.mptcp4j.impl.tcp.timing;

/**
 * Round-trip times and the retransmission time-out (RFC 6298). Nanoseconds.
 *
 * <p>Two deviations, both as Linux has them. RTO exceeds SRTT by a minimum (200 ms) instead of
 * being 1 s at least, which RFC 6298, section 2.4, names a SHOULD. Every ACK brings a sample, so
 * RTTVAR may rise with each but falls once in a round trip only (the aim of RFC 7323, appendix G).
 */
public final class RttEstimator {
  /**
   * RFC 6298, section 2.5: "A maximum value MAY be placed on RTO provided it is at least 60
   * seconds".
   */
  private static final long LARGEST_RTO = 60_000_000_000L;

  private static final int LARGEST_BACKOFF = 16;

  private final long minRto;
  private long baseRto;
  private long srtt;
  private long rttvar;
  private long deviation;
  private long deviationPeak;
  private long roundEnd;
  private final WindowedMinimum minRtt = new WindowedMinimum();
  private long latest;
  private int backoff;

  public RttEstimator(long initialRtoNanos, long minRtoNanos) {
    this.baseRto = initialRtoNanos;
    this.minRto = minRtoNanos;
  }

  /**
   * Takes a sample of a segment that was not retransmitted (Karn) or that a timestamp identifies.
   *
   * @param now when it was taken
   * @param rttNanos at least 0
   * @param sndUna what is acknowledged up to
   * @param sndNxt a round trip is over when this is acknowledged
   */
  public void onSample(long now, long rttNanos, long sndUna, long sndNxt) {
    long rtt = Math.max(1, rttNanos);
    latest = rtt;
    minRtt.add(now, rtt);
    backoff = 0;
    if (srtt == 0) {
      srtt = rtt;
      deviation = rtt / 2;
      rttvar = deviation;
    } else {
      deviation += (Math.abs(srtt - rtt) - deviation) / 4;
      srtt = Math.max(1, srtt + (rtt - srtt) / 8);
    }
    deviationPeak = Math.max(deviationPeak, deviation);
    rttvar = Math.max(rttvar, deviation);
    if (sndUna >= roundEnd) {
      rttvar -= (rttvar - deviationPeak) / 4;
      deviationPeak = deviation;
      roundEnd = sndNxt;
    }
    baseRto = Math.min(LARGEST_RTO, srtt + Math.max(minRto, 4 * rttvar));
  }

  /** RFC 6298, section 5.5: "The host MUST set RTO <- RTO * 2 ('back off the timer')". */
  public void backOff() {
    backoff = Math.min(backoff + 1, LARGEST_BACKOFF);
  }

  /**
   * The handshake is complete. RFC 6298, section 5.7: where the SYN was retransmitted and gave no
   * sample, "RTO MUST be re-initialized to 3 seconds".
   */
  public void onHandshakeWithoutSample() {
    if (backoff > 0) {
      baseRto = Math.max(baseRto, 3_000_000_000L);
      backoff = 0;
    }
  }

  /** RTO with its backoff. */
  public long rto() {
    return Math.min(LARGEST_RTO, baseRto << backoff);
  }

  /** How often RTO is doubled now. */
  public int backoff() {
    return backoff;
  }

  /** SRTT; 0 before the first sample. */
  public long smoothed() {
    return srtt;
  }

  public long variance() {
    return rttvar;
  }

  /** The lowest sample of the last half minute at least; 0 before the first. */
  public long minimum() {
    return minRtt.get();
  }

  /** The last sample; 0 before the first. */
  public long latest() {
    return latest;
  }
}
