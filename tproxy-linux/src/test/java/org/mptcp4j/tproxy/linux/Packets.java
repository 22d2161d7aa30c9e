package org.mptcp4j.tproxy.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.Zone;

/** Packets for tests, written by hand. */
public final class Packets {
  private static final int UDP = 17;

  private Packets() {}

  /** An IPv4 header with UDP header (checksum 0: none), for a payload of that many bytes. */
  public static ByteBuffer udp4(String source, String destination, int port, int payload) {
    ByteBuffer header = ByteBuffer.allocateDirect(28);
    header.putShort((short) 0x4500).putShort((short) (28 + payload)).putInt(0);
    header.put((byte) 64).put((byte) UDP).putShort((short) 0);
    header.put(address(source)).put(address(destination));
    header.putShort(10, checksum(header.duplicate().flip()));
    header.putShort((short) 4000).putShort((short) port);
    header.putShort((short) (8 + payload)).putShort((short) 0);
    return header.flip();
  }

  /** RFC 1071 over all of {@code words}, an even number of bytes. */
  public static short checksum(ByteBuffer words) {
    int sum = 0;
    while (words.hasRemaining()) {
      sum += words.getShort() & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }

  private static byte[] address(String literal) {
    return Zone.Prefix.parse(literal).address().getAddress();
  }

  /** The address that {@code literal} writes out. */
  public static InetAddress inet(String literal) {
    return Zone.Prefix.parse(literal).address();
  }

  /** A packet in pieces. */
  public record Pieces(ByteBuffer header, List<ByteBuffer> payloads) implements OutgoingPacket {
    @Override
    public Zone zone() {
      throw new UnsupportedOperationException("a device knows its zone");
    }

    @Override
    public int payloadCount() {
      return payloads.size();
    }

    @Override
    public ByteBuffer payload(int index) {
      return payloads.get(index);
    }

    @Override
    public int length() {
      return header.remaining() + payloads.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    @Override
    public int segmentSize() {
      return 0;
    }
  }
}
