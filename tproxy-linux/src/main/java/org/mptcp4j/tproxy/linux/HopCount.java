package org.mptcp4j.tproxy.linux;

import java.nio.ByteBuffer;

/**
 * A diverted packet is forwarded twice by the kernel, to the TUN device and from it. So the first
 * of the two hops is given back, and the detour can't be seen from outside.
 */
final class HopCount {
  private static final int V4_HEADER = 20;
  private static final int V6_HEADER = 40;
  private static final int TTL = 8;
  private static final int CHECKSUM = 10;
  private static final int DESTINATION_V4 = 16;
  private static final int HOP_LIMIT = 7;
  private static final int DESTINATION_V6 = 24;

  private HopCount() {}

  /**
   * Adds one to the TTL or hop limit of the packet from position to limit.
   *
   * @return false where it is no packet that a kernel forwarded: not IP, or multicast
   */
  static boolean giveBack(ByteBuffer packet) {
    int at = packet.position();
    int length = packet.remaining();
    int version = length == 0 ? 0 : (packet.get(at) & 0xf0) >> 4;
    if (version == 4 && length >= V4_HEADER) {
      return (packet.get(at + DESTINATION_V4) & 0xf0) != 0xe0 && addHopV4(packet, at);
    }
    if (version == 6 && length >= V6_HEADER) {
      int hops = packet.get(at + HOP_LIMIT) & 0xff;
      packet.put(at + HOP_LIMIT, (byte) Math.min(hops + 1, 255));
      return packet.get(at + DESTINATION_V6) != (byte) 0xff;
    }
    return false;
  }

  /** RFC 1624, equation 3: HC' = ~(~HC + ~m + m'), for the word whose high byte is the TTL. */
  private static boolean addHopV4(ByteBuffer packet, int at) {
    if ((packet.get(at + TTL) & 0xff) == 255) {
      return true;
    }
    int before = packet.getShort(at + TTL) & 0xffff;
    int after = before + 0x100;
    int sum = (~packet.getShort(at + CHECKSUM) & 0xffff) + (~before & 0xffff) + after;
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    packet.putShort(at + TTL, (short) after);
    packet.putShort(at + CHECKSUM, (short) ~sum);
    return true;
  }
}
