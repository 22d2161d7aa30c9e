package org.mptcp4j.sim.packet;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts a TCP super-segment into packets as a device with segmentation offload does: each gets the
 * headers with all options, its own sequence number, lengths and checksums.
 */
public final class TcpSegmentation {
  private static final int FIN_AND_PSH = 0x09;
  private static final int CWR = 0x80;
  private static final int FLAGS = 13;
  private static final int CHECKSUM = 16;

  private final IpHeader header = new IpHeader();

  /**
   * Cuts {@code whole}, from position to limit.
   *
   * @param segmentSize payload bytes of each packet but the last, at least 1
   * @param out gets the packets in order
   * @throws IllegalArgumentException where {@code whole} is no TCP packet
   */
  public void cut(ByteBuffer whole, int segmentSize, Consumer<ByteBuffer> out) {
    if (!header.parse(whole) || header.protocol() != IpHeader.TCP) {
      throw new IllegalArgumentException("only TCP can be cut into segments");
    }
    int payload = header.tcpPayloadBytes();
    int headers = header.length() - payload;
    for (int offset = 0; offset < payload; offset += segmentSize) {
      int size = Math.min(segmentSize, payload - offset);
      ByteBuffer packet = ByteBuffer.allocate(headers + size);
      packet.put(whole.slice(whole.position(), headers));
      packet.put(whole.slice(whole.position() + headers + offset, size));
      fix(packet.flip(), offset, offset / segmentSize, offset + size == payload);
      out.accept(packet);
    }
  }

  private void fix(ByteBuffer packet, int offset, int index, boolean last) {
    int length = packet.remaining();
    int tcp = header.headerBytes();
    packet.putInt(tcp + 4, packet.getInt(tcp + 4) + offset);
    int flags = packet.get(tcp + FLAGS) & 0xff;
    flags &= last ? flags : ~FIN_AND_PSH;
    flags &= index == 0 ? flags : ~CWR;
    packet.put(tcp + FLAGS, (byte) flags);
    if (header.isV4()) {
      packet.putShort(2, (short) length);
      packet.putShort(4, (short) (packet.getShort(4) + index));
      packet.putShort(10, (short) 0);
      packet.putShort(10, InternetChecksum.finish(InternetChecksum.add(0, packet, 0, tcp)));
    } else {
      packet.putShort(4, (short) (length - tcp));
    }
    // RFC 9293, 3.1: the pseudo-header is the two addresses, the protocol and the TCP length.
    int addresses = header.isV4() ? 8 : 32;
    int firstAddress = header.isV4() ? 12 : 8;
    packet.putShort(tcp + CHECKSUM, (short) 0);
    long sum = InternetChecksum.add(0, packet, firstAddress, addresses);
    sum = InternetChecksum.add(sum + IpHeader.TCP + (length - tcp), packet, tcp, length - tcp);
    packet.putShort(tcp + CHECKSUM, InternetChecksum.finish(sum));
  }
}
