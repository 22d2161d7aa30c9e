package org.mptcp4j.sim.golden;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.SimNodeBuilder;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;
import org.mptcp4j.spi.CongestionControlProvider;

/**
 * One network with flows that have something to send all the time, for a fixed virtual time. Same
 * settings, same figures: nothing here depends on the machine.
 */
final class Experiment {
  private static final long SECOND = 1_000_000_000L;

  private final Simulation simulation;
  private final int seconds;
  private final List<BulkFlow> flows = new ArrayList<>();
  private final List<LinkSpec> bottlenecks = new ArrayList<>();

  private Experiment(long seed, int seconds) {
    this.simulation = new Simulation(seed);
    this.seconds = seconds;
  }

  /** Options of plain TCP with that congestion control. */
  static ConnectionOptions plainTcp(String congestionControl) {
    return ConnectionOptions.defaults()
        .withVersion(MptcpVersion.OFF)
        .withCongestionControl(CongestionControlProvider.named(congestionControl));
  }

  /** One connection from a host to another, over one link or several. */
  static FlowFigures oneFlow(long seed, int seconds, ConnectionOptions options, LinkSpec... links) {
    Experiment experiment = new Experiment(seed, seconds);
    experiment.connectOverAll(options, links);
    return experiment.run();
  }

  private void connectOverAll(ConnectionOptions options, LinkSpec... links) {
    SimNodeBuilder client = SimNode.builder(simulation, "client");
    SimNodeBuilder server = SimNode.builder(simulation, "server");
    for (int i = 1; i <= links.length; i++) {
      Link link = simulation.link("link" + i, links[i - 1]);
      client.attach(link.a(), "10.0." + i + ".2/24");
      server.attach(link.b(), "10.0." + i + ".1/24");
      bottlenecks.add(links[i - 1]);
    }
    flows.add(new BulkFlow(client.host(), server.host(), "10.0.1.1", 5001, options));
  }

  /** A flow that shares the bottleneck: how far its host is from there, and what it runs. */
  record Sharer(long accessDelayNanos, ConnectionOptions options) {}

  /**
   * Flows of different hosts that share one link, each behind an access link without limit. They
   * start by chance within the first 100 ms.
   */
  static FlowFigures sharedLink(long seed, int seconds, LinkSpec bottleneck, List<Sharer> sharers) {
    Experiment experiment = new Experiment(seed, seconds);
    experiment.connectAll(bottleneck, sharers);
    return experiment.run();
  }

  private void connectAll(LinkSpec bottleneck, List<Sharer> sharers) {
    Link shared = simulation.link("shared", bottleneck);
    bottlenecks.add(bottleneck);
    SimNodeBuilder router = SimNode.builder(simulation, "router").attach(shared.a(), "10.0.0.2/24");
    List<SimHost> clients = new ArrayList<>();
    for (int i = 1; i <= sharers.size(); i++) {
      Link access =
          simulation.link("access" + i, LinkSpec.of(0, sharers.get(i - 1).accessDelayNanos()));
      router.attach(access.b(), "10.1." + i + ".1/24");
      clients.add(
          SimNode.builder(simulation, "client" + i)
              .attach(access.a(), "10.1." + i + ".2/24")
              .host());
    }
    router.router();
    SimHost server = SimNode.builder(simulation, "server").attach(shared.b(), "10.0.0.1/24").host();
    for (int i = 0; i < sharers.size(); i++) {
      SimHost client = clients.get(i);
      ConnectionOptions options = sharers.get(i).options();
      int port = 5001 + i;
      simulation.at(
          startNanos(i), () -> flows.add(new BulkFlow(client, server, "10.0.0.1", port, options)));
    }
  }

  private long startNanos(int index) {
    long chance = simulation.entropy("start " + index).nextLong() >>> 1;
    return chance % (SECOND / 10);
  }

  private FlowFigures run() {
    simulation.run(seconds * SECOND / 2);
    long[] before = received();
    simulation.run(seconds * SECOND);
    flows.forEach(BulkFlow::checkAlive);
    return figures(before, received());
  }

  private long[] received() {
    return flows.stream().mapToLong(BulkFlow::receivedBytes).toArray();
  }

  private FlowFigures figures(long[] before, long[] after) {
    double total = 0;
    double sum = 0;
    double squares = 0;
    double smallest = Double.MAX_VALUE;
    for (int i = 0; i < after.length; i++) {
      double late = after[i] - before[i];
      total += after[i];
      sum += late;
      squares += late * late;
      smallest = Math.min(smallest, late);
    }
    long sent = flows.stream().mapToLong(BulkFlow::sentBytes).sum();
    long again = flows.stream().mapToLong(BulkFlow::retransmittedBytes).sum();
    return new FlowFigures(
        PayloadCapacity.efficiency(8 * total / seconds, bottlenecks),
        PayloadCapacity.efficiency(8 * sum / (seconds - seconds / 2.0), bottlenecks),
        flows.stream().mapToLong(BulkFlow::timeouts).sum(),
        sent == 0 ? 0 : 100.0 * again / sent,
        squares == 0 ? 0 : sum * sum / (after.length * squares),
        sum == 0 ? 0 : 100 * smallest / sum);
  }
}
