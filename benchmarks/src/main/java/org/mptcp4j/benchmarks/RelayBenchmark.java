package org.mptcp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mptcp4j.benchmarks.network.Acknowledger;
import org.mptcp4j.benchmarks.network.Chain;
import org.mptcp4j.benchmarks.network.Network;
import org.mptcp4j.benchmarks.network.Node;
import org.mptcp4j.benchmarks.network.Packets;
import org.mptcp4j.benchmarks.network.Replay;
import org.mptcp4j.benchmarks.network.Tap;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketSink;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A segment of bulk data through a gateway's engine: in by one leg, over the {@link
 * org.mptcp4j.gateway.Relay} by reference, out by the other leg, with all ACKs. One leg is plain
 * TCP, the other Multipath TCP of version 1 with one subflow. The hosts are a {@link Replay} and an
 * {@link Acknowledger}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class RelayBenchmark {
  private static final int SEGMENTS = 8;
  private static final int MOST_ROUNDS = 10_000;
  private static final int WARM_BYTES = 32 << 20;

  @Param Chain.Way way;

  @Param Packets packets;

  private final PacketSink out = this::send;
  private Chain chain;
  private Node gateway;
  private Replay data;
  private Acknowledger receiver;
  private long now;
  private long fed;
  private long wanted;

  /** Opens both legs and lets their windows grow before the hosts are replaced. */
  @Setup
  public void prepare() {
    Network network = new Network(packets);
    chain = new Chain(network, way);
    gateway = chain.gateway();
    Tap toGateway = gateway.tap(chain.inZone());
    Tap acksToGateway = gateway.tap(chain.outZone());
    Tap toSender = chain.sender().tap(0);
    chain.bulk().move(WARM_BYTES);
    chain.bulk().settle();
    data = toGateway.data();
    data.sendFromWhere(toSender.ack());
    receiver = new Acknowledger(acksToGateway.ack(), gateway.pool());
    now = network.nowNanos();
  }

  private void send(OutgoingPacket packet) {
    if (packet.zone().index() == chain.outZone()) {
      receiver.send(packet);
    }
  }

  /** Of what comes in and has left again, one segment. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long segment() {
    wanted += (long) SEGMENTS * data.payloadBytes();
    Engine engine = gateway.engine();
    for (int rounds = 0; receiver.bytes() < wanted; rounds++) {
      for (int i = 0; i < SEGMENTS && fed < wanted; i++) {
        data.input(engine, gateway.zone(chain.inZone()), gateway.pool(), now);
        data.sendOn(data.payloadBytes());
        fed += data.payloadBytes();
      }
      engine.poll(now, out);
      now += 2 * Network.ONE_WAY_NANOS;
      if (rounds == MOST_ROUNDS) {
        throw new IllegalStateException(
            "nothing goes through: " + gateway.engine().counters().snapshot());
      }
      receiver.input(engine, gateway.zone(chain.outZone()), now);
    }
    return receiver.bytes();
  }

  /** What came in went out, once; segments are full. */
  @TearDown
  public void check() {
    long mean = receiver.bytes() / receiver.segments();
    boolean full = packets == Packets.ETHERNET ? mean > 1_000 : mean > 40_000;
    if (receiver.bytes() != fed || !full) {
      throw new IllegalStateException(
          "of " + fed + " bytes " + receiver.bytes() + " left, mean " + mean);
    }
  }
}
