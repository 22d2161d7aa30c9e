package org.mptcp4j.impl.tcp.random;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.tcp.Packets;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * One sequence: two connections over a network that loses, repeats, delays and reorders, while
 * their users send, stop reading, and close. In the end the network heals, and all bytes must have
 * arrived, both sides must have closed in order, and nothing may be left.
 */
final class HostileNetworkSequence {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;
  private static final int MOST_EVENTS = 50_000;

  private record InTransit(long arrival, long order, Watched to, PacketBuffer packet) {}

  private final Random random;
  private final Trace trace;
  private final Watched client;
  private final Watched server;
  private final PriorityQueue<InTransit> transit =
      new PriorityQueue<>(
          (a, b) ->
              a.arrival != b.arrival
                  ? Long.compare(a.arrival, b.arrival)
                  : Long.compare(a.order, b.order));
  private final List<PacketBuffer> old = new ArrayList<>();
  private final SegmentView view = new SegmentView();
  private final int lossPercent;
  private final int repeatPercent;
  private final int reorderPercent;
  private final int replayPercent;
  private final long delay;
  private boolean healed;
  private long order;
  private long now = SECOND;

  HostileNetworkSequence(long seed, PacketPool pool, boolean tracing) {
    random = new Random(seed);
    trace = new Trace(tracing);
    client = new Watched("client", pool, RandomOptions.parameters(random, true), trace);
    server = new Watched("server", pool, RandomOptions.parameters(random, false), trace);
    lossPercent = random.nextInt(4) == 0 ? 0 : random.nextInt(25);
    repeatPercent = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
    reorderPercent = random.nextInt(2) == 0 ? random.nextInt(30) : 0;
    replayPercent = random.nextInt(3) == 0 ? random.nextInt(10) : 0;
    delay = (1 + random.nextInt(100)) * MS;
    for (Watched end : List.of(client, server)) {
      end.receiveBuffer = random.nextInt(3) == 0 ? 2_000 + random.nextInt(20_000) : 500_000;
    }
  }

  /** Runs it; throws an AssertionError where an invariant does not hold. */
  void run() {
    try {
      boolean simultaneous = random.nextInt(8) == 0;
      client.connect(now);
      if (simultaneous) {
        server.connect(now);
      }
      flush();
      int steps = random.nextInt(40);
      for (int i = 0; i < steps; i++) {
        act(random.nextBoolean() ? client : server);
        run(now + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60) * MS);
      }
      heal();
    } finally {
      transit.forEach(t -> t.packet.release());
      old.forEach(PacketBuffer::release);
      client.releaseAll();
      server.releaseAll();
    }
  }

  private void act(Watched end) {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> sendTo(end, 1 + random.nextInt(20_000));
      case 4 -> end.reading ^= true;
      case 5, 6 -> end.read();
      case 7 -> {
        if (random.nextInt(6) == 0) {
          end.close();
        }
      }
      default -> sendTo(end, 1 + random.nextInt(200));
    }
  }

  private static void sendTo(Watched end, int bytes) {
    if (end.connection.state() != TcpState.CLOSED) {
      end.send(bytes);
    }
  }

  private void heal() {
    healed = true;
    for (Watched end : List.of(client, server)) {
      end.reading = true;
      end.read();
      end.close();
    }
    if (server.connection.state() == TcpState.CLOSED && !client.isClosed()) {
      // its user closes when it is accepted
      run(now + 150 * SECOND);
      server.close();
    }
    run(now + 600 * SECOND);
    boolean failed = gaveUp(client) || gaveUp(server);
    if (!failed) {
      complete(client, server);
      complete(server, client);
    }
    // two SYN of one simultaneous open may be lost for good; a pair that met ends in order
    client.require(client.connection.finished(), "the client hangs");
    boolean never = server.connection.state() == TcpState.CLOSED && !server.isClosed();
    server.require(never || server.connection.finished(), "the server hangs");
    client.require(transit.isEmpty(), "they never stop");
  }

  /** A time-out, or the RST of a side that timed out, or that had forgotten the connection. */
  private static boolean gaveUp(Watched end) {
    return !end.isClosed() || end.closeReason().kind() != Kind.NORMAL;
  }

  private static void complete(Watched from, Watched to) {
    to.require(to.received() == from.given(), to.received() + " bytes of " + from.given());
    to.require(to.sawRemoteFin(), "no FIN came");
  }

  private void run(long until) {
    flush();
    int events = 0;
    while (true) {
      long next = transit.isEmpty() ? Long.MAX_VALUE : transit.peek().arrival;
      next = Math.min(next, client.connection.deadline());
      next = Math.min(next, server.connection.deadline());
      if (next > until) {
        now = until;
        trace.now(now);
        return;
      }
      client.require(++events < MOST_EVENTS, "events without end");
      now = Math.max(now, next);
      trace.now(now);
      while (!transit.isEmpty() && transit.peek().arrival <= now) {
        deliver(transit.remove());
      }
      client.onDeadline(now);
      server.onDeadline(now);
      flush();
    }
  }

  private void deliver(InTransit arrived) {
    Watched to = arrived.to;
    trace.add("     to", () -> Packets.describe(arrived.packet, to == server ? ">" : "<"));
    view.parse(arrived.packet);
    boolean listening = to == server && !to.isClosed() && isUnused(to);
    if (!listening) {
      to.input(view, now);
    } else if (view.syn() && !view.ack()) {
      to.accept(view, now);
    }
    arrived.packet.release();
  }

  private static boolean isUnused(Watched end) {
    return end.connection.state() == TcpState.CLOSED;
  }

  private void flush() {
    client.flush(now, packet -> send(packet, server));
    server.flush(now, packet -> send(packet, client));
  }

  private void send(PacketBuffer packet, Watched to) {
    trace.add("network", () -> Packets.describe(packet, to == server ? ">" : "<"));
    if (healed) {
      transit.add(new InTransit(now + delay, order++, to, packet));
      return;
    }
    if (random.nextInt(100) < replayPercent) {
      old.add(packet.retain());
      replay(to);
    }
    if (random.nextInt(100) < lossPercent) {
      packet.release();
      return;
    }
    long extra = random.nextInt(100) < reorderPercent ? random.nextInt(60) * MS : 0;
    transit.add(new InTransit(now + delay + extra, order++, to, packet));
    if (random.nextInt(100) < repeatPercent) {
      long later = random.nextInt(200) * MS;
      transit.add(new InTransit(now + delay + later, order++, to, packet.retain()));
    }
  }

  /** A packet of long ago comes again. */
  private void replay(Watched to) {
    PacketBuffer packet = old.get(random.nextInt(old.size()));
    view.parse(packet);
    boolean toServer = view.destinationPort() == server.parameters.key().localPort();
    if (toServer == (to == server)) {
      transit.add(new InTransit(now + delay, order++, to, packet.retain()));
    }
  }
}
