package org.mptcp4j.examples.demo;

import java.util.List;

/**
 * How the file fared in one direction.
 *
 * @param title such as {@code S to H}
 * @param download whether S sent
 * @param bytes that arrived in order
 * @param startNanos virtual time of the SYN
 * @param endNanos virtual time of the end of the stream at the receiver
 * @param sentSha256 of what was written
 * @param receivedSha256 of what was read
 * @param goodput in bits per second
 * @param efficiency goodput over what the links can carry as payload, 0 to 1
 * @param retransmitted segments that the sending gateway sent again
 * @param shares of the links, in their order
 */
record LegResult(
    String title,
    boolean download,
    long bytes,
    long startNanos,
    long endNanos,
    String sentSha256,
    String receivedSha256,
    double goodput,
    double efficiency,
    long retransmitted,
    List<Share> shares) {

  /**
   * What a link carried.
   *
   * @param link its name
   * @param payloadBytes of TCP delivered in this direction, retransmissions included
   * @param part of all links' payload, 0 to 1
   * @param dropped packets in this direction
   */
  record Share(String link, long payloadBytes, double part, long dropped) {}

  /** Whether every byte arrived, and the right one. */
  boolean right() {
    return sentSha256.equals(receivedSha256);
  }

  double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
