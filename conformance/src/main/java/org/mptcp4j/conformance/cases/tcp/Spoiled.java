package org.mptcp4j.conformance.cases.tcp;

import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.PacketWriter;

/** Packets with a TCP header that no writer makes; their checksums are right. */
@SuppressWarnings("OperatorPrecedence")
final class Spoiled {
  private Spoiled() {}

  /**
   * Changes the 16 bits with data offset, reserved bits and flags.
   *
   * @param mask the bits that change
   * @param bits their new values
   */
  static byte[] offsetAndFlags(Packet packet, int mask, int bits) {
    byte[] bytes = PacketWriter.write(packet);
    int tcp = bytes[0] >> 4 == 4 ? 20 : 40;
    int before = word(bytes, tcp + 12);
    int after = before & ~mask | bits;
    put(bytes, tcp + 12, after);
    // RFC 1624: HC' = ~(~HC + ~m + m')
    int sum = (~word(bytes, tcp + 16) & 0xffff) + (~before & 0xffff) + after;
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    put(bytes, tcp + 16, ~sum & 0xffff);
    return bytes;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static void put(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
