package org.mptcp4j.examples.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.examples.kernel.Plan.Family;

/** Our stack, one zone for each path. */
final class OurHost implements Host {
  private static final int MTU = 1500;

  private final MptcpStack stack;
  private final int side;
  private final ConnectionOptions options;
  private final List<Peer> peers = new ArrayList<>();

  private OurHost(MptcpStack stack, int side, ConnectionOptions options) {
    this.stack = stack;
    this.side = side;
    this.options = options;
  }

  /** Attaches a stack to {@code fabric}, which closes it. */
  static OurHost open(Fabric fabric, int side, Setting setting) {
    List<Zone> zones = new ArrayList<>();
    for (int path = 1; path <= setting.ours().size(); path++) {
      fabric.attachEngine(side, path);
      List<Zone.Prefix> prefixes = Plan.prefixes(side, path, setting.ours().get(path - 1));
      zones.add(Zone.host(path - 1, "path" + path, MTU, prefixes));
    }
    EngineOptions engine = EngineOptions.of(zones, new SplittableRandom(side)::nextLong);
    return new OurHost(EngineProvider.load().newStack(engine, fabric), side, setting.options());
  }

  /** Runs {@code task} on the engine's thread and waits for it. */
  void run(Consumer<Engine> task) throws IOException {
    try {
      stack.execute(task).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  MptcpStack stack() {
    return stack;
  }

  @Override
  public OurPeer serve(Family family, int port) throws IOException {
    MptcpListener listener = stack.listen(ListenTarget.port(port), options);
    return keep(new OurPeer(listener::accept));
  }

  @Override
  public OurPeer connect(Family family, int port) {
    return keep(new OurPeer(() -> stack.connect(Plan.socket(3 - side, 1, family, port), options)));
  }

  private OurPeer keep(OurPeer peer) {
    peers.add(peer);
    return peer;
  }

  @Override
  public long openConnections() throws IOException {
    AtomicLong count = new AtomicLong();
    run(engine -> count.set(engine.connectionCount()));
    return count.get();
  }

  @Override
  public Map<String, Long> counters() {
    return stack.counters().snapshot();
  }

  @Override
  public void close() throws IOException {
    stack.close();
    for (Peer peer : peers) {
      peer.close();
    }
  }
}
