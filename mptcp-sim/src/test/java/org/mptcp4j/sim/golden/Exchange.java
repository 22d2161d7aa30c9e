package org.mptcp4j.sim.golden;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.SimNodeBuilder;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/**
 * One connection, from a client with an address on each of some links to a server's one address, on
 * which both sides send at once: each so much, and then the end of its stream.
 */
final class Exchange {
  private static final PathManagerProvider QUIET =
      PathManagerProvider.of("quiet", () -> new PathManager() {});
  private static final int PORT = 5001;
  private static final long LIMIT_NANOS = 120_000_000_000L;

  /** What the start takes: handshake, join and slow start of each subflow. */
  private static final long START_NANOS = 1_000_000_000L;

  private final Simulation simulation;
  private final List<LinkSpec> links;
  private final End client;
  private final End server;

  /** Connects at time 0; the client sends {@code up} bytes, the server {@code down}. */
  Exchange(long seed, ConnectionOptions options, List<LinkSpec> links, long up, long down) {
    this.simulation = new Simulation(seed);
    this.links = links;
    client = new End(up);
    server = new End(down);
    SimNodeBuilder from = SimNode.builder(simulation, "client");
    SimNodeBuilder to = SimNode.builder(simulation, "server");
    for (int i = 1; i <= links.size(); i++) {
      Link link = simulation.link("link" + i, links.get(i - 1));
      from.attach(link.a(), "10.0." + i + ".2/24");
      to.attach(link.b(), "10.0." + i + ".1/24");
    }
    SimHost host = from.host();
    to.host()
        .engine()
        .listen(
            ListenTarget.port(PORT),
            request -> request.accept(options.withPathManager(QUIET), server));
    ConnectTarget target =
        new ConnectTarget(host.zones().get(0), socket("10.0.1.2", 0), socket("10.0.1.1", PORT));
    host.engine().connect(target, options, client);
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(Addresses.literal(address), port);
  }

  /**
   * How it went in the direction of the larger part.
   *
   * @param seconds from the SYN to its last byte
   * @param late goodput after the first second, over what the links can carry as payload
   * @param timeouts of the sender's subflows
   * @param retransmittedPercent payload sent again, per payload sent first
   */
  record Figures(double seconds, double late, long timeouts, double retransmittedPercent) {}

  Figures run() {
    End sender = client.total > server.total ? client : server;
    End receiver = sender == client ? server : client;
    simulation.run(START_NANOS);
    long before = receiver.received;
    simulation.runUntil(() -> client.finished() && server.finished(), LIMIT_NANOS);
    if (client.received != server.total || server.received != client.total) {
      throw new AssertionError("it ended early: " + client.ended + ", " + server.ended);
    }
    double seconds = receiver.lastByteNanos / 1e9;
    double goodput = 8 * (sender.total - before) / (seconds - START_NANOS / 1e9);
    return new Figures(
        seconds,
        PayloadCapacity.efficiency(goodput, links),
        sender.subflows.stream().mapToLong(Subflow::timeouts).sum(),
        100.0
            * sender.subflows.stream().mapToLong(Subflow::bytesRetransmitted).sum()
            / sender.subflows.stream().mapToLong(Subflow::bytesSent).sum());
  }

  /** The application at one end. */
  private final class End implements ConnectionHandler {
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
    private final List<Subflow> subflows = new ArrayList<>();
    private final long total;
    private long written;
    private long received;
    private long lastByteNanos;
    private CloseReason ended;

    End(long total) {
      this.total = total;
    }

    boolean finished() {
      return ended != null;
    }

    @Override
    public void onEstablished(EngineConnection connection) {
      subflows.addAll(connection.subflows());
      onWritable(connection);
    }

    @Override
    public void onSubflowUp(EngineConnection connection, Subflow subflow) {
      if (!subflows.contains(subflow)) {
        subflows.add(subflow);
      }
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (written < total) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), total - written));
        int taken = connection.write(chunk);
        if (taken == 0) {
          return;
        }
        written += taken;
      }
      connection.shutdownOutput();
    }

    @Override
    public void onReadable(EngineConnection connection) {
      int count = connection.read(chunk.clear());
      while (count > 0) {
        received += count;
        lastByteNanos = simulation.nowNanos();
        count = connection.read(chunk.clear());
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      ended = reason;
    }
  }
}
