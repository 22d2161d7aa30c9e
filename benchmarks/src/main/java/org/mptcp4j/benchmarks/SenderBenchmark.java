package org.mptcp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.benchmarks.network.Acknowledger;
import org.mptcp4j.benchmarks.network.Bulk;
import org.mptcp4j.benchmarks.network.Network;
import org.mptcp4j.benchmarks.network.Node;
import org.mptcp4j.benchmarks.network.Packets;
import org.mptcp4j.benchmarks.network.Tap;
import org.mptcp4j.engine.Engine;
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
 * A segment of bulk data on its way out of an engine, with the ACKs that come for it: the
 * application's copy into the send buffer, the scheduler, TCP, options, headers. The peer is an
 * {@link Acknowledger}, which costs next to nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class SenderBenchmark {
  private static final int SEGMENTS = 16;
  private static final int MOST_ROUNDS = 10_000;
  private static final int WARM_BYTES = 32 << 20;

  @Param({"OFF", "V0", "V1"})
  MptcpVersion version;

  @Param Packets packets;

  private Bulk bulk;
  private Node node;
  private Acknowledger peer;
  private long now;
  private long wanted;
  private long sentBefore;

  /** Opens the connection and lets its windows grow before the peer is replaced. */
  @Setup
  public void prepare() {
    Network network = new Network(packets);
    Node[] ends = network.pair(1);
    node = ends[0];
    Tap tap = node.tap(0);
    bulk = Bulk.open(network, node, ends[1], Bulk.options(version));
    bulk.move(WARM_BYTES);
    bulk.settle();
    peer = new Acknowledger(tap.ack(), node.pool());
    now = network.nowNanos();
    sentBefore = bulk.writer().info().bytesSent();
  }

  /** Of what leaves, and is acknowledged, one segment. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long segment() {
    wanted += SEGMENTS;
    Engine engine = node.engine();
    for (int rounds = 0; peer.segments() < wanted; rounds++) {
      bulk.write();
      engine.poll(now, peer);
      now += 2 * Network.ONE_WAY_NANOS;
      if (rounds == MOST_ROUNDS) {
        throw new IllegalStateException("nothing leaves: " + bulk.writer().info());
      }
      peer.input(engine, node.zone(0), now);
    }
    return peer.bytes();
  }

  /** All was acknowledged and nothing sent twice; segments are full. */
  @TearDown
  public void check() {
    var info = bulk.writer().info();
    long mean = peer.bytes() / peer.segments();
    boolean full = packets == Packets.ETHERNET ? mean > 1_380 : mean > 50_000;
    if (info.bytesAcked() != sentBefore + peer.bytes() || !full) {
      throw new IllegalStateException(peer.bytes() + " bytes, mean " + mean + ", " + info);
    }
  }
}
