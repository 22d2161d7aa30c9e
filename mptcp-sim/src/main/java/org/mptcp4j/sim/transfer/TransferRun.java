package org.mptcp4j.sim.transfer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.LinkEnd;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.SimNodeBuilder;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;
import org.mptcp4j.sim.trace.SubflowTrace;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/** One run of a {@link Transfer}. */
final class TransferRun {
  private static final int PORT = 5001;
  private static final int CLIENT = 2;
  private static final int SERVER = 1;
  private static final PathManagerProvider QUIET =
      PathManagerProvider.of("quiet", () -> new PathManager() {});
  private static final long SLICE_NANOS = 1_000_000_000L;

  private final Transfer transfer;
  private final Simulation simulation;
  private final List<Link> links;
  private final List<LinkSpec> specs = new ArrayList<>();
  private final ConnectionOptions options;
  private final Direction direction;
  private final PatternSource source;
  private final PatternSink sink;
  private final SubflowTrace trace = new SubflowTrace(SLICE_NANOS);
  private String failure;

  TransferRun(Transfer transfer, Simulation simulation, List<Link> links) {
    this.transfer = transfer;
    this.simulation = simulation;
    this.links = links;
    options = transfer.options();
    direction = transfer.isDownload() ? Direction.B_TO_A : Direction.A_TO_B;
    source = new PatternSource(transfer.bytes(), this::fail);
    sink = new PatternSink(transfer.bytes(), this::fail);
    for (Link link : links) {
      specs.add(link.model(direction).spec());
      trace.watch(link);
    }
  }

  private void fail(String why) {
    if (failure == null && !sink.complete()) {
      failure = why;
    }
  }

  TransferResult run(long limitNanos) {
    SimHost client = host("client", CLIENT);
    SimHost server = host("server", SERVER);
    ConnectionHandler passive = transfer.isDownload() ? source : sink;
    ConnectionHandler active = transfer.isDownload() ? sink : source;
    ConnectionOptions quiet = options.withPathManager(QUIET);
    server.engine().listen(ListenTarget.port(PORT), request -> request.accept(quiet, passive));
    ConnectTarget target =
        new ConnectTarget(client.zones().get(0), socket(CLIENT, 0), socket(SERVER, PORT));
    client.engine().connect(target, options, active);
    if (!simulation.runUntil(() -> sink.complete() || failure != null, limitNanos)) {
      fail("not done at " + simulation.nowNanos() / 1e9 + " s");
    }
    return result(transfer.isDownload() ? server : client);
  }

  private SimHost host(String name, int number) {
    SimNodeBuilder builder = SimNode.builder(simulation, name);
    if (transfer.isOffloaded()) {
      builder.segmentationOffload();
    }
    for (int i = 0; i < links.size(); i++) {
      LinkEnd end = number == CLIENT ? links.get(i).a() : links.get(i).b();
      builder.attach(end, transfer.address(i, number).toString());
    }
    return builder.host();
  }

  private InetSocketAddress socket(int host, int port) {
    return new InetSocketAddress(transfer.address(0, host).address(), port);
  }

  private TransferResult result(SimHost sender) {
    double seconds = simulation.nowNanos() / 1e9;
    double goodput = seconds > 0 ? 8 * sink.received() / seconds : 0;
    return new TransferResult(
        failure == null,
        Optional.ofNullable(failure),
        sink.received(),
        seconds,
        goodput,
        PayloadCapacity.efficiency(goodput, specs),
        sender.engine().counters().get("TcpRetransSegs"),
        shares());
  }

  private List<LinkShare> shares() {
    long sum = 0;
    for (Link link : links) {
      sum += trace.payloadBytes(link, direction);
    }
    List<LinkShare> shares = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      long carried = trace.payloadBytes(link, direction);
      shares.add(
          new LinkShare(
              link.name(),
              specs.get(i),
              carried,
              sum == 0 ? 0 : (double) carried / sum,
              link.model(direction).stats().drops()));
    }
    return shares;
  }
}
