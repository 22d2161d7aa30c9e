package org.mptcp4j.examples.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.Hag;
import org.mptcp4j.gateway.HagAccess;
import org.mptcp4j.gateway.HagOptions;
import org.mptcp4j.gateway.Hcpe;
import org.mptcp4j.gateway.HcpeAccess;
import org.mptcp4j.gateway.HcpeOptions;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.trace.LinkCapture;
import org.mptcp4j.sim.trace.SubflowTrace;

/**
 * Hosts H and S with plain TCP, and between them an HCPE and a HAG that bond two access links
 * (draft-peirens-mptcp-transparent-00, figures 4 and 5). Four engines in one simulation.
 *
 * <pre>
 *   H 10.0.1.2 --- lan --- HCPE === dsl, lte === HAG --- core --- S 192.0.2.2
 * </pre>
 */
final class DemoNetwork implements Closeable {
  private static final String SERVER = "192.0.2.2";
  private static final String HOST = "10.0.1.2";
  private static final long SLICE_NANOS = 50_000_000;

  private final Simulation simulation;
  private final Link dsl;
  private final Link lte;
  private final SimHost h;
  private final SimHost s;
  private final SimHost hcpe;
  private final SimHost hag;
  private final Hcpe hcpeGateway;
  private final Hag hagGateway;
  private final ConnectionOptions plain;
  private final SubflowTrace trace = new SubflowTrace(SLICE_NANOS);
  private final List<LinkCapture> captures = new ArrayList<>();

  /**
   * @param options of the Multipath TCP legs
   */
  DemoNetwork(long seed, LinkSpec dslSpec, LinkSpec lteSpec, ConnectionOptions options) {
    simulation = new Simulation(seed);
    Link lan = simulation.link("lan", LinkSpec.parse("1G,100us"));
    dsl = simulation.link("dsl", dslSpec);
    lte = simulation.link("lte", lteSpec);
    Link core = simulation.link("core", LinkSpec.parse("1G,1ms"));
    h =
        SimNode.builder(simulation, "H")
            .attach(lan.a(), HOST + "/24")
            .route("0.0.0.0/0", "lan")
            .host();
    hcpe =
        SimNode.builder(simulation, "HCPE")
            .attachTransparent(lan.b(), "10.0.1.1/24")
            .attachTransparent(dsl.a(), "10.1.0.2/24")
            .attach(lte.a(), "10.2.0.2/24")
            .route("0.0.0.0/0", "dsl")
            .host();
    hag =
        SimNode.builder(simulation, "HAG")
            .attachTransparent(core.a(), "192.0.2.1/24")
            .attachTransparent(dsl.b(), "10.1.0.1/24")
            .attach(lte.b(), "10.2.0.1/24")
            .route("10.0.1.0/24", "dsl")
            .host();
    s =
        SimNode.builder(simulation, "S")
            .attach(core.b(), SERVER + "/24")
            .route("0.0.0.0/0", "core")
            .host();
    plain = options.withVersion(MptcpVersion.OFF);
    hcpeGateway = newHcpe(options);
    hagGateway = newHag(options);
    trace.watch(dsl).watch(lte);
  }

  private Hcpe newHcpe(ConnectionOptions options) {
    List<HcpeAccess> accesses =
        List.of(HcpeAccess.of(hcpe.zone("dsl")), HcpeAccess.of(hcpe.zone("lte")));
    return new Hcpe(
        hcpe.engine(), HcpeOptions.of(hcpe.zone("lan"), accesses, options), GatewayListener.none());
  }

  private Hag newHag(ConnectionOptions options) {
    List<Zone.Prefix> customers = List.of(Zone.Prefix.parse("10.0.1.0/24"));
    List<HagAccess> accesses =
        List.of(
            new HagAccess(hag.zone("dsl"), customers), new HagAccess(hag.zone("lte"), List.of()));
    return new Hag(
        hag.engine(), HagOptions.of(hag.zone("core"), accesses, options), GatewayListener.none());
  }

  /** Captures every link into a file of its name, from now on. */
  void capture(Path directory) throws IOException {
    for (Link link : simulation.links()) {
      captures.add(LinkCapture.toDirectory(link, directory));
    }
  }

  Simulation simulation() {
    return simulation;
  }

  Link dsl() {
    return dsl;
  }

  Link lte() {
    return lte;
  }

  SubflowTrace trace() {
    return trace;
  }

  /** The gateway that sends data over the access links: the HAG in a download. */
  SimHost sendingGateway(boolean download) {
    return download ? hag : hcpe;
  }

  /** H connects to S on that port; S serves this one connection. */
  void open(int port, ConnectionHandler atHost, ConnectionHandler atServer) {
    s.engine().listen(ListenTarget.port(port), request -> request.accept(plain, atServer));
    ConnectTarget target =
        new ConnectTarget(
            h.zone("lan"),
            new InetSocketAddress(Addresses.literal(HOST), 0),
            new InetSocketAddress(Addresses.literal(SERVER), port));
    simulation.at(simulation.nowNanos(), () -> h.engine().connect(target, plain, atHost));
  }

  @Override
  public void close() throws IOException {
    hcpeGateway.close();
    hagGateway.close();
    for (LinkCapture capture : captures) {
      capture.close();
    }
  }
}
