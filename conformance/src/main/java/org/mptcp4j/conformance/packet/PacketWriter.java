package org.mptcp4j.conformance.packet;

import java.nio.ByteBuffer;

/** From a {@link Packet} to bytes; options are padded with NOPs in front, as few as it takes. */
@SuppressWarnings("OperatorPrecedence")
public final class PacketWriter {
  private static final int TCP = 6;
  private static final int HOP_LIMIT = 64;
  private static final int NO_OPERATION = 1;

  private PacketWriter() {}

  /**
   * The packet's bytes with right checksums.
   *
   * @throws IllegalArgumentException where its options take more than 40 bytes
   */
  public static byte[] write(Packet packet) {
    byte[] tcp = tcp(packet);
    byte[] source = packet.from().getAddress();
    byte[] destination = packet.to().getAddress();
    ByteBuffer addresses = ByteBuffer.allocate(source.length + destination.length);
    addresses.put(source).put(destination).flip();
    long pseudo = Sums.sum(addresses) + TCP + tcp.length;
    ByteBuffer.wrap(tcp).putShort(16, (short) Sums.fold(pseudo + Sums.sum(ByteBuffer.wrap(tcp))));
    return source.length == 4 ? v4(packet, addresses, tcp) : v6(packet, addresses, tcp);
  }

  private static byte[] tcp(Packet packet) {
    byte[] options = options(packet);
    ByteBuffer tcp = ByteBuffer.allocate(20 + options.length + packet.payload().length);
    tcp.putShort((short) packet.source().getPort());
    tcp.putShort((short) packet.destination().getPort());
    tcp.putInt(packet.seq()).putInt(packet.ack());
    tcp.put((byte) ((20 + options.length) / 4 << 4)).put((byte) packet.flags());
    tcp.putShort((short) packet.window()).putShort((short) 0).putShort((short) packet.urgent());
    tcp.put(options).put(packet.payload());
    return tcp.array();
  }

  private static byte[] options(Packet packet) {
    ByteBuffer all = ByteBuffer.allocate(512);
    for (TcpOption option : packet.options()) {
      option.write(all);
    }
    int length = all.position();
    int padded = (length + 3) / 4 * 4;
    if (padded > 40) {
      throw new IllegalArgumentException(length + " bytes of options: " + packet.options());
    }
    ByteBuffer result = ByteBuffer.allocate(padded);
    for (int i = length; i < padded; i++) {
      result.put((byte) NO_OPERATION);
    }
    return result.put(all.flip()).array();
  }

  private static byte[] v4(Packet packet, ByteBuffer addresses, byte[] tcp) {
    ByteBuffer ip = ByteBuffer.allocate(20 + tcp.length);
    ip.put((byte) 0x45).put((byte) packet.ecn()).putShort((short) (20 + tcp.length));
    ip.putInt(0x4000).put((byte) HOP_LIMIT).put((byte) TCP).putShort((short) 0).put(addresses);
    ip.putShort(10, (short) Sums.fold(Sums.sum(ip.slice(0, 20))));
    return ip.put(tcp).array();
  }

  private static byte[] v6(Packet packet, ByteBuffer addresses, byte[] tcp) {
    ByteBuffer ip = ByteBuffer.allocate(40 + tcp.length);
    ip.putInt(0x60000000 | packet.ecn() << 20).putShort((short) tcp.length);
    ip.put((byte) TCP).put((byte) HOP_LIMIT).put(addresses);
    return ip.put(tcp).array();
  }
}
