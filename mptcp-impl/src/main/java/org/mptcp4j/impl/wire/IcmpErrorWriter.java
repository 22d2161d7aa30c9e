package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;

/** Writes ICMP errors (RFC 792; RFC 1812, section 4.3.2) and ICMPv6 errors (RFC 4443). */
public final class IcmpErrorWriter {
  /**
   * "the ICMP datagram SHOULD contain as much [...] without [...] exceeding 576 bytes", RFC 1812.
   */
  public static final int V4_MAX_BYTES = 576;

  /** "without the error message packet exceeding the minimum IPv6 MTU", RFC 4443, section 2.4. */
  public static final int V6_MAX_BYTES = 1280;

  private static final int HEADER = 8;

  private IcmpErrorWriter() {}

  /**
   * Writes a whole IP packet at the position of {@code target}, which needs {@link #V4_MAX_BYTES}
   * or {@link #V6_MAX_BYTES} of room.
   *
   * @param source who complains
   * @param destination who is told, of the same family: the source of {@code offending}
   * @param type and {@code code}: see {@link IcmpTypes}
   * @param mtu the next hop's, for errors about size; 0 for others
   * @param offending the packet that is quoted, from position to limit; not changed
   * @return bytes written
   */
  public static int write(
      ByteBuffer target,
      IpAddress source,
      IpAddress destination,
      int type,
      int code,
      int mtu,
      ByteBuffer offending) {
    boolean v6 = source.v6();
    int start = target.position();
    int ipHeader = v6 ? IpHeaderView.V6_LENGTH : IpHeaderView.V4_LENGTH;
    int room = (v6 ? V6_MAX_BYTES : V4_MAX_BYTES) - ipHeader - HEADER;
    int quote = Math.min(room, offending.remaining());
    int length = HEADER + quote;
    int at = start + ipHeader;
    target.put(at, (byte) type).put(at + 1, (byte) code).putShort(at + 2, (short) 0);
    target.putInt(at + 4, mtu);
    target.put(at + HEADER, offending, offending.position(), quote);
    long sum = Checksums.add(0, target, at, length);
    if (v6) {
      sum += Checksums.pseudoHeader(source, destination, IpHeaderView.ICMPV6, length);
      PacketWriter.writeV6(target, start, source, destination, IpHeaderView.ICMPV6, 64, length);
    } else {
      int protocol = IpHeaderView.ICMP;
      int atomic = PacketWriter.ATOMIC;
      PacketWriter.writeV4(target, start, source, destination, protocol, 64, 0, atomic, length);
    }
    target.putShort(at + 2, (short) Checksums.finish(sum));
    target.position(at + length);
    return ipHeader + length;
  }
}
