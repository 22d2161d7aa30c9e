package org.mptcp4j.sim;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/** H - R1 - R2 - S, of which the link in the middle may have a smaller MTU than the others. */
final class NarrowPath {
  static final long SECOND = 1_000_000_000L;

  final Simulation simulation = new Simulation(1);
  final Link narrow;
  final SimHost client;
  private final String format;
  private long received;
  private long toSend;
  private long written;
  private long wrong;
  private EngineConnection connection;

  /**
   * @param silent whether the routers send no ICMP errors
   */
  NarrowPath(boolean v6, LinkSpec middle, boolean silent, boolean offload) {
    format = v6 ? "fd00:%d::%d" : "10.0.%d.%d";
    int bits = v6 ? 64 : 24;
    String all = v6 ? "::/0" : "0.0.0.0/0";
    Link near = simulation.link("near", LinkSpec.parse("100M,1ms"));
    narrow = simulation.link("narrow", middle);
    Link far = simulation.link("far", LinkSpec.parse("100M,1ms"));
    SimNodeBuilder host = SimNode.builder(simulation, "H");
    if (offload) {
      host.segmentationOffload();
    }
    client = host.attach(near.a(), address(1, 2) + "/" + bits).route(all, "near").host();
    router(
            "R1",
            near.b(),
            address(1, 1) + "/" + bits,
            narrow.a(),
            address(9, 1) + "/" + bits,
            silent)
        .route(all, "narrow")
        .router();
    router(
            "R2",
            narrow.b(),
            address(9, 2) + "/" + bits,
            far.a(),
            address(3, 1) + "/" + bits,
            silent)
        .route(all, "narrow")
        .router();
    SimHost server =
        SimNode.builder(simulation, "S")
            .attach(far.b(), address(3, 2) + "/" + bits)
            .route(all, "far")
            .host();
    server
        .engine()
        .listen(
            ListenTarget.port(80), request -> request.accept(ConnectionOptions.defaults(), sink()));
  }

  private String address(int net, int number) {
    return format.formatted(net, number);
  }

  private SimNodeBuilder router(
      String name,
      LinkEnd left,
      String leftAddress,
      LinkEnd right,
      String rightAddress,
      boolean silent) {
    SimNodeBuilder builder = SimNode.builder(simulation, name);
    if (silent) {
      builder.silent();
    }
    return builder.attach(left, leftAddress).attach(right, rightAddress);
  }

  NarrowPath connect(ConnectionOptions options) {
    ConnectTarget target =
        new ConnectTarget(
            client.zone("near"),
            new InetSocketAddress(Addresses.literal(address(1, 2)), 0),
            new InetSocketAddress(Addresses.literal(address(3, 2)), 80));
    connection = client.engine().connect(target, options, source());
    return this;
  }

  /** Sends so much more; returns the seconds until it was there, or infinity. */
  double send(long bytes, long limitNanos) {
    toSend += bytes;
    long start = simulation.nowNanos();
    simulation.schedule(start, this::write);
    boolean done = simulation.runUntil(() -> received == toSend, start + limitNanos);
    return done && wrong == 0
        ? (simulation.nowNanos() - start) / (double) SECOND
        : Double.POSITIVE_INFINITY;
  }

  Subflow subflow() {
    return connection.subflows().get(0);
  }

  private void write() {
    ByteBuffer data = ByteBuffer.allocate(64 * 1024);
    while (written < toSend) {
      data.clear().limit((int) Math.min(data.capacity(), toSend - written));
      for (int i = 0; i < data.limit(); i++) {
        data.put(i, pattern(written + i));
      }
      int taken = connection.write(data);
      written += taken;
      if (taken == 0) {
        return;
      }
    }
  }

  private static byte pattern(long position) {
    return (byte) (position * 31 + (position >>> 8));
  }

  private ConnectionHandler source() {
    return new ConnectionHandler() {
      @Override
      public void onWritable(EngineConnection c) {
        write();
      }
    };
  }

  private ConnectionHandler sink() {
    ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
    return new ConnectionHandler() {
      @Override
      public void onReadable(EngineConnection c) {
        int read;
        while ((read = c.read(scratch.clear())) > 0) {
          for (int i = 0; i < read; i++) {
            wrong += scratch.get(i) == pattern(received + i) ? 0 : 1;
          }
          received += read;
        }
      }
    };
  }
}
