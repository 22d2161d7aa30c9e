package org.mptcp4j.sim.middlebox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.sim.packet.InternetChecksum;
import org.mptcp4j.sim.packet.IpHeader;

/**
 * A TCP segment in its IP packet (RFC 9293, section 3.1), to read and to change. {@link #toPacket}
 * makes lengths and checksums right again.
 */
public final class TcpSegment {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;

  private static final int FIXED_BYTES = 20;
  private static final int MOST_OPTION_BYTES = 40;

  private final boolean v4;
  private final ByteBuffer ip;
  private final ByteBuffer fixed;
  private final List<TcpOption> options = new ArrayList<>();
  private byte[] payload;

  private TcpSegment(boolean v4, ByteBuffer ip, ByteBuffer fixed) {
    this.v4 = v4;
    this.ip = ip;
    this.fixed = fixed;
  }

  /** Reads a packet from position to limit; empty where it is no whole, well-formed segment. */
  public static Optional<TcpSegment> parse(ByteBuffer packet) {
    IpHeader header = new IpHeader();
    if (!header.parse(packet) || header.protocol() != IpHeader.TCP || header.isLaterFragment()) {
      return Optional.empty();
    }
    int start = packet.position();
    int tcp = start + header.headerBytes();
    int length = header.length() - header.headerBytes();
    int headerBytes = length < FIXED_BYTES ? 0 : ((packet.get(tcp + 12) >>> 4) & 0xf) * 4;
    if (headerBytes < FIXED_BYTES || headerBytes > length) {
      return Optional.empty();
    }
    TcpSegment segment =
        new TcpSegment(
            header.isV4(),
            copy(packet, start, header.headerBytes()),
            copy(packet, tcp, FIXED_BYTES));
    segment.payload = copy(packet, tcp + headerBytes, length - headerBytes).array();
    boolean read = segment.readOptions(packet, tcp + FIXED_BYTES, tcp + headerBytes);
    return read ? Optional.of(segment) : Optional.empty();
  }

  private static ByteBuffer copy(ByteBuffer from, int at, int length) {
    byte[] copy = new byte[length];
    from.get(at, copy);
    return ByteBuffer.wrap(copy);
  }

  private boolean readOptions(ByteBuffer packet, int from, int end) {
    int at = from;
    while (at < end && packet.get(at) != 0) {
      boolean single = packet.get(at) == TcpOption.NO_OPERATION;
      int length = single ? 1 : at + 1 < end ? packet.get(at + 1) & 0xff : 0;
      if (length < (single ? 1 : 2) || at + length > end) {
        return false;
      }
      options.add(TcpOption.copyOf(packet, at, length));
      at += length;
    }
    return true;
  }

  /** Another segment that is equal. */
  public TcpSegment copy() {
    TcpSegment copy =
        new TcpSegment(v4, copy(ip, 0, ip.capacity()), copy(fixed, 0, fixed.capacity()));
    copy.options.addAll(options);
    copy.payload = payload;
    return copy;
  }

  /** The packet: from position 0 to its limit, with right lengths and checksums. */
  public ByteBuffer toPacket() {
    int optionBytes = (optionBytes() + 3) & ~3;
    int tcpBytes = FIXED_BYTES + optionBytes + payload.length;
    ByteBuffer packet = ByteBuffer.allocate(ip.capacity() + tcpBytes);
    packet.put(ip.duplicate().clear());
    packet.put(fixed.duplicate().clear());
    for (TcpOption option : options) {
      packet.put(option.bytes());
    }
    int tcp = ip.capacity();
    packet.position(tcp + FIXED_BYTES + optionBytes);
    packet.put(payload).flip();
    int offset = ((FIXED_BYTES + optionBytes) / 4) << 4;
    packet.put(tcp + 12, (byte) (offset | (packet.get(tcp + 12) & 0xf)));
    setLengthAndChecksums(packet, tcp, tcpBytes);
    return packet;
  }

  private void setLengthAndChecksums(ByteBuffer packet, int tcp, int tcpBytes) {
    if (v4) {
      packet.putShort(2, (short) (tcp + tcpBytes)).putShort(10, (short) 0);
      packet.putShort(10, InternetChecksum.finish(InternetChecksum.add(0, packet, 0, tcp)));
    } else {
      packet.putShort(4, (short) tcpBytes);
    }
    packet.putShort(tcp + 16, (short) 0);
    // RFC 9293, 3.1: the pseudo-header is the two addresses, the protocol and the TCP length.
    long sum = InternetChecksum.add(0, packet, sourceOffset(), 2 * addressBytes());
    sum = InternetChecksum.add(sum + IpHeader.TCP + tcpBytes, packet, tcp, tcpBytes);
    packet.putShort(tcp + 16, InternetChecksum.finish(sum));
  }

