package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.wire.option.OptionWriter;

/**
 * Writes the IP and TCP header of one packet: RFC 791, RFC 8200, section 3, RFC 9293, section 3.1.
 * A reused object; nothing is allocated.
 *
 * <p>Use: set the fields, {@link #begin} to skip to where options stand, write the options, {@link
 * #end}. All fields keep their values for the next packet.
 */
public final class PacketWriter {
  /** The customary initial TTL, RFC 1700. */
  public static final int DEFAULT_HOP_LIMIT = 64;

  private static final int TCP_HEADER = 20;
  private static final int CHECKSUM_AT = 16;

  /** DF, and no identification: "atomic datagrams" need none (RFC 6864, section 4.1). */
  static final int ATOMIC = 0x4000;

  private IpAddress source;
  private IpAddress destination;
  private int sourcePort;
  private int destinationPort;
  private int trafficClass;
  private int hopLimit = DEFAULT_HOP_LIMIT;
  private int flowLabel;
  private int sequence;
  private int acknowledgment;
  private int flags;
  private int window;
  private int urgentPointer;
  private boolean fragmentable;
  private int identification;
  private int start;

  /**
   * Sets the source.
   *
   * @param address where the packet comes from
   * @param port 0 to 65,535
   */
  public PacketWriter from(IpAddress address, int port) {
    source = address;
    sourcePort = port;
    return this;
  }

  /**
   * Sets the destination.
   *
   * @param address where the packet goes to, of the same family as its source
   * @param port 0 to 65,535
   */
  public PacketWriter to(IpAddress address, int port) {
    destination = address;
    destinationPort = port;
    return this;
  }

  /** DSCP and ECN, 8 bits. */
  public PacketWriter trafficClass(int value) {
    trafficClass = value;
    return this;
  }

  /** TTL or hop limit, 1 to 255. */
  public PacketWriter hopLimit(int value) {
    hopLimit = value;
    return this;
  }

  /** The flow label of IPv6, 20 bits; RFC 6437. IPv4 does without. */
  public PacketWriter flowLabel(int value) {
    flowLabel = value;
    return this;
  }

  /** SEG.SEQ. */
  public PacketWriter sequence(int value) {
    sequence = value;
    return this;
  }

  /** SEG.ACK; written as 0 where the flags lack ACK. */
  public PacketWriter acknowledgment(int value) {
    acknowledgment = value;
    return this;
  }

  /** The bits of {@link TcpFlags}. */
  public PacketWriter flags(int value) {
    flags = value;
    return this;
  }

  /** The raw 16 bits, already scaled. */
  public PacketWriter window(int value) {
    window = value;
    return this;
  }

  /** Written as 0 where the flags lack URG. */
  public PacketWriter urgentPointer(int value) {
    urgentPointer = value;
    return this;
  }

  /**
   * Whether routers may cut the packet (IPv4). It then has an identification that no other of this
   * writer has for a while (RFC 6864, section 4.2).
   */
  public PacketWriter fragmentable(boolean value) {
    fragmentable = value;
    return this;
  }

  /** Bytes of an IP and a TCP header without options. */
  public static int headerLength(boolean v6) {
    return ipHeaderLength(v6) + TCP_HEADER;
  }

  private static int ipHeaderLength(boolean v6) {
    return v6 ? IpHeaderView.V6_LENGTH : IpHeaderView.V4_LENGTH;
  }

  /** Skips the room for the headers: now the caller writes options at the position. */
  public void begin(ByteBuffer target) {
    start = target.position();
    target.position(start + headerLength(source.v6()));
  }

  /**
   * Pads the options, writes both headers with all checksums, and leaves the position behind the
   * options, where the payload belongs.
   *
   * @param payloadLength bytes of payload, wherever they are
   * @param payloadSum their sum as {@link Checksums#add} has it
   */
  public void end(ByteBuffer target, int payloadLength, long payloadSum) {
    int at = writeHeaders(target, payloadLength);
    int headerLength = target.position() - at;
    long sum =
        pseudoHeader(headerLength + payloadLength)
            + Checksums.add(0, target, at, headerLength)
            + Checksums.fold(payloadSum);
    target.putShort(at + CHECKSUM_AT, (short) Checksums.finish(sum));
  }

