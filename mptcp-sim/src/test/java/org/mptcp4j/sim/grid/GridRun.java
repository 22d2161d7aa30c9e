package org.mptcp4j.sim.grid;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpOptions;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.LinkEnd;
import org.mptcp4j.sim.Middlebox;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.SimNodeBuilder;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.middlebox.AckProxy;
import org.mptcp4j.sim.middlebox.Nat;
import org.mptcp4j.sim.middlebox.PayloadEditor;
import org.mptcp4j.sim.middlebox.Selection;
import org.mptcp4j.sim.middlebox.TcpMiddlebox;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/** One connection through one box. */
final class GridRun {
  static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1000 * MILLISECOND;

  /** All time-outs of the connections together end long before. */
  private static final long LIMIT = 400 * SECOND;

  /** For so few bytes; who sends more goes round in circles. */
  private static final long MOST_PACKETS = 20_000;

  private static final int PORT = 5001;

  private final Setting setting;
  private final Simulation sim;
  private final SplittableRandom random;
  private final EnginePools engines = new EnginePools();
  private final List<Link> links = new ArrayList<>();
  private final List<Middlebox> boxes = new ArrayList<>();
  private final List<String> onTheWire = new ArrayList<>();
  private final GridUser client;
  private final List<GridUser> servers = new ArrayList<>();
  private final byte[] fromServer;

  GridRun(long seed) {
    setting = Setting.of(seed);
    sim = new Simulation(seed);
    random = new SplittableRandom(~seed);
    client = new GridUser(bytes(), setting.serverFirst());
    fromServer = bytes();
  }

  /** The server's side that the client reached: a box may have made more of its SYNs. */
  private GridUser server() {
    GridUser found = null;
    for (GridUser each : servers) {
      found = found == null || each.receivedBytes() > found.receivedBytes() ? each : found;
    }
    return found;
  }

  private boolean serverFellBack() {
    return servers.stream().allMatch(GridUser::fellBack);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[setting.bytes()];
    random.nextBytes(bytes);
    return bytes;
  }

  Setting setting() {
    return setting;
  }

  // what boxes are made of

  /** What the box is about, in the direction that suffers. */
  Selection affected() {
    return affectedBothWays().towards(setting.direction());
  }

  Selection affectedBothWays() {
    return Selection.all().where(arrival -> begun());
  }

  private boolean begun() {
    GridUser receiver = setting.direction() == Direction.A_TO_B ? server() : client;
    return (receiver == null ? 0 : receiver.receivedBytes()) >= setting.begin();
  }

  Entropy entropy() {
    return sim.entropy("box");
  }

  Middlebox editor(int removed, String inserted) {
    return new PayloadEditor(
        Selection.all(),
        setting.direction(),
        setting.position(),
        removed,
        inserted.getBytes(StandardCharsets.UTF_8),
        1500);
  }

  AckProxy proxy() {
    return new AckProxy(
        Selection.all().where(arrival -> begun()), setting.direction(), 300 * MILLISECOND);
  }

  Middlebox rebinding() {
    Nat nat = new Nat(Addresses.literal("10.0.99.1"), 30_000);
    watchProgress(nat);
    return nat;
  }

  private void watchProgress(Nat nat) {
    if (begun() && setting.phase() != Setting.Phase.HANDSHAKE) {
      nat.rebind();
    } else if (sim.nowNanos() < LIMIT / 2) {
      sim.after(
          setting.phase() == Setting.Phase.HANDSHAKE ? 25 * MILLISECOND : MILLISECOND,
          () -> {
            if (setting.phase() == Setting.Phase.HANDSHAKE) {
              nat.rebind();
            } else {
              watchProgress(nat);
            }
          });
    }
  }

  // the run

