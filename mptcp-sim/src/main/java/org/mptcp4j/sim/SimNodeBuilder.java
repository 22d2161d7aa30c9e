package org.mptcp4j.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.Zone;

/**
 * Puts a node together: its interfaces, each at an end of a link, and its routes. The prefix of
 * each interface's address is a route of its own.
 *
 * <p>An interface is called as its link is. Methods throw {@link IllegalArgumentException} where an
 * address, prefix or name is bad.
 */
public final class SimNodeBuilder {
  private static final int LARGEST_SUPER_SEGMENT = 65_535;

  private final Simulation simulation;
  private final String name;
  private final List<Zone> zones = new ArrayList<>();
  private final List<LinkEnd> ends = new ArrayList<>();
  private final RouteTable routes = new RouteTable();
  private boolean offload;
  private boolean silent;
  private long memoryBytes;

  SimNodeBuilder(Simulation simulation, String name) {
    this.simulation = Objects.requireNonNull(simulation, "simulation");
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * An interface for the node's own addresses.
   *
   * @param prefixes its addresses, such as {@code 10.0.1.2/24}, of any family
   */
  public SimNodeBuilder attach(LinkEnd end, String... prefixes) {
    return attach(end, false, prefixes);
  }

  /**
   * An interface whose packets to foreign addresses may be intercepted; else as {@link #attach}.
   */
  public SimNodeBuilder attachTransparent(LinkEnd end, String... prefixes) {
    return attach(end, true, prefixes);
  }

  private SimNodeBuilder attach(LinkEnd end, boolean transparent, String... prefixes) {
    List<Zone.Prefix> addresses = new ArrayList<>();
    for (String text : prefixes) {
      Zone.Prefix prefix = Zone.Prefix.parse(text);
      addresses.add(prefix);
      routes.add(prefix, zones.size());
    }
    int mtu = end.mtu();
    int most = offload ? LARGEST_SUPER_SEGMENT : mtu;
    zones.add(new Zone(zones.size(), end.link().name(), mtu, most, addresses, transparent));
    ends.add(end);
    return this;
  }

  /**
   * Interfaces attached from now on have segmentation offload: a host's engine may send packets of
   * up to 65,535 bytes there, which the interface cuts.
   */
  public SimNodeBuilder segmentationOffload() {
    offload = true;
    return this;
  }

  /**
   * A static route, as in {@code route("0.0.0.0/0", "dsl")}.
   *
   * @param prefix the destinations
   * @param link the name of an attached link, by which they are reached
   */
  public SimNodeBuilder route(String prefix, String link) {
    for (Zone zone : zones) {
      if (zone.name().equals(link)) {
        routes.add(Zone.Prefix.parse(prefix), zone.index());
        return this;
      }
    }
    throw new IllegalArgumentException(name + " has no interface " + link);
  }

  /**
   * The node sends no ICMP errors: what it can't forward vanishes. With a link of a smaller MTU
   * this is a black hole to path MTU discovery (RFC 2923, section 2.1).
   */
  public SimNodeBuilder silent() {
    silent = true;
    return this;
  }

  /** A host's engine keeps payload in so many bytes of buffers at most; by default as is usual. */
  public SimNodeBuilder memory(long bytes) {
    memoryBytes = bytes;
    return this;
  }

  /** A plain router. */
  public SimNode router() {
    return new SimNode(this);
  }

  /**
   * A node with an engine, from the first provider found. Its zones are the interfaces.
   *
   * @throws IllegalStateException where no engine is on the path
   */
  public SimHost host() {
    return host(EngineProvider.load());
  }

  /** A node with an engine from that provider. */
  public SimHost host(EngineProvider provider) {
    return new SimHost(this, provider);
  }

  EngineOptions engineOptions() {
    EngineOptions options = EngineOptions.of(zones(), simulation.entropy("engine " + name));
    return memoryBytes > 0 ? options.withMemoryBytes(memoryBytes) : options;
  }

  boolean isSilent() {
    return silent;
  }

  Simulation simulation() {
    return simulation;
  }

  String name() {
    return name;
  }

  List<Zone> zones() {
    return List.copyOf(zones);
  }

  List<LinkEnd> ends() {
    return List.copyOf(ends);
  }

  RouteTable routes() {
    return routes;
  }
}
