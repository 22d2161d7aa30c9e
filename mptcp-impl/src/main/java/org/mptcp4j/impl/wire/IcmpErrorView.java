package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketBuffer;

/**
 * A view of an ICMP or ICMPv6 error about a TCP segment, reused: RFC 792, RFC 1191, RFC 1812,
 * section 4.3, and RFC 4443, section 3.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |  v4: unused (16 bits), next-hop MTU (16 bits); v6: MTU (32)   |
 * +---------------------------------------------------------------+
 * |  As much of the packet as was sent back: IP header, 8 octets  |
 * |  of the TCP header at least                                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>What the getters give is valid until the next {@link #parse}, and only after {@link
 * ParseResult#ICMP_ERROR}. The quoted packet is one that we sent: its source is our side.
 */
public final class IcmpErrorView {
  private static final int HEADER = 8;

  /** Both ports and the sequence number: what RFC 792 makes a router quote of the transport. */
  private static final int QUOTED_TRANSPORT = 8;

  private final IpHeaderView ip = new IpHeaderView();
  private final IpHeaderView quoted = new IpHeaderView();
  private int type;
  private int code;
  private int mtu;
  private int quotedSourcePort;
  private int quotedDestinationPort;
  private int quotedSequence;
  private int quotedLength;

  /**
   * Looks at a packet and checks it: lengths, checksums of the IPv4 header and of ICMP.
   *
   * @return {@link ParseResult#ICMP_ERROR} for an error that quotes a TCP segment, {@link
   *     ParseResult#OTHER} for any other well-formed packet, or the fault
   */
  public ParseResult parse(PacketBuffer packet) {
    ByteBuffer buf = packet.bytes();
    ParseResult verdict = ip.parse(buf, buf.position(), buf.limit(), false);
    if (verdict != ParseResult.OTHER || !IcmpTypes.isError(ip, buf)) {
      return verdict;
    }
    if (ip.payloadLength < HEADER) {
      return ParseResult.MALFORMED;
    }
    // The pseudo header is ICMPv6's only: RFC 4443, section 2.3.
    long sum = Checksums.add(ip.v6 ? ip.pseudoHeader() : 0, buf, ip.payloadAt, ip.payloadLength);
    if (packet.checksum() != PacketBuffer.Checksum.TRUSTED && !Checksums.verifies(sum)) {
      return ParseResult.BAD_CHECKSUM;
    }
    readHeader(buf);
    return readQuote(buf);
  }

  private void readHeader(ByteBuffer buf) {
    type = buf.get(ip.payloadAt) & 0xFF;
    code = buf.get(ip.payloadAt + 1) & 0xFF;
    int field = buf.getInt(ip.payloadAt + 4);
    mtu = tooBig() ? Math.max(0, ip.v6 ? field : field & 0xFFFF) : 0;
  }

  private ParseResult readQuote(ByteBuffer buf) {
    int at = ip.payloadAt + HEADER;
    int end = ip.payloadAt + ip.payloadLength;
    ParseResult verdict = quoted.parse(buf, at, end, true);
    if (verdict == ParseResult.MALFORMED || quoted.v6 != ip.v6) {
      return ParseResult.MALFORMED;
    }
    if (verdict != ParseResult.OTHER || quoted.protocol != IpHeaderView.TCP) {
      return ParseResult.OTHER;
    }
    if (end - quoted.payloadAt < QUOTED_TRANSPORT) {
      return ParseResult.MALFORMED;
    }
    quotedSourcePort = buf.getShort(quoted.payloadAt) & 0xFFFF;
    quotedDestinationPort = buf.getShort(quoted.payloadAt + 2) & 0xFFFF;
    quotedSequence = buf.getInt(quoted.payloadAt + 4);
    quotedLength = quoted.payloadAt - at + quoted.payloadLength;
    return ParseResult.ICMP_ERROR;
  }

  /** Whether it is ICMPv6. */
  public boolean v6() {
    return ip.v6;
  }

  /** 0 to 255; see {@link IcmpTypes}. */
  public int type() {
    return type;
  }

  /** 0 to 255. */
  public int code() {
    return code;
  }

  /** The next hop's MTU in bytes where the error is about size, else 0; 0 also from old routers. */
  public int mtu() {
    return mtu;
  }

  /** Who sent the error. A new object. */
  public IpAddress source() {
    return ip.source();
  }

  /** To whom it was sent. A new object. */
  public IpAddress destination() {
    return ip.destination();
  }

  /** The source of the segment that could not be delivered. A new object. */
  public IpAddress quotedSource() {
    return quoted.source();
  }

  /** The destination of the segment that could not be delivered. A new object. */
  public IpAddress quotedDestination() {
    return quoted.destination();
  }

  public int quotedSourcePort() {
    return quotedSourcePort;
  }

  public int quotedDestinationPort() {
    return quotedDestinationPort;
  }

  /**
   * The sequence number of the segment that could not be delivered; RFC 5927, section 4, uses it.
   */
  public int quotedSequence() {
    return quotedSequence;
  }

  /** Bytes of the whole IP packet that could not be delivered, as its header said. */
  public int quotedLength() {
    return quotedLength;
  }

  /** Whether the error is that the packet was too big for the next hop. */
  public boolean tooBig() {
    return ip.v6
        ? type == IcmpTypes.V6_PACKET_TOO_BIG
        : type == IcmpTypes.V4_DESTINATION_UNREACHABLE && code == IcmpTypes.V4_FRAGMENTATION_NEEDED;
  }

  /**
   * The key of the connection that the error is about: the quoted source is local. A new object.
   */
  public FlowKey flowKey(int zone) {
    return new FlowKey(
        zone, quotedSource(), quotedSourcePort, quotedDestination(), quotedDestinationPort);
  }
}
