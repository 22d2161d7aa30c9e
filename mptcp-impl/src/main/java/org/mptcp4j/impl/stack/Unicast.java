package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * Which addresses one host can have: neither unspecified nor multicast nor broadcast (RFC 9293,
 * sections 3.9.1.1 and 3.9.2.3; RFC 1122, section 3.2.1.3).
 */
final class Unicast {
  private static final long V4_BROADCAST = 0xFFFF_FFFFL;
  private static final long V4_MULTICAST = 0xE;
  private static final long V6_MULTICAST = 0xFF;

  private Unicast() {}

  /** Whether a packet goes from one host to one host. */
  static boolean isBetweenHosts(SegmentView packet) {
    boolean v6 = packet.v6();
    return isUnicast(v6, packet.sourceHi(), packet.sourceLo())
        && isUnicast(v6, packet.destinationHi(), packet.destinationLo());
  }

  static boolean isUnicast(InetAddress address) {
    boolean broadcast = address.getHostAddress().equals("255.255.255.255");
    return !broadcast && !address.isMulticastAddress() && !address.isAnyLocalAddress();
  }

  private static boolean isUnicast(boolean v6, long hi, long lo) {
    if (v6) {
      return hi >>> 56 != V6_MULTICAST && (hi | lo) != 0;
    }
    long address = lo & 0xFFFF_FFFFL;
    return address != 0 && address != V4_BROADCAST && address >>> 28 != V4_MULTICAST;
  }
}
