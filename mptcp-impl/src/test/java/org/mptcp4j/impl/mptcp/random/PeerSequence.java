package org.mptcp4j.impl.mptcp.random;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.RecordedPaths;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.tcp.random.Trace;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.spi.PathManagerProvider;

/**
 * One peer: a valid conversation up to somewhere, a few segments that may be anything, perhaps more
 * of both; and an end after which nothing may be left.
 */
final class PeerSequence {
  private static final MptcpVersion[] VERSIONS = {MptcpVersion.V0, MptcpVersion.V1};
  private static final int MOST_PACKETS = 6_000;
  private static final ConnectionOptions USUAL = Bench.options();
  private static final PathManagerProvider HOST = PathManagerProvider.named("host");

  private final Random random;
  private final Trace trace;
  private final Bench bench;
  private final Host host;
  private final Strange strange;
  private final Recorder recorder = new Recorder();
  private final RecordedPaths paths = new RecordedPaths();
  private final boolean peerOpens;
  private final boolean behaves;
  private ConnectionOptions options;
  private EngineConnection connection;
  private boolean shutdown;
  private long written;
  private int packets;
  private long digest = 1;

  PeerSequence(long seed, PacketPool pool, PacketPool slabs, boolean tracing) {
    random = new Random(seed);
    trace = new Trace(tracing);
    Random entropy = new Random(~seed);
    bench = Bench.host(entropy::nextLong, pool, slabs);
    MptcpVersion version = VERSIONS[random.nextInt(VERSIONS.length)];
    host = new Host(random, bench, version, trace);
    strange = new Strange(host);
    peerOpens = random.nextBoolean();
    behaves = oneIn(8);
    bench.watch(this::watch);
    options = randomOptions(version);
    host.agree(peerOpens, oneIn(4), options.checksum());
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private ConnectionOptions randomOptions(MptcpVersion version) {
    MptcpVersion other = version == MptcpVersion.V0 ? MptcpVersion.V1 : MptcpVersion.V0;
    MptcpOptions mptcp =
        MptcpOptions.defaults()
            .withRejoinNanos(random.nextInt(3) * 20L * Bench.SECOND)
            .withCapableSyns(1 + random.nextInt(3))
            .withAddAddrRetries(1 + random.nextInt(3), (1 + random.nextInt(60)) * Bench.SECOND)
            .withJoinInitialAddress(!oneIn(4));
    TcpOptions tcp =
        TcpOptions.defaults()
            .withTimestamps(!oneIn(4))
            .withSack(!oneIn(4))
            .withWindowScale(!oneIn(4))
            .withNoDelay(!oneIn(4))
            .withPacing(!oneIn(4))
            .withAutoTuning(!oneIn(4));
    ConnectionOptions chosen =
        USUAL
            .withChecksum(oneIn(4))
            .withMptcp(mptcp)
            .withTcp(tcp)
            .withMaxSubflows(1 + random.nextInt(8))
            .withBuffers(16_384 << random.nextInt(4), 16_384 << random.nextInt(4));
    if (!oneIn(4)) {
      chosen = chosen.withPathManager(PathManagerProvider.of("recorded", () -> paths));
    } else {
      chosen = chosen.withPathManager(HOST);
    }
    return oneIn(2) ? chosen.withVersion(version) : chosen.withVersions(version, other);
  }

  /**
   * Runs it; throws an AssertionError where an invariant does not hold.
   *
   * @return a digest of all that the engine sent
   */
  long run() {
    open();
    int prefix = random.nextInt(oneIn(3) ? 5 : 30);
    for (int i = 0; i < prefix; i++) {
      validStep();
    }
    if (behaves) {
      settle();
    } else {
      misbehave();
    }
    check();
    end();
    return digest;
  }

  private void misbehave() {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      strange.send();
    }
    for (int i = random.nextInt(14); i > 0; i--) {
      if (oneIn(4)) {
        strange.send();
      } else {
        validStep();
      }
    }
    bench.advance(random.nextInt(3_000) * Bench.MILLI);
    host.absorb();
  }

