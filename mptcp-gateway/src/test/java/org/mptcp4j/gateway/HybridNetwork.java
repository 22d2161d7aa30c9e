package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.SteeredEngines.Steering;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.SimNodeBuilder;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Figure 2 of draft-peirens-mptcp-transparent-00 in a simulator:
 *
 * <pre>
 * H --lan-- HCPE ==dsl,lte== HAG --core-- router --net-- S
 * </pre>
 */
final class HybridNetwork {
  static final InetAddress H = Addresses.literal("10.0.1.2");
  static final InetAddress S = Addresses.literal("192.0.2.1");
  static final InetAddress H_6 = Addresses.literal("fd00:1::2");
  static final InetAddress S_6 = Addresses.literal("2001:db8::1");
  static final InetAddress HAG_2 = Addresses.literal("10.2.0.1");
  static final InetAddress NOWHERE = Addresses.literal("198.51.100.1");
  static final long SECOND = 1_000_000_000L;
  static final long MILLI = 1_000_000L;

  /** One way from H to S over the primary access, in nanoseconds. */
  static final long ONE_WAY = 17 * MILLI;

  final Simulation simulation = new Simulation(7);
  final Link lan = simulation.link("lan", LinkSpec.parse("1G,0ms"));
  final Link dsl = simulation.link("dsl", LinkSpec.parse("20M,15ms"));
  final Link lte = simulation.link("lte", LinkSpec.parse("30M,25ms"));
  final Link core = simulation.link("core", LinkSpec.parse("1G,1ms"));
  final Link net = simulation.link("net", LinkSpec.parse("1G,1ms"));
  final FlowTap onLan = tap(lan);
  final FlowTap onDsl = tap(dsl);
  final FlowTap onLte = tap(lte);
  final FlowTap onCore = tap(core);
  final EventLog hcpeLog = new EventLog();
  final EventLog hagLog = new EventLog();
  final ConnectionOptions options;
  final SimHost h;
  final SimHost hcpeHost;
  final SimNode hagNode;
  final SimHost s;
  final Hcpe hcpe;
  final Hag hag;

  /** The engines of HCPE and HAG where they have several. */
  final List<SteeredEngines> steered = new ArrayList<>();

  /** What can be told about a network before it is built. */
  static final class Builder {
    private ConnectionOptions options = HybridNetwork.options();
    private List<InetAddress> hagAtHcpe = List.of();
    private Bypass bypass = Bypass.none();
    private String customers = "10.0.1.0/24";
    private GatewayListener listener;
    private boolean announces = true;
    private boolean hag = true;
    private long memory;
    private int queues = 1;
    private Steering steering = Steering.RANDOM;

    /** Each gateway runs on so many engines. */
    Builder queues(int count, Steering value) {
      queues = count;
      steering = value;
      return this;
    }

    Builder options(ConnectionOptions value) {
      options = value;
      return this;
    }

    /** The HCPE knows HAG@2, and the HAG does not announce it. */
    Builder configured() {
      hagAtHcpe = List.of(HAG_2);
      announces = false;
      return this;
    }

    Builder hcpeBypass(Bypass value) {
      bypass = value;
      return this;
    }

    /** Instead of {@link #hcpeLog}. */
    Builder hcpeListener(GatewayListener value) {
      listener = value;
      return this;
    }

    Builder customers(String prefix) {
      customers = prefix;
      return this;
    }

    /** Each gateway keeps payload in so many bytes of buffers at most. */
    Builder memory(long bytes) {
      memory = bytes;
      return this;
    }

    /** A plain router stands where the HAG would. */
    Builder withoutHag() {
      hag = false;
      return this;
    }

    HybridNetwork build() {
      return new HybridNetwork(this);
    }
  }

  static Builder builder() {
    return new Builder();
  }

  static HybridNetwork standard() {
    return builder().build();
  }

  /** Short time-outs, so that what must go is soon gone. */
  static ConnectionOptions options() {
    return ConnectionOptions.defaults()
        .withBuffers(1 << 20, 1 << 20)
        .withTimeouts(20 * SECOND, 60 * SECOND, SECOND);
  }

