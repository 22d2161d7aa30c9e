package org.mptcp4j.sim;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** One connection over a network, with settings and a user's behaviour that a seed chose. */
final class RandomRun {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;

  /** The user time-out: what hangs ends by it. */
  private static final long USER_TIMEOUT = 100 * SECOND;

  /** Long enough for the transfer, an outage, the time-outs and TIME-WAIT. */
  private static final long LIMIT = 1200 * SECOND;

  private static final int PORT = 5001;

  private final SplittableRandom random;
  private final Simulation sim;
  private final List<Link> links = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();
  private SimHost client;
  private boolean cut;

  RandomRun(long seed) {
    random = new SplittableRandom(seed);
    sim = new Simulation(seed);
    story.append("seed ").append(seed);
  }

  /** Returns what went wrong, with the run's settings; or null. */
  String run() {
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      links.add(sim.link("link" + i, spec(), spec()));
    }
    client = host("client", 2);
    SimHost server = host("server", 1);
    boolean abort = chance(8);
    StressUser passive =
        new StressUser(sim, random.split(), random.nextInt(600_000), chance(25), false);
    StressUser active =
        new StressUser(sim, random.split(), random.nextInt(600_000), false, chance(15));
    ConnectionOptions theirs = options().withPathManager(quiet());
    server.engine().listen(ListenTarget.port(PORT), request -> request.accept(theirs, passive));
    ConnectTarget target =
        new ConnectTarget(client.zones().get(0), socket(0, 2, 0), socket(0, 1, PORT));
    client.engine().connect(target, options(), active);
    outages();
    duplicates();
    churn(active, passive);
    // no keep-alive: who only waits for a peer that is cut off would wait for ever
    sim.at(LIMIT / 2, active::abort);
    sim.at(LIMIT / 2, passive::abort);
    if (abort) {
      long at = random.nextLong(5 * SECOND);
      story.append(", aborted at ").append(at);
      sim.at(at, () -> (random.nextBoolean() ? active : passive).abort());
    }
    String problem;
    try {
      sim.run(LIMIT);
      problem = verdict(server, active, passive, abort);
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      problem = e + " at " + (trace.length > 0 ? trace[0] : "?");
    }
    return problem == null ? null : problem + " [" + story + "]";
  }

  private String verdict(SimHost server, StressUser active, StressUser passive, boolean abort) {
    boolean calm = !abort && !active.aborts() && !cut;
    if (active.wrong() != null || passive.wrong() != null) {
      return "client: " + active.wrong() + ", server: " + passive.wrong();
    }
    if (calm && !(active.isNormal() && passive.isNormal())) {
      return "client %s, server %s".formatted(active, passive);
    }
    if (calm
        && (active.written() != passive.received() || passive.written() != active.received())) {
      return "lost: %d of %d, %d of %d"
          .formatted(passive.received(), active.written(), active.received(), passive.written());
    }
    if (active.closes() != 1 || passive.closes() > 1) {
      return "onClosed %d and %d times: client %s, server %s"
          .formatted(active.closes(), passive.closes(), active, passive);
    }
    long failures =
        client.engine().counters().get("Mptcp4jHandlerFailures")
            + server.engine().counters().get("Mptcp4jHandlerFailures");
    if (failures > 0) {
      return failures + " handlers failed";
    }
    int states = client.engine().stateCount() + server.engine().stateCount();
    if (states != 0) {
      return "state left: %d + %d: client %s, server %s"
          .formatted(client.engine().stateCount(), server.engine().stateCount(), active, passive);
    }
    long buffers = sim.pool().outstanding();
    return buffers == 0 ? null : buffers + " buffers left";
  }

  private LinkSpec spec() {
    long rate = (long) Math.pow(10, 5.3 + 2.7 * random.nextDouble());
    long delay = (long) Math.pow(10, 5 + 3 * random.nextDouble());
    LinkSpec spec = LinkSpec.of(rate, delay);
    if (chance(40)) {
      spec = spec.withLoss(0.1 * random.nextDouble());
    }
    if (chance(30)) {
      spec = spec.withJitterNanos(random.nextLong(1, 30 * MILLISECOND));
    }
    if (chance(30)) {
      spec = spec.withReorder(0.2 * random.nextDouble(), random.nextLong(1, 30 * MILLISECOND));
    }
    if (chance(30)) {
      spec = spec.withQueueBytes(random.nextLong(6000, 100_000));
    }
    story.append(", ").append(spec);
    return spec;
  }

  private ConnectionOptions options() {
    ConnectionOptions options =
        ConnectionOptions.defaults()
            .withVersions(MptcpVersion.parse(versions()))
            .withChecksum(chance(30))
            .withScheduler(scheduler())
            .withCongestionControl(
                CongestionControlProvider.named(random.nextBoolean() ? "cubic" : "newreno"))
            .withTimeouts(60 * SECOND, USER_TIMEOUT, 10 * SECOND);
    if (chance(50)) {
      options =
          options.withBuffers(random.nextInt(16 * 1024, 300_000), random.nextInt(16_384, 300_000));
    }
    story
        .append(", ")
        .append(options.versions())
        .append(options.checksum() ? " checksum " : " ")
        .append(options.scheduler().name())
        .append(' ')
        .append(options.sendBufferBytes())
        .append('/')
        .append(options.receiveBufferBytes());
    return options;
  }

  private String versions() {
    return switch (random.nextInt(10)) {
      case 0 -> "off";
      case 1 -> "0";
      case 2 -> "1";
      case 3, 4, 5 -> "0,1";
      default -> "1,0";
    };
  }

  private SchedulerProvider scheduler() {
    SplittableRandom own = random.split();
    return switch (random.nextInt(4)) {
      case 0 -> SchedulerProvider.named("lowest-rtt");
      case 1 -> SchedulerProvider.named("round-robin");
      case 2 -> SchedulerProvider.of("redundant", () -> RandomRun::toAll);
      default -> SchedulerProvider.of("random", () -> request -> toSome(request, own));
    };
  }

  private static void toAll(Scheduler.Request request) {
    for (int i = 0; i < request.subflowCount(); i++) {
      request.send(request.subflow(i));
    }
  }

  private static void toSome(Scheduler.Request request, SplittableRandom random) {
    if (random.nextInt(50) == 0) {
      // waits: the next ACK asks again; but never where nothing is on its way
      boolean idle = true;
      for (int i = 0; i < request.subflowCount(); i++) {
        idle &= request.subflow(i).inFlight() == 0;
      }
      if (!idle) {
        return;
      }
    }
    int start = random.nextInt(request.subflowCount());
    for (int i = 0; i < request.subflowCount(); i++) {
      Subflow subflow = request.subflow((start + i) % request.subflowCount());
      if (subflow.canSend()) {
        request.send(subflow);
        return;
      }
    }
  }

  private static PathManagerProvider quiet() {
    return PathManagerProvider.of("quiet", () -> new PathManager() {});
  }

  private void outages() {
    int count = chance(30) ? random.nextInt(1, 4) : 0;
    for (int i = 0; i < count; i++) {
      Link link = links.get(random.nextInt(links.size()));
      long start = random.nextLong(10 * SECOND);
      boolean mended = random.nextBoolean();
      long end = start + random.nextLong(20 * SECOND);
      cut |= link == links.get(0) || links.size() == 1 || !mended;
      story.append(", ").append(link).append(" cut at ").append(start);
      sim.at(start, link::cut);
      if (mended) {
        story.append(" till ").append(end);
        sim.at(end, link::mend);
      }
    }
  }

  /** Packets that arrive go again on some links, a little later. */
  private void duplicates() {
    if (!chance(30)) {
      return;
    }
    SplittableRandom own = random.split();
    double share = 0.05 * random.nextDouble();
    story.append(", duplicates ").append(share);
    for (Link link : links) {
      link.addTap(
          new Tap() {
            @Override
            public void onDelivered(Link on, Direction direction, ByteBuffer packet, long now) {
              if (own.nextDouble() < share) {
                ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
                LinkEnd from = on.a().outward() == direction ? on.a() : on.b();
                sim.after(own.nextLong(40 * MILLISECOND), () -> from.send(copy));
              }
            }
          });
    }
  }

  /** Subflows are closed, joined and made backups by either side at any time. */
  private void churn(StressUser active, StressUser passive) {
    int count = links.size() > 1 && chance(50) ? random.nextInt(1, 12) : 0;
    for (int i = 0; i < count; i++) {
      long at = random.nextLong(random.nextBoolean() ? SECOND : 10 * SECOND);
      int number = random.nextInt(links.size());
      ConnectTarget target =
          new ConnectTarget(
              client.zones().get(number), socket(number, 2, 0), socket(number, 1, PORT));
      StressUser user = random.nextInt(3) == 0 ? passive : active;
      SplittableRandom own = random.split();
      story.append(", churn at ").append(at);
      sim.at(at, () -> user.churn(own, user == active ? target : null));
    }
  }

  private SimHost host(String name, int number) {
    SimNodeBuilder builder = SimNode.builder(sim, name);
    if (random.nextBoolean()) {
      builder.segmentationOffload();
    }
    for (int i = 0; i < links.size(); i++) {
      LinkEnd end = number == 2 ? links.get(i).a() : links.get(i).b();
      builder.attach(end, "10.0.%d.%d/24".formatted(i + 1, number));
    }
    return builder.host();
  }

  private static InetSocketAddress socket(int link, int host, int port) {
    String address = "10.0." + (link + 1) + "." + host;
    return new InetSocketAddress(Addresses.literal(address), port);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