  /** Returns what went wrong, with the run's setting; or null. */
  String run() {
    for (int i = 0; i < setting.paths(); i++) {
      links.add(sim.link("link" + i, spec()));
    }
    SimHost clientHost = host("client", 2);
    SimHost serverHost = host("server", 1);
    installBoxes();
    ConnectionOptions quiet =
        options().withPathManager(PathManagerProvider.of("quiet", () -> new PathManager() {}));
    serverHost
        .engine()
        .listen(
            ListenTarget.port(PORT),
            request -> {
              GridUser server = new GridUser(fromServer, false);
              servers.add(server);
              server.opened(request.accept(quiet, server));
            });
    ConnectTarget target =
        new ConnectTarget(clientHost.zones().get(0), socket(2, 0), socket(1, PORT));
    client.opened(clientHost.engine().connect(target, options(), client));
    sim.at(LIMIT / 2, this::giveUpOnPlainTcp);
    String problem;
    try {
      for (long time = SECOND; time <= LIMIT && packets() < MOST_PACKETS; time += SECOND) {
        sim.run(time);
      }
      problem = packets() < MOST_PACKETS ? null : "a storm of packets at " + sim.nowNanos();
      problem =
          problem != null ? problem : new Verdict(setting, client, servers, server()).problem();
      problem = problem != null ? problem : left(clientHost, serverHost);
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      problem = e + " at " + (trace.length > 0 ? trace[0] : "?");
    }
    return problem == null
        ? null
        : problem + "; client " + client + "; server " + servers + " [" + setting + "]";
  }

  /**
   * A TCP receiver waits for ever for what a box acknowledged in its name and lost; only the
   * application's patience ends that. Multipath TCP has to see it.
   */
  private void giveUpOnPlainTcp() {
    if (setting.box() == Box.ACK_EARLY_AND_LOSE) {
      servers.forEach(GridUser::abortIfPlain);
      client.abortIfPlain();
    }
  }

  private long packets() {
    long packets = 0;
    for (Link link : links) {
      for (Direction direction : Direction.values()) {
        packets += link.model(direction).stats().carriedPackets();
      }
    }
    return packets;
  }

  private String left(SimHost clientHost, SimHost serverHost) {
    if (!onTheWire.isEmpty()) {
      return onTheWire.get(0);
    }
    for (SimHost host : List.of(clientHost, serverHost)) {
      if (host.engine().counters().get("Mptcp4jHandlerFailures") > 0) {
        return "a handler failed";
      }
      if (host.engine().stateCount() != 0) {
        return "state is left at the " + host.name();
      }
      if (host.engine().nextDeadlineNanos() != Long.MAX_VALUE) {
        return "a timer is left at the " + host.name();
      }
    }
    return engines.outstanding() == 0 ? null : engines.outstanding() + " buffers are left";
  }

  /** How many of the box's packets were selected. */
  long hits() {
    long hits = 0;
    for (Middlebox box : boxes) {
      hits += box instanceof TcpMiddlebox tcp ? tcp.selected() : 0;
    }
    return hits;
  }

  private void installBoxes() {
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      link.a().addMiddlebox(new Watch(Direction.A_TO_B, client::fellBack, onTheWire));
      link.b().addMiddlebox(new Watch(Direction.B_TO_A, this::serverFellBack, onTheWire));
      if (setting.affects(i)) {
        Middlebox box = setting.box().make(this);
        boxes.add(box);
        (setting.atServer() ? link.b() : link.a()).addMiddlebox(box);
      }
    }
  }

  private LinkSpec spec() {
    long rate = random.nextLong(2_000_000, 20_000_000);
    return LinkSpec.of(rate, random.nextLong(2, 30) * MILLISECOND).withLoss(setting.loss());
  }

  private ConnectionOptions options() {
    return ConnectionOptions.defaults()
        .withVersion(setting.version())
        .withChecksum(setting.checksum())
        .withTimeouts(30 * SECOND, 20 * SECOND, 2 * SECOND)
        .withMptcp(MptcpOptions.defaults().withRejoinNanos(5 * SECOND))
        .withTcp(
            TcpOptions.defaults()
                .withKeepAlive(new TcpOptions.KeepAlive(10 * SECOND, 2 * SECOND, 5)));
  }

  private SimHost host(String name, int number) {
    SimNodeBuilder builder = SimNode.builder(sim, name);
    for (int i = 0; i < links.size(); i++) {
      LinkEnd end = number == 2 ? links.get(i).a() : links.get(i).b();
      builder.attach(end, "10.0.%d.%d/24".formatted(i + 1, number));
    }
    return builder.host(engines);
  }

  private static InetSocketAddress socket(int host, int port) {
    return new InetSocketAddress(Addresses.literal("10.0.1." + host), port);
  }
}
