package org.mptcp4j.sim;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.sim.packet.IcmpErrors;
import org.mptcp4j.sim.packet.IpHeader;

/**
 * A node that forwards packets as a kernel does: longest prefix, hop limit, ICMP errors (RFC 1812,
 * section 5.2; RFC 8200, section 3). A {@link SimHost} shows each packet to its engine first.
 */
public class SimNode {
  /** Why a node did not forward a packet. */
  public enum Drop {
    /** No route to the destination: ICMP host unreachable, ICMPv6 no route. */
    NO_ROUTE,
    /** Hop limit used up: ICMP time exceeded. */
    HOP_LIMIT,
    /** Larger than the next link's MTU: ICMP fragmentation needed, ICMPv6 packet too big. */
    TOO_BIG,
    /** To an address of this node, which nobody here takes. */
    LOCAL,
    /** No well-formed IP header. */
    MALFORMED
  }

  private final String name;
  private final List<Zone> zones;
  private final List<LinkEnd> ends;
  private final RouteTable routes;
  private final Map<Drop, Long> drops = new EnumMap<>(Drop.class);
  private final IpHeader header = new IpHeader();
  private final boolean silent;
  private long forwarded;

  SimNode(SimNodeBuilder builder) {
    name = builder.name();
    zones = builder.zones();
    ends = builder.ends();
    routes = builder.routes();
    silent = builder.isSilent();
    for (int i = 0; i < ends.size(); i++) {
      Zone zone = zones.get(i);
      ends.get(i).attach((packet, now) -> receive(zone, packet, now));
    }
  }

  /** Begins a node of that name, which is unique in its simulation. */
  public static SimNodeBuilder builder(Simulation simulation, String name) {
    return new SimNodeBuilder(simulation, name);
  }

  /** Unique in its simulation. */
  public String name() {
    return name;
  }

  /** The node's interfaces, in order of their index. */
  public List<Zone> zones() {
    return zones;
  }

  /**
   * The interface of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public Zone zone(String zoneName) {
    return zones.stream()
        .filter(zone -> zone.name().equals(zoneName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no interface " + zoneName));
  }

  /** Packets forwarded so far. */
  public long forwarded() {
    return forwarded;
  }

  /** Packets not forwarded for that reason so far. */
  public long drops(Drop why) {
    return drops.getOrDefault(why, 0L);
  }

  /** The end of the link at an interface. */
  LinkEnd end(Zone zone) {
    return ends.get(zone.index());
  }

  void receive(Zone zone, PacketBuffer packet, long nowNanos) {
    forward(zone, packet);
  }

  final void forward(Zone from, PacketBuffer packet) {
    if (!header.parse(packet.bytes())) {
      drop(Drop.MALFORMED);
      return;
    }
    InetAddress destination = header.destination();
    if (owns(destination)) {
      drop(Drop.LOCAL);
      return;
    }
    int to = routes.lookup(destination);
    if (to < 0) {
      refuse(Drop.NO_ROUTE, IcmpErrors.Kind.NO_ROUTE, from, 0);
    } else if (header.hopLimit() <= 1) {
      refuse(Drop.HOP_LIMIT, IcmpErrors.Kind.TIME_EXCEEDED, from, 0);
    } else if (header.length() > ends.get(to).mtu()) {
      refuse(Drop.TOO_BIG, IcmpErrors.Kind.TOO_BIG, from, ends.get(to).mtu());
    } else {
      header.decrementHopLimit();
      forwarded++;
      ends.get(to).send(packet.bytes());
    }
  }

  private boolean owns(InetAddress address) {
    for (Zone zone : zones) {
      if (zone.owns(address)) {
        return true;
      }
    }
    return false;
  }

  private void drop(Drop why) {
    drops.merge(why, 1L, Long::sum);
  }

  private void refuse(Drop why, IcmpErrors.Kind kind, Zone from, int mtu) {
    drop(why);
    InetAddress self = ownAddress(from, header.isV4());
    if (!silent && self != null && IcmpErrors.mayAnswer(header)) {
      ends.get(from.index()).send(IcmpErrors.build(kind, mtu, self, header));
    }
  }

  /** An address of that family: of the interface, else of the first that has one, else null. */
  private InetAddress ownAddress(Zone preferred, boolean v4) {
    InetAddress found = firstAddress(preferred, v4);
    for (int i = 0; found == null && i < zones.size(); i++) {
      found = firstAddress(zones.get(i), v4);
    }
    return found;
  }

  private static InetAddress firstAddress(Zone zone, boolean v4) {
    for (Zone.Prefix prefix : zone.addresses()) {
      if (prefix.address() instanceof Inet4Address == v4) {
        return prefix.address();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return name;
  }
}
