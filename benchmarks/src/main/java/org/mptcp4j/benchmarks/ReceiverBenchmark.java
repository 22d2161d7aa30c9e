package org.mptcp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.benchmarks.network.Bulk;
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
 * A segment of bulk data on its way into an engine: headers, options, demultiplexer, TCP, the
 * mapping to the connection's stream, the application's copy, and the ACKs that leave. The checksum
 * counts as verified; {@link ChecksumBenchmark} says what it costs. The sender is a {@link Replay}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class ReceiverBenchmark {
  private static final int SEGMENTS = 8;
  private static final int WARM_BYTES = 32 << 20;

  @Param({"OFF", "V0", "V1"})
  MptcpVersion version;

  @Param Packets packets;

  private final PacketSink acks = this::countAck;
  private Bulk bulk;
  private Node node;
  private Replay data;
  private long now;
  private long sent;
  private long readBefore;
  private long acksOut;

  /** Opens the connection and lets its windows grow before the sender is replaced. */
  @Setup
  public void prepare() {
    Network network = new Network(packets);
    Node[] ends = network.pair(1);
    node = ends[1];
    Tap fromSender = node.tap(0);
    Tap fromReceiver = ends[0].tap(0);
    bulk = Bulk.open(network, ends[0], node, Bulk.options(version));
    bulk.move(WARM_BYTES);
    bulk.settle();
    data = fromSender.data();
    data.sendFromWhere(fromReceiver.ack());
    now = network.nowNanos();
    readBefore = bulk.received();
  }

  private void countAck(OutgoingPacket packet) {
    acksOut++;
  }

  /** Of a batch that comes in, is read and acknowledged, one segment. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long segment() {
    Engine engine = node.engine();
    for (int i = 0; i < SEGMENTS; i++) {
      data.input(engine, node.zone(0), node.pool(), now);
      data.sendOn(data.payloadBytes());
      sent += data.payloadBytes();
    }
    bulk.read();
    engine.poll(now, acks);
    now += 2 * Network.ONE_WAY_NANOS;
    return acksOut;
  }

  /** All that came was read, and acknowledged; segments are full. */
  @TearDown
  public void check() {
    long segments = sent / data.payloadBytes();
    boolean full = data.payloadBytes() > (packets == Packets.ETHERNET ? 1_380 : 50_000);
    if (bulk.received() - readBefore != sent || acksOut < segments / SEGMENTS || !full) {
      throw new IllegalStateException(
          "of " + sent + " bytes " + (bulk.received() - readBefore) + ", " + acksOut + " ACKs");
    }
  }
}
