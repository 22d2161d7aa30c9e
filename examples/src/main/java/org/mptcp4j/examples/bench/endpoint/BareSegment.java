package org.mptcp4j.examples.bench.endpoint;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.Zone;

/**
 * A segment on its way out of a bare endpoint, over IPv4 (RFC 791): headers that are written anew
 * each time, and the same payload, up to a super-segment that the device cuts.
 */
final class BareSegment implements OutgoingPacket {
  static final int IP_BYTES = 20;
  static final int TCP_BYTES = 20;
  static final int TCP = 6;

  /** What a packet of 1500 bytes carries where timestamps are not used. */
  private static final int SEGMENT_BYTES = 1460;

  /** The largest super-segment. */
  static final int PAYLOAD_BYTES = 44 * SEGMENT_BYTES;

  /** MSS, and a window scale behind a no-operation: 16 MiB, as the engine's largest window. */
  private static final long SYN_OPTIONS = 0x020405b4_01030308L;

  private static final int SYN = 2;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int TTL = 64;

  private final ByteBuffer header = ByteBuffer.allocateDirect(IP_BYTES + TCP_BYTES + 8);
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
  private int source;
  private int destination;
  private int ports;
  private int payload;

  /** From now on segments go back to where {@code packet} came from. */
  void answerTo(ByteBuffer packet) {
    int at = packet.position();
    source = packet.getInt(at + 16);
    destination = packet.getInt(at + 12);
    ports = Integer.rotateLeft(packet.getInt(at + IP_BYTES), 16);
  }

  /** Sends one, with the whole window open. */
  void send(PacketDevice device, int flags, int sequence, int acknowledgment, int payloadBytes) {
    payload = payloadBytes;
    boolean syn = (flags & SYN) != 0;
    int tcpBytes = syn ? TCP_BYTES + 8 : TCP_BYTES;
    int length = IP_BYTES + tcpBytes + payload;
    header.clear().limit(IP_BYTES + tcpBytes);
    header.putInt(0x4500 << 16 | length).putInt(DO_NOT_FRAGMENT).putInt(TTL << 24 | TCP << 16);
    header.putInt(source).putInt(destination);
    header.putInt(ports).putInt(sequence).putInt(acknowledgment);
    header.putInt((tcpBytes / 4) << 28 | flags << 16 | 0xffff).putInt(0);
    if (syn) {
      header.putLong(SYN_OPTIONS);
    }
    header.flip();
    header.putShort(10, (short) ~sum(0, IP_BYTES, 0));
    int pseudo = TCP + tcpBytes + payload;
    // a device that cuts computes the rest of the checksum; a pure ACK leaves as it is
    int tcpSum = payload > 0 ? sum(12, IP_BYTES, pseudo) : ~sum(12, IP_BYTES + tcpBytes, pseudo);
    header.putShort(IP_BYTES + 16, (short) tcpSum);
    bytes.clear().limit(payload);
    device.send(this);
  }

  /** The one's complement sum (RFC 1071) of the header between two places, folded. */
  private int sum(int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i += 2) {
      sum += header.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (sum & 0xffff) + (sum >>> 16);
  }

  @Override
  public Zone zone() {
    throw new UnsupportedOperationException("there are no zones without an engine");
  }

  @Override
  public ByteBuffer header() {
    return header;
  }

  @Override
  public int payloadCount() {
    return payload > 0 ? 1 : 0;
  }

  @Override
  public ByteBuffer payload(int index) {
    return bytes;
  }

  @Override
  public int length() {
    return header.remaining() + payload;
  }

  @Override
  public int segmentSize() {
    // one that is not cut gets its checksum from the device as well
    return payload > 0 ? SEGMENT_BYTES : 0;
  }
}
