package org.mptcp4j.examples.kernel;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Zone;

/**
 * The addresses of a case: on path {@code p} (1 to 9) the client has {@code 10.77.p.1} and {@code
 * fd77:p::1}, the server {@code 10.77.p.2} and {@code fd77:p::2}.
 */
final class Plan {
  static final int CLIENT = 1;
  static final int SERVER = 2;

  private Plan() {}

  static String address(int side, int path, Family family) {
    return family == Family.V6 ? "fd77:" + path + "::" + side : "10.77." + path + "." + side;
  }

  static InetSocketAddress socket(int side, int path, Family family, int port) {
    return new InetSocketAddress(Addresses.literal(address(side, path, family)), port);
  }

  static String prefix(int side, int path, Family family) {
    return address(side, path, family) + (family == Family.V6 ? "/64" : "/24");
  }

  /** The addresses of a path, with their prefixes. */
  static List<Zone.Prefix> prefixes(int side, int path, Set<Family> families) {
    return families.stream().map(family -> Zone.Prefix.parse(prefix(side, path, family))).toList();
  }

  /** The path of a packet's destination, 0 where it is none of the plan's. */
  static int pathOf(ByteBuffer packet) {
    int at = packet.position();
    if (packet.remaining() < 20) {
      return 0;
    }
    if (packet.get(at) >> 4 == 4) {
      return packet.get(at + 16) == 10 && packet.get(at + 17) == 77 ? packet.get(at + 18) : 0;
    }
    return packet.remaining() >= 40 && packet.getShort(at + 24) == (short) 0xfd77
        ? packet.get(at + 27)
        : 0;
  }

  /** Which addresses a case uses. */
  enum Family {
    V4,
    V6
  }
}