  /**
   * Like {@link #end}, but the TCP checksum field takes the sum of the pseudo header only, not
   * inverted: what checksum offload starts from.
   */
  public void endForOffload(ByteBuffer target, int payloadLength) {
    int at = writeHeaders(target, payloadLength);
    long sum = pseudoHeader(target.position() - at + payloadLength);
    target.putShort(at + CHECKSUM_AT, (short) Checksums.fold(sum));
  }

  private long pseudoHeader(int length) {
    return Checksums.pseudoHeader(source, destination, IpHeaderView.TCP, length);
  }

  private int writeHeaders(ByteBuffer target, int payloadLength) {
    int at = start + ipHeaderLength(source.v6());
    OptionWriter.pad(target, at);
    int tcpHeader = target.position() - at;
    if (source.v6()) {
      writeV6(target, tcpHeader + payloadLength);
    } else {
      writeV4(target, tcpHeader + payloadLength);
    }
    writeTcp(target, at, tcpHeader);
    return at;
  }

  private void writeV4(ByteBuffer target, int length) {
    int fragment = fragmentable ? ++identification << 16 : ATOMIC;
    int protocol = IpHeaderView.TCP;
    int traffic = trafficClass;
    writeV4(target, start, source, destination, protocol, hopLimit, traffic, fragment, length);
  }

  private void writeV6(ByteBuffer target, int length) {
    writeV6(target, start, source, destination, IpHeaderView.TCP, hopLimit, length);
    target.putInt(start, (6 << 28) | ((trafficClass & 0xFF) << 20) | (flowLabel & 0xFFFFF));
  }

  /**
   * An IPv4 header.
   *
   * @param fragment identification, flags and offset, such as {@link #ATOMIC}
   */
  static void writeV4(
      ByteBuffer target,
      int at,
      IpAddress source,
      IpAddress destination,
      int protocol,
      int hopLimit,
      int trafficClass,
      int fragment,
      int payloadLength) {
    target.putShort(at, (short) (0x4500 | (trafficClass & 0xFF)));
    target.putShort(at + 2, (short) (IpHeaderView.V4_LENGTH + payloadLength));
    target.putInt(at + 4, fragment);
    target.putShort(at + 8, (short) (hopLimit << 8 | protocol));
    target.putShort(at + 10, (short) 0);
    target.putInt(at + 12, (int) source.lo());
    target.putInt(at + 16, (int) destination.lo());
    long sum = Checksums.add(0, target, at, IpHeaderView.V4_LENGTH);
    target.putShort(at + 10, (short) Checksums.finish(sum));
  }

  /** An IPv6 header with traffic class and flow label 0. */
  static void writeV6(
      ByteBuffer target,
      int at,
      IpAddress source,
      IpAddress destination,
      int protocol,
      int hopLimit,
      int payloadLength) {
    target.putInt(at, 6 << 28);
    target.putShort(at + 4, (short) payloadLength);
    target.putShort(at + 6, (short) ((protocol << 8) | (hopLimit & 0xFF)));
    target.putLong(at + 8, source.hi());
    target.putLong(at + 16, source.lo());
    target.putLong(at + 24, destination.hi());
    target.putLong(at + 32, destination.lo());
  }

  private void writeTcp(ByteBuffer target, int at, int headerLength) {
    target.putShort(at, (short) sourcePort);
    target.putShort(at + 2, (short) destinationPort);
    target.putInt(at + 4, sequence);
    target.putInt(at + 8, (flags & TcpFlags.ACK) != 0 ? acknowledgment : 0);
    target.putShort(at + 12, (short) ((headerLength << 10) | (flags & 0xFF)));
    target.putShort(at + 14, (short) window);
    target.putShort(at + CHECKSUM_AT, (short) 0);
    target.putShort(at + 18, (short) ((flags & TcpFlags.URG) != 0 ? urgentPointer : 0));
  }
}
