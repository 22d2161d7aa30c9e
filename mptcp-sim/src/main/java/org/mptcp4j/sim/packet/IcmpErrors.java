package org.mptcp4j.sim.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The ICMP (RFC 792, RFC 1191) and ICMPv6 (RFC 4443) errors that a router sends. */
public final class IcmpErrors {
  /** What is wrong with a packet. */
  public enum Kind {
    /** Host unreachable; ICMPv6: no route to destination. */
    NO_ROUTE(3, 1, 1, 0),
    /** Time to live exceeded in transit; ICMPv6: hop limit exceeded. */
    TIME_EXCEEDED(11, 0, 3, 0),
    /** Fragmentation needed; ICMPv6: packet too big. */
    TOO_BIG(3, 4, 2, 0);

    private final int type4;
    private final int code4;
    private final int type6;
    private final int code6;

    Kind(int type4, int code4, int type6, int code6) {
      this.type4 = type4;
      this.code4 = code4;
      this.type6 = type6;
      this.code6 = code6;
    }
  }

  private static final int ICMP_BYTES = 8;
  private static final int HOP_LIMIT = 64;

  /** RFC 1812, 4.3.2.3: "the ICMP datagram ... MUST NOT exceed 576 bytes". */
  private static final int MOST_BYTES_V4 = 576;

  /** RFC 4443, 2.4 (c): as much as fits "the minimum IPv6 MTU". */
  private static final int MOST_BYTES_V6 = 1280;

  private IcmpErrors() {}

  /**
   * Whether a packet may be answered with an error. RFC 1122, 3.2.2: not one that is an ICMP error
   * itself, a later fragment, or sent to a multicast address.
   */
  public static boolean mayAnswer(IpHeader header) {
    if (header.isLaterFragment()
        || header.destination().isMulticastAddress()
        || header.source().isMulticastAddress()
        || header.source().isAnyLocalAddress()) {
      return false;
    }
    int type = header.payloadByte(0);
    return switch (header.protocol()) {
      case IpHeader.ICMP -> type == 0 || type == 8;
      case IpHeader.ICMPV6 -> type >= 128;
      default -> true;
    };
  }

  /**
   * An error packet.
   *
   * @param mtu of the next link in bytes, for {@link Kind#TOO_BIG}
   * @param self who reports it, of the packet's family
   * @param about the packet it is about
   */
  public static ByteBuffer build(Kind kind, int mtu, InetAddress self, IpHeader about) {
    return about.isV4() ? v4(kind, mtu, self, about) : v6(kind, mtu, self, about);
  }

  private static ByteBuffer v4(Kind kind, int mtu, InetAddress self, IpHeader about) {
    ByteBuffer quoted = about.beginning(MOST_BYTES_V4 - 20 - ICMP_BYTES);
    int length = 20 + ICMP_BYTES + quoted.remaining();
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put((byte) 0x45).put((byte) 0xc0).putShort((short) length).putInt(0);
    out.put((byte) HOP_LIMIT).put((byte) IpHeader.ICMP).putShort((short) 0);
    out.put(self.getAddress()).put(about.source().getAddress());
    out.putShort(10, InternetChecksum.finish(InternetChecksum.add(0, out, 0, 20)));
    out.put((byte) kind.type4).put((byte) kind.code4).putInt(0).putShort((short) mtu);
    out.put(quoted);
    long sum = InternetChecksum.add(0, out, 20, length - 20);
    out.putShort(22, InternetChecksum.finish(sum));
    return out.flip();
  }

  private static ByteBuffer v6(Kind kind, int mtu, InetAddress self, IpHeader about) {
    ByteBuffer quoted = about.beginning(MOST_BYTES_V6 - 40 - ICMP_BYTES);
    int payload = ICMP_BYTES + quoted.remaining();
    ByteBuffer out = ByteBuffer.allocate(40 + payload);
    out.putInt(0x60000000).putShort((short) payload);
    out.put((byte) IpHeader.ICMPV6).put((byte) HOP_LIMIT);
    out.put(self.getAddress()).put(about.source().getAddress());
    out.put((byte) kind.type6).put((byte) kind.code6).putShort((short) 0).putInt(mtu);
    out.put(quoted);
    // RFC 8200, 8.1: the pseudo-header is the two addresses, the length and the next header.
    long sum = InternetChecksum.add(0, out, 8, 32) + payload + IpHeader.ICMPV6;
    sum = InternetChecksum.add(sum, out, 40, payload);
    out.putShort(42, InternetChecksum.finish(sum));
    return out.flip();
  }
}
