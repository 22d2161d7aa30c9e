package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Tap;

/** Notes who speaks to whom on a link: the TCP flows, and which SYNs offer Multipath TCP. */
final class FlowTap implements Tap {
  private static final int TCP = 6;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int MPTCP_OPTION = 30;

  /** {@code source > destination} of each TCP packet, with ports. */
  final Set<String> flows = new TreeSet<>();

  /** The sources of SYNs without and with an MPTCP option. */
  final Set<String> plainSyns = new TreeSet<>();

  final Set<String> multipathSyns = new TreeSet<>();
  long firstSynNanos = -1;
  long firstSynAckNanos = -1;

  @Override
  public void onSent(Link link, Direction direction, ByteBuffer packet, long nowNanos) {
    boolean v4 = packet.get(0) >>> 4 == 4;
    int header = v4 ? (packet.get(0) & 0xf) * 4 : 40;
    if ((v4 ? packet.get(9) : packet.get(6)) != TCP) {
      return;
    }
    int length = v4 ? 4 : 16;
    int addresses = v4 ? 12 : 8;
    String source = address(packet, addresses, length) + ":" + port(packet, header);
    String destination =
        address(packet, addresses + length, length) + ":" + port(packet, header + 2);
    flows.add(source + " > " + destination);
    int flags = packet.get(header + 13);
    if ((flags & (SYN | ACK)) == SYN) {
      firstSynNanos = firstSynNanos < 0 ? nowNanos : firstSynNanos;
      (offersMultipath(packet, header) ? multipathSyns : plainSyns).add(source);
    } else if ((flags & (SYN | ACK)) == (SYN | ACK) && firstSynAckNanos < 0) {
      firstSynAckNanos = nowNanos;
    }
  }

  private static boolean offersMultipath(ByteBuffer packet, int tcp) {
    int end = tcp + (packet.get(tcp + 12) >> 4 & 0xf) * 4;
    int at = tcp + 20;
    while (at < end && packet.get(at) != 0) {
      if (packet.get(at) == MPTCP_OPTION) {
        return true;
      }
      at += packet.get(at) == 1 ? 1 : packet.get(at + 1);
    }
    return false;
  }

  private static String address(ByteBuffer packet, int at, int length) {
    byte[] bytes = new byte[length];
    packet.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int port(ByteBuffer packet, int at) {
    return packet.getShort(at) & 0xffff;
  }
}
