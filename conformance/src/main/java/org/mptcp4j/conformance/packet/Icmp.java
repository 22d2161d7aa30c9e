package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** ICMP errors about a packet (RFC 792, RFC 4443). */
public final class Icmp {
  private static final int HOP_LIMIT = 64;
  private static final int QUOTED = 64;

  private Icmp() {}

  /**
   * An error as a router sends it.
   *
   * @param from the router's address, of the packet's family
   * @param type of ICMP, or of ICMPv6 where the packet is IPv6
   * @param rest the second 32 bits: the MTU where a packet was too big
   * @param packet that it is about; its sender gets the error
   */
  public static byte[] error(InetAddress from, int type, int code, int rest, Packet packet) {
    byte[] offending = PacketWriter.write(packet);
    byte[] quote = Arrays.copyOf(offending, Math.min(offending.length, QUOTED));
    ByteBuffer icmp = ByteBuffer.allocate(8 + quote.length);
    icmp.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(quote).flip();
    byte[] source = from.getAddress();
    byte[] target = packet.from().getAddress();
    return source.length == 4 ? v4(icmp, source, target) : v6(icmp, source, target);
  }

  private static byte[] v4(ByteBuffer icmp, byte[] source, byte[] target) {
    icmp.putShort(2, (short) Sums.fold(Sums.sum(icmp)));
    ByteBuffer ip = ByteBuffer.allocate(20 + icmp.remaining());
    ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity()).putInt(0);
    ip.put((byte) HOP_LIMIT).put((byte) 1).putShort((short) 0).put(source).put(target);
    ip.putShort(10, (short) Sums.fold(Sums.sum(ip.slice(0, 20))));
    return ip.put(icmp).array();
  }

  private static byte[] v6(ByteBuffer icmp, byte[] source, byte[] target) {
    ByteBuffer addresses = ByteBuffer.allocate(32).put(source).put(target).flip();
    long sum = Sums.sum(addresses) + icmp.remaining() + 58 + Sums.sum(icmp);
    icmp.putShort(2, (short) Sums.fold(sum));
    ByteBuffer ip = ByteBuffer.allocate(40 + icmp.remaining());
    ip.putInt(0x60000000).putShort((short) icmp.remaining()).put((byte) 58);
    return ip.put((byte) HOP_LIMIT).put(source).put(target).put(icmp).array();
  }
}
