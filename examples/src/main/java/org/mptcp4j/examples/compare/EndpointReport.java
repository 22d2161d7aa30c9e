package org.mptcp4j.examples.compare;

/**
 * What an end did. A receiver knows the bytes only.
 *
 * @param bytes of payload that a sender saw acknowledged, or that a receiving application read
 * @param retransmitted segments
 * @param timeouts times that the retransmission timer fired
 * @param cwnd at the end, in segments
 * @param rttNanos smoothed, at the end
 */
record EndpointReport(long bytes, long retransmitted, long timeouts, long cwnd, long rttNanos) {
  static EndpointReport received(long bytes) {
    return new EndpointReport(bytes, 0, 0, 0, 0);
  }
}