  private HybridNetwork(Builder builder) {
    options = builder.options;
    h =
        node("H")
            .attach(lan.a(), "10.0.1.2/24", "fd00:1::2/64")
            .route("0.0.0.0/0", "lan")
            .route("::/0", "lan")
            .host();
    hcpeHost =
        node("HCPE")
            .memory(builder.memory)
            .attachTransparent(lan.b(), "10.0.1.1/24", "fd00:1::1/64")
            .attachTransparent(dsl.a(), "10.1.0.2/24")
            .attach(lte.a(), "10.2.0.2/24")
            .route("0.0.0.0/0", "dsl")
            .route("::/0", "dsl")
            .host(engines(builder));
    SimNodeBuilder hagBuilder =
        node("HAG")
            .memory(builder.memory)
            .attachTransparent(core.a(), "203.0.113.1/30")
            .attachTransparent(dsl.b(), "10.1.0.1/24")
            .attach(lte.b(), "10.2.0.1/24")
            .route("10.0.1.0/24", "dsl")
            .route("fd00:1::/64", "dsl")
            .route("0.0.0.0/0", "core")
            .route("::/0", "core");
    node("router")
        .attach(core.b(), "203.0.113.2/30")
        .attach(net.a(), "192.0.2.254/24", "2001:db8::fe/64")
        .route("10.0.0.0/8", "core")
        .route("fd00:1::/64", "core")
        .router();
    s =
        node("S")
            .attach(net.b(), "192.0.2.1/24", "2001:db8::1/64")
            .route("0.0.0.0/0", "net")
            .route("::/0", "net")
            .host();
    hcpe = hcpe(builder);
    if (builder.hag) {
      SimHost host = hagBuilder.host(engines(builder));
      hagNode = host;
      hag = hag(host, builder);
    } else {
      hagNode = hagBuilder.router();
      hag = null;
    }
  }

  private EngineProvider engines(Builder builder) {
    if (builder.queues == 1) {
      return EngineProvider.load();
    }
    SteeredEngines engines = new SteeredEngines(builder.queues, builder.steering);
    steered.add(engines);
    return engines;
  }

  /** What a gateway is installed on: its engine, or each of its siblings. */
  private static List<Engine> siblings(SimHost host) {
    return host.engine() instanceof SteeredEngines several
        ? several.siblings()
        : List.of(host.engine());
  }

  private SimNodeBuilder node(String name) {
    return SimNode.builder(simulation, name);
  }

  private static FlowTap tap(Link link) {
    FlowTap tap = new FlowTap();
    link.addTap(tap);
    return tap;
  }

  private Hcpe hcpe(Builder builder) {
    List<HcpeAccess> accesses =
        List.of(
            HcpeAccess.of(hcpeHost.zone("dsl")),
            new HcpeAccess(hcpeHost.zone("lte"), builder.hagAtHcpe, false));
    HcpeOptions hcpeOptions =
        new HcpeOptions(
            hcpeHost.zone("lan"), accesses, options, options, builder.bypass, JoinRetry.defaults());
    GatewayListener listener = builder.listener == null ? hcpeLog : builder.listener;
    LongSupplier ids = new AtomicLong()::incrementAndGet;
    List<Hcpe> all = new ArrayList<>();
    siblings(hcpeHost).forEach(engine -> all.add(new Hcpe(engine, hcpeOptions, listener, ids)));
    return all.get(0);
  }

  private Hag hag(SimHost host, Builder builder) {
    HagAccess first =
        new HagAccess(
            host.zone("dsl"),
            List.of(Zone.Prefix.parse(builder.customers), Zone.Prefix.parse("fd00:1::/64")));
    HagAccess second = new HagAccess(host.zone("lte"), List.of());
    List<HagAccess> accesses = builder.announces ? List.of(first, second) : List.of(first);
    HagOptions hagOptions = HagOptions.of(host.zone("core"), accesses, options);
    LongSupplier ids = new AtomicLong()::incrementAndGet;
    List<Hag> all = new ArrayList<>();
    siblings(host).forEach(engine -> all.add(new Hag(engine, hagOptions, hagLog, ids)));
    return all.get(0);
  }

  SimHost hagHost() {
    return (SimHost) hagNode;
  }

  ConnectionOptions plain() {
    return options.withVersion(MptcpVersion.OFF);
  }

  /** S serves each connection to that port with a handler of its own. */
  void serve(int port, Application... applications) {
    serve(s, port, applications);
  }

  void serve(SimHost host, int port, Application... applications) {
    int[] next = {0};
    AcceptHandler handler = request -> request.accept(plain(), applications[next[0]++]);
    host.engine().listen(ListenTarget.port(port), handler);
  }

  EngineConnection connect(InetAddress server, int port, Application application) {
    InetAddress own = server.getAddress().length == 4 ? H : H_6;
    return h.engine()
        .connect(
            new ConnectTarget(
                h.zones().get(0),
                new InetSocketAddress(own, 0),
                new InetSocketAddress(server, port)),
            plain(),
            application);
  }

  /** From S to H: a connection out of the Internet. */
  EngineConnection connectInwards(int port, Application application) {
    return s.engine()
        .connect(
            new ConnectTarget(
                s.zones().get(0), new InetSocketAddress(S, 0), new InetSocketAddress(H, port)),
            plain(),
            application);
  }

  void runSeconds(double seconds) {
    simulation.run(simulation.nowNanos() + (long) (seconds * SECOND));
  }

  /** All state in the four stacks. */
  int stateCount() {
    int count = h.engine().stateCount() + hcpeHost.engine().stateCount();
    count += s.engine().stateCount();
    return hag == null ? count : count + hagHost().engine().stateCount();
  }
}
