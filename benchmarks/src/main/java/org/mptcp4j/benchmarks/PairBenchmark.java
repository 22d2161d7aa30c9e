package org.mptcp4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.benchmarks.network.Bulk;
import org.mptcp4j.benchmarks.network.Network;
import org.mptcp4j.benchmarks.network.Node;
import org.mptcp4j.benchmarks.network.Packets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A mebibyte from one application to another through two engines on one thread, with nothing
 * between them but a copy of each packet: what a processor core can carry, both ends together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class PairBenchmark {
  private static final int MEBIBYTE = 1 << 20;

  /** Version, number of subflows, and whether DSS checksums are on. */
  public enum Setting {
    /** Plain TCP. */
    TCP(MptcpVersion.OFF, 1, false),
    /** Multipath TCP of version 1, as the others. */
    ONE_SUBFLOW(MptcpVersion.V1, 1, false),
    ONE_SUBFLOW_CHECKSUM(MptcpVersion.V1, 1, true),
    TWO_SUBFLOWS(MptcpVersion.V1, 2, false),
    TWO_SUBFLOWS_CHECKSUM(MptcpVersion.V1, 2, true);

    private final MptcpVersion version;
    private final boolean checksum;
    private final int subflows;

    Setting(MptcpVersion version, int subflows, boolean checksum) {
      this.version = version;
      this.checksum = checksum;
      this.subflows = subflows;
    }
  }

  @Param Setting setting;

  @Param Packets packets;

  private Bulk bulk;
  private long before;
  private long moved;

  /** Opens the connection and lets its windows grow. */
  @Setup
  public void prepare() {
    Network network = new Network(packets);
    Node[] ends = network.pair(setting.subflows);
    ConnectionOptions options = Bulk.options(setting.version).withChecksum(setting.checksum);
    bulk = Bulk.open(network, ends[0], ends[1], options, setting.subflows);
    bulk.move(32 * MEBIBYTE);
    before = bulk.received();
  }

  /** Moves it. */
  @Benchmark
  public long mebibyte() {
    bulk.move(MEBIBYTE);
    moved += MEBIBYTE;
    return bulk.received();
  }

  /** All of it came, once, and all subflows did their part. */
  @TearDown
  public void check() {
    long received = bulk.received() - before;
    if (received < moved - Bulk.WINDOW_BYTES || received > moved + 2 * Bulk.WINDOW_BYTES) {
      throw new IllegalStateException(received + " bytes came instead of " + moved);
    }
    List<Subflow> subflows = bulk.writer().subflows();
    for (Subflow subflow : subflows) {
      if (subflow.bytesRetransmitted() > 0
          || subflow.bytesAcked() < bulk.received() / (4L * subflows.size())) {
        throw new IllegalStateException(subflow.info().toString());
      }
    }
  }
}