  private void watch(Seen seen) {
    trace.now(seen.time());
    trace.add("eng ", seen::toString);
    digest = digest * 31 + Arrays.hashCode(seen.packet());
    require(++packets < MOST_PACKETS, "packets without an end");
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw trace.failure(what);
    }
  }

  private void open() {
    bench.engine().listen(ListenTarget.port(Host.PORT), this::accept);
    if (oneIn(8)) {
      recorder.stopReading();
    }
    if (peerOpens) {
      host.newLeg();
      return;
    }
    ConnectTarget target =
        new ConnectTarget(bench.zone(0), host.address(0, true, 0), host.address(0, false, 443));
    connected(bench.engine().connect(target, options, recorder));
    bench.poll();
    host.absorb();
  }

  private void accept(ConnectionRequest request) {
    if (connection == null && request.syn().remote().equals(host.initial().flow.peer())) {
      connected(request.accept(options, recorder));
    } else {
      request.accept(options, new Recorder());
    }
  }

  private void connected(EngineConnection opened) {
    connection = opened;
    host.connection(opened);
  }

  private boolean alive() {
    return connection != null && recorder.closed() == null;
  }

  // what a peer that behaves may do, or the engine's user

  private void validStep() {
    trace.now(bench.now());
    for (Leg leg : host.legs) {
      if (!oneIn(3) && host.handshake(leg)) {
        return;
      }
    }
    Leg leg = host.anyOpen();
    if (leg == null || oneIn(3)) {
      userStep();
    } else {
      peerStep(leg);
    }
  }

  private void peerStep(Leg leg) {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> host.ack(leg);
      case 4, 5, 6, 7, 8 -> {
        if (host.finSent() || host.sndNxt() > 12_000) {
          host.ack(leg);
        } else {
          host.data(leg, 1 + random.nextInt(1_000));
        }
      }
      case 9, 10 -> {
        if (mayJoin() && host.legs.size() < 5) {
          host.handshake(host.newLeg());
        }
      }
      case 11 -> host.send(leg, leg.flow.segment().option(new MpPrio(oneIn(2), false, 0)));
      case 12 -> announce(leg);
      case 13 -> host.send(leg, leg.flow.segment().option(new RemoveAddr(java.util.List.of(200))));
      case 14 -> {
        if (oneIn(3)) {
          host.dataFin(leg);
        }
      }
      default -> {
        if (!leg.initial && oneIn(3)) {
          host.fin(leg);
        }
      }
    }
  }

  private boolean mayJoin() {
    return host.initial().isOpen() && alive();
  }

  private void announce(Leg leg) {
    int id = 100 + random.nextInt(4);
    IpAddress address = IpAddress.v4(0x0A00_0200 + id);
    host.send(leg, leg.flow.segment().option(host.addAddr(id, address, oneIn(2) ? 0 : 8080)));
  }

  private void userStep() {
    if (!alive() || oneIn(4)) {
      bench.advance(random.nextInt(oneIn(4) ? 3_000 : 200) * Bench.MILLI);
      host.absorb();
      return;
    }
    trace.add("user", "acts");
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> write(1 + random.nextInt(4_000));
      case 5 -> recorder.read(connection);
      case 6 -> join();
      case 7 -> {
        if (paths.paths() != null) {
          paths.paths().announce(host.address(1, true, oneIn(2) ? 0 : Host.PORT));
        }
      }
      case 8 -> {
        if (paths.paths() != null && oneIn(2) && !behaves) {
          paths.paths().withdraw(host.address(0, true, 0));
        }
      }
      case 9 -> {
        for (Subflow subflow : connection.subflows()) {
          subflow.setBackup(oneIn(2));
        }
      }
      case 10 -> {
        if (oneIn(3)) {
          connection.shutdownOutput();
          shutdown = true;
        }
      }
      default -> {
        if (connection.subflows().size() > 1) {
          // of a connection that fell back it is the whole
          shutdown |= connection.info().version() == MptcpVersion.OFF;
          connection.subflows().get(1).close();
        }
      }
    }
    bench.poll();
    host.absorb();
  }

  private void write(int length) {
    if (shutdown) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    for (int i = 0; i < length; i++) {
      bytes.put(i, Judge.out(written + 1 + i));
    }
    host.judge.written(written + length);
    written += connection.write(bytes);
    host.judge.written(written);
  }

  private void join() {
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), host.address(1, true, 0), host.address(1, false, 443));
    try {
      connection.openSubflow(target, oneIn(4));
    } catch (IllegalStateException e) {
      trace.add("user", () -> "may not join: " + e.getMessage());
    }
  }

  // what must hold

  /** Nobody did anything wrong: all that was said arrives, and the end is an orderly one. */
  private void settle() {
    for (int i = 0; i == 0 || (i < 20 && !settled()); i++) {
      round();
    }
    require(alive() || recorder.closed().kind() == Kind.NORMAL, "not alive: " + recorder.events());
    require(recorder.bytes().length == host.sndNxt() - 1, "not all arrived");
    require(host.rcvNxt() > written, "not all was sent");
    require(
        !alive() || connection.info().version() == host.dialect.version(),
        "version " + connection.info().version());
    if (alive()) {
      connection.close();
    }
    Leg leg = host.anyOpen();
    if (leg != null) {
      host.dataFin(leg);
    }
    for (int i = 0; i < 20 && alive(); i++) {
      round();
    }
    require(!alive() && recorder.closed().kind() == Kind.NORMAL, "the end: " + recorder.events());
  }

  private void round() {
    trace.now(bench.now());
    for (int i = 0; i < host.legs.size(); i++) {
      Leg leg = host.legs.get(i);
      while (host.handshake(leg)) {
        trace.now(bench.now());
      }
      if (leg.isOpen()) {
        host.ack(leg);
      }
    }
    if (alive()) {
      recorder.read(connection);
    }
    bench.advance(300 * Bench.MILLI);
    host.absorb();
  }

  private boolean settled() {
    return recorder.bytes().length == host.sndNxt() - 1
        && host.rcvNxt() > written
        && (host.initial().keysSettled() || !alive());
  }

  private void check() {
    if (connection != null) {
      boolean plain = connection.info().version() == MptcpVersion.OFF;
      String wrong = host.judge.verdict(host.legs, recorder.bytes(), recorder.ended(), plain);
      require(wrong == null, wrong);
    }
  }

  /** However it ends, nothing is left. */
  private void end() {
    trace.now(bench.now());
    int way = random.nextInt(5);
    trace.add("end", "way " + way);
    if (alive()) {
      switch (way) {
        case 0 -> connection.abort();
        case 1 -> resetAll();
        case 2 -> fastClose();
        default -> {}
      }
      if (alive() && way < 4) {
        connection.close();
      }
    }
    host.absorb();
    if (way < 4) {
      bench.advance(1_000 * Bench.SECOND);
      require(!alive(), "it lives on after a close");
    }
    check();
    try {
      bench.assertNothingLeft();
    } catch (AssertionError e) {
      throw trace.failure(e.getMessage());
    }
  }

  private void resetAll() {
    for (Leg leg : host.legs) {
      host.send(leg, leg.flow.segment().flags("RA"));
    }
  }

  private void fastClose() {
    Leg leg = host.initial();
    host.send(leg, leg.flow.segment().option(new MpFastclose(host.engineKey())));
  }
}
