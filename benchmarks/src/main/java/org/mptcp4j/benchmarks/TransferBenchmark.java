package org.mptcp4j.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.transfer.Transfer;
import org.mptcp4j.sim.transfer.TransferResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per data segment of a whole transfer: two engines with their acknowledgements, and
 * the simulator between them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransferBenchmark {
  private static final int SEGMENTS = 10_000;
  private static final int SEGMENT_BYTES = 1428;

  /** How many links of 1 Gbit/s there are. */
  @Param({"1", "2"})
  int links;

  /** Moves the segments and checks that all bytes arrived. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public TransferResult transfer() {
    LinkSpec[] specs = new LinkSpec[links];
    Arrays.fill(specs, LinkSpec.parse("1G,1ms"));
    TransferResult result = Transfer.over(specs).bytes((long) SEGMENTS * SEGMENT_BYTES).run();
    if (!result.complete()) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }
}
