package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketBuffer;

/**
 * A view of a packet with a TCP segment, reused for each packet; it allocates nothing. RFC 9293,
 * section 3.1.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * |                    Acknowledgment Number                      |
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * |  Data |       |C|E|U|A|P|R|S|F|                               |
 * | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 * |       |       |R|E|G|K|H|T|N|N|                               |
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * |           Checksum            |         Urgent Pointer        |
 * +-------------------------------+-------------------------------+
 * |                           [Options]                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The packet is not changed, its position and limit included. What the getters give is valid
 * until the next {@link #parse}, and only after {@link ParseResult#TCP}; the IP header's fields
 * also after {@link ParseResult#ICMP_ERROR}, {@link ParseResult#OTHER} and {@link
 * ParseResult#FRAGMENT}.
 */
public final class SegmentView {
  private static final int MIN_HEADER = 20;

  private final IpHeaderView ip = new IpHeaderView();
  private final ReceivedOptions options = new ReceivedOptions();
  private PacketBuffer packet;
  private int sourcePort;
  private int destinationPort;
  private int sequence;
  private int acknowledgment;
  private int flags;
  private int window;
  private int urgentPointer;
  private int payloadOffset;
  private int payloadLength;

  /**
   * Looks at a packet and checks it: lengths, header checksum of IPv4, data offset, the TCP
   * checksum unless the device vouches for it, lengths of options.
   *
   * @param received an IP packet between position and limit; bytes behind the length that its
   *     header gives are padding
   */
  public ParseResult parse(PacketBuffer received) {
    packet = received;
    options.clear();
    ByteBuffer buf = received.bytes();
    ParseResult verdict = ip.parse(buf, buf.position(), buf.limit(), false);
    if (verdict != ParseResult.OTHER) {
      return verdict;
    }
    return switch (ip.protocol) {
      case IpHeaderView.TCP -> parseTcp(buf);
      case IpHeaderView.ICMP, IpHeaderView.ICMPV6 ->
          IcmpTypes.isError(ip, buf) ? ParseResult.ICMP_ERROR : ParseResult.OTHER;
      default -> ParseResult.OTHER;
    };
  }

  private ParseResult parseTcp(ByteBuffer buf) {
    int at = ip.payloadAt;
    int length = ip.payloadLength;
    if (length < MIN_HEADER) {
      return ParseResult.MALFORMED;
    }
    int headerLength = (buf.get(at + 12) >> 4 & 0x0F) * 4;
    if (headerLength < MIN_HEADER || headerLength > length) {
      return ParseResult.MALFORMED;
    }
    if (packet.checksum() != PacketBuffer.Checksum.TRUSTED
        && !Checksums.verifies(ip.pseudoHeader() + Checksums.add(0, buf, at, length))) {
      return ParseResult.BAD_CHECKSUM;
    }
    sourcePort = buf.getShort(at) & 0xFFFF;
    destinationPort = buf.getShort(at + 2) & 0xFFFF;
    sequence = buf.getInt(at + 4);
    acknowledgment = buf.getInt(at + 8);
    flags = buf.get(at + 13) & 0xFF;
    window = buf.getShort(at + 14) & 0xFFFF;
    urgentPointer = buf.getShort(at + 18) & 0xFFFF;
    payloadOffset = at + headerLength;
    payloadLength = length - headerLength;
    return options.read(buf, at + MIN_HEADER, payloadOffset)
        ? ParseResult.TCP
        : ParseResult.MALFORMED;
  }

  /** 4 or 6. */
  public int ipVersion() {
    return ip.v6 ? 6 : 4;
  }

  public boolean v6() {
    return ip.v6;
  }

  /** The upper 64 bits of an IPv6 address; 0 for IPv4. */
  public long sourceHi() {
    return ip.sourceHi;
  }

  /** The lower 64 bits of an IPv6 address; an IPv4 address in the lower 32. */
  public long sourceLo() {
    return ip.sourceLo;
  }

  /** The upper 64 bits of an IPv6 address; 0 for IPv4. */
  public long destinationHi() {
    return ip.destinationHi;
  }

  /** The lower 64 bits of an IPv6 address; an IPv4 address in the lower 32. */
  public long destinationLo() {
    return ip.destinationLo;
  }

  /** A new object: not for the hot path. */
  public IpAddress source() {
    return ip.source();
  }

  /** A new object: not for the hot path. */
  public IpAddress destination() {
    return ip.destination();
  }

  /** The key of the connection that a packet to us belongs to. A new object. */
  public FlowKey flowKey(int zone) {
    return new FlowKey(zone, destination(), destinationPort, source(), sourcePort);
  }

  /** The IP protocol behind all extension headers. */
  public int protocol() {
    return ip.protocol;
  }

  /** DSCP and ECN, 8 bits. */
  public int trafficClass() {
    return ip.trafficClass;
  }

  /** TTL of IPv4, hop limit of IPv6. */
  public int hopLimit() {
    return ip.hopLimit;
  }

  public int sourcePort() {
    return sourcePort;
  }

  public int destinationPort() {
    return destinationPort;
  }

  /** SEG.SEQ. */
  public int sequence() {
    return sequence;
  }

  /** SEG.ACK; meaningful with {@link #ack}. */
  public int acknowledgment() {
    return acknowledgment;
  }

  /** The bits of {@link TcpFlags}. */
  public int flags() {
    return flags;
  }

  public boolean fin() {
    return (flags & TcpFlags.FIN) != 0;
  }

  public boolean syn() {
    return (flags & TcpFlags.SYN) != 0;
  }

  public boolean rst() {
    return (flags & TcpFlags.RST) != 0;
  }

  public boolean psh() {
    return (flags & TcpFlags.PSH) != 0;
  }

  public boolean ack() {
    return (flags & TcpFlags.ACK) != 0;
  }

  public boolean urg() {
    return (flags & TcpFlags.URG) != 0;
  }

  /** The raw 16 bits, not scaled. */
  public int window() {
    return window;
  }

  public int urgentPointer() {
    return urgentPointer;
  }

  /** The packet that was parsed last. */
  public PacketBuffer packet() {
    return packet;
  }

  /** Absolute index of the payload's first byte in {@code packet().bytes()}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of payload; SYN and FIN don't count. */
  public int payloadLength() {
    return payloadLength;
  }

  /** What the segment takes of the sequence space, SEG.LEN: payload, SYN and FIN. */
  public int sequenceLength() {
    return payloadLength + (syn() ? 1 : 0) + (fin() ? 1 : 0);
  }

  /** The segment's options; reused like this view. */
  public ReceivedOptions options() {
    return options;
  }
}
