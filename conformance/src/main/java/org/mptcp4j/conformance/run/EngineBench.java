package org.mptcp4j.conformance.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.conformance.peer.EnginePeer;
import org.mptcp4j.conformance.peer.Trait;
import org.mptcp4j.conformance.wire.SimWire;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

/** An engine of its own for each instance, in virtual time, 1 ms away. */
public final class EngineBench {
  private EngineBench() {}

  /** With the engine that {@link EngineProvider#load} finds. */
  public static Bench.Source source() {
    return source(EngineProvider.load());
  }

  public static Bench.Source source(EngineProvider provider) {
    return source(provider, ConnectionOptions.defaults());
  }

  /**
   * With connections other than the default ones.
   *
   * @param options of its connections; the versions are those of each instance
   */
  public static Bench.Source source(EngineProvider provider, ConnectionOptions options) {
    return (instance, lane) -> open(instance, provider, options.withVersions(versions(instance)));
  }

  private static Bench open(Instance instance, EngineProvider provider, ConnectionOptions options) {
    Simulation simulation = new Simulation(instance.name().hashCode());
    Link link = simulation.link("wire", LinkSpec.parse("1000M,1ms"));
    Set<Trait> needs = EnumSet.noneOf(Trait.class);
    needs.addAll(List.of(instance.entry().facts().needs()));
    EnginePeer peer = new EnginePeer(simulation, link, provider, instance.role(), needs, options);
    return new Bench(new SimWire(simulation, link), peer);
  }

  private static List<MptcpVersion> versions(Instance instance) {
    return switch (instance.version()) {
      case TCP -> List.of();
      case V0 -> List.of(MptcpVersion.V0);
      case V1 -> List.of(MptcpVersion.V1);
    };
  }
}
