package org.mptcp4j.sim.link;

/**
 * What links can carry as payload of Multipath TCP: the denominator of every efficiency that this
 * project states.
 *
 * <p>{@code efficiency = goodput / sum of the links' payload rates}, where a link's payload rate is
 * its rate times the payload's part of a full packet. Of an MTU of 1500 bytes IPv4 takes 20, TCP
 * 20, the timestamps option 12 (padded) and the DSS option 20 (4 header, 4 data ACK, 4 data
 * sequence number, 4 subflow sequence number, 2 length; padded), which leaves 1428 bytes, 0.952 of
 * the rate.
 */
public final class PayloadCapacity {
  /** IPv4, TCP, timestamps and DSS headers of a full packet, in bytes. */
  public static final int HEADER_BYTES = 20 + 20 + 12 + 20;

  private PayloadCapacity() {}

  /** Payload of a full packet in bytes. */
  public static int payloadBytes(int mtu) {
    return mtu - HEADER_BYTES;
  }

  /** Payload bits per second of a link; infinite where its rate is unlimited. */
  public static double payloadRate(LinkSpec link) {
    return link.bitsPerSecond() == 0
        ? Double.POSITIVE_INFINITY
        : (double) link.bitsPerSecond() * payloadBytes(link.mtu()) / link.mtu();
  }

  /** Payload bits per second of all links together; infinite where one is unlimited. */
  public static double payloadRate(Iterable<LinkSpec> links) {
    double sum = 0;
    for (LinkSpec link : links) {
      sum += payloadRate(link);
    }
    return sum;
  }

  /**
   * The part of the links' payload rate that a transfer used, 0 to 1.
   *
   * @param goodputBitsPerSecond application bytes times 8 over the time from connect to last byte
   */
  public static double efficiency(double goodputBitsPerSecond, Iterable<LinkSpec> links) {
    return goodputBitsPerSecond / payloadRate(links);
  }
}