  private int sourceOffset() {
    return v4 ? 12 : 8;
  }

  private int addressBytes() {
    return v4 ? 4 : 16;
  }

  // addresses

  public InetSocketAddress source() {
    return address(sourceOffset(), 0);
  }

  public InetSocketAddress destination() {
    return address(sourceOffset() + addressBytes(), 2);
  }

  private InetSocketAddress address(int at, int portAt) {
    byte[] bytes = new byte[addressBytes()];
    ip.get(at, bytes);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes), fixed.getShort(portAt) & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sets the source.
   *
   * @param value of the same family
   */
  public TcpSegment source(InetSocketAddress value) {
    return address(sourceOffset(), 0, value);
  }

  /**
   * Sets the destination.
   *
   * @param value of the same family
   */
  public TcpSegment destination(InetSocketAddress value) {
    return address(sourceOffset() + addressBytes(), 2, value);
  }

  private TcpSegment address(int at, int portAt, InetSocketAddress value) {
    byte[] address = value.getAddress().getAddress();
    if (address.length != addressBytes()) {
      throw new IllegalArgumentException(value + " is of the other family");
    }
    ip.put(at, address);
    fixed.putShort(portAt, (short) value.getPort());
    return this;
  }

  // the header's fields

  public int sequence() {
    return fixed.getInt(4);
  }

  public TcpSegment sequence(int value) {
    fixed.putInt(4, value);
    return this;
  }

  public int acknowledgment() {
    return fixed.getInt(8);
  }

  public TcpSegment acknowledgment(int value) {
    fixed.putInt(8, value);
    return this;
  }

  /** Whether all of these flags are set. */
  public boolean has(int flags) {
    return (fixed.get(13) & flags) == flags;
  }

  public int flags() {
    return fixed.get(13) & 0xff;
  }

  public TcpSegment flags(int value) {
    fixed.put(13, (byte) value);
    return this;
  }

  /** As it is in the header: not scaled. */
  public int window() {
    return fixed.getShort(14) & 0xffff;
  }

  public TcpSegment window(int value) {
    fixed.putShort(14, (short) value);
    return this;
  }

  public int urgentPointer() {
    return fixed.getShort(18) & 0xffff;
  }

  public TcpSegment urgentPointer(int value) {
    fixed.putShort(18, (short) value);
    return this;
  }

  /** The ECN field of the IP header (RFC 3168, section 5). */
  public int ecn() {
    return (ip.getShort(0) >>> (v4 ? 0 : 4)) & 3;
  }

  public TcpSegment ecn(int value) {
    int shift = v4 ? 0 : 4;
    ip.putShort(0, (short) ((ip.getShort(0) & ~(3 << shift)) | (value << shift)));
    return this;
  }

  // options and payload

  /** All options in their order, with those of kind 1 that align them. */
  public List<TcpOption> options() {
    return List.copyOf(options);
  }

  /**
   * Replaces all options; the end is padded.
   *
   * @throws IllegalArgumentException where they take more than 40 bytes
   */
  public TcpSegment options(List<TcpOption> value) {
    List<TcpOption> copy = List.copyOf(value);
    options.clear();
    options.addAll(copy);
    if (optionBytes() > MOST_OPTION_BYTES) {
      throw new IllegalArgumentException("options of " + optionBytes() + " bytes");
    }
    return this;
  }

  private int optionBytes() {
    return options.stream().mapToInt(TcpOption::length).sum();
  }

  /** The first option of that kind. */
  public Optional<TcpOption> option(int kind) {
    return options.stream().filter(option -> option.kind() == kind).findFirst();
  }

  public boolean hasMptcp() {
    return option(TcpOption.MPTCP).isPresent();
  }

  /** A copy. */
  public byte[] payload() {
    return payload.clone();
  }

  public int payloadBytes() {
    return payload.length;
  }

  public TcpSegment payload(byte[] value) {
    payload = value.clone();
    return this;
  }

  /** Payload, SYN and FIN: what it takes of the sequence space (SEG.LEN). */
  public int sequenceLength() {
    return payload.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
  }

  /** Of the whole packet. */
  public int packetBytes() {
    return ip.capacity() + FIXED_BYTES + ((optionBytes() + 3) & ~3) + payload.length;
  }

  @Override
  public String toString() {
    return "%s > %s flags %02x seq %d ack %d, %d bytes, %s"
        .formatted(
            source(),
            destination(),
            flags(),
            sequence(),
            acknowledgment(),
            payload.length,
            options);
  }
}
