package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;

/** Types and codes of ICMP (RFC 792, RFC 1812) and ICMPv6 errors (RFC 4443). */
public final class IcmpTypes {
  public static final int V4_DESTINATION_UNREACHABLE = 3;
  public static final int V4_TIME_EXCEEDED = 11;
  public static final int V4_PARAMETER_PROBLEM = 12;

  /** Code of {@link #V4_DESTINATION_UNREACHABLE}; the MTU comes with it, RFC 1191. */
  public static final int V4_FRAGMENTATION_NEEDED = 4;

  public static final int V6_DESTINATION_UNREACHABLE = 1;
  public static final int V6_PACKET_TOO_BIG = 2;
  public static final int V6_TIME_EXCEEDED = 3;
  public static final int V6_PARAMETER_PROBLEM = 4;

  private IcmpTypes() {}

  /** Whether {@code type} is an error message. Redirects and source quench are none. */
  public static boolean isError(boolean v6, int type) {
    return v6
        ? type >= V6_DESTINATION_UNREACHABLE && type <= V6_PARAMETER_PROBLEM
        : type == V4_DESTINATION_UNREACHABLE
            || type == V4_TIME_EXCEEDED
            || type == V4_PARAMETER_PROBLEM;
  }

  static boolean isError(IpHeaderView ip, ByteBuffer buf) {
    return ip.protocol == (ip.v6 ? IpHeaderView.ICMPV6 : IpHeaderView.ICMP)
        && ip.payloadLength >= 1
        && isError(ip.v6, buf.get(ip.payloadAt) & 0xFF);
  }
}
