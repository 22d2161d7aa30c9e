package org.mptcp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of a fixed loop that has nothing to do with the project: the unit that all others are told
 * in, so that figures of two machines, or of a quiet and a busy hour, can be compared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CalibrationBenchmark {
  private static final int LONGS = 4096;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private final long[] table = new long[LONGS];
  private long state = 1;

  /** Reads, multiplies, shifts and writes; each step waits for the one before it. */
  @Benchmark
  @OperationsPerInvocation(LONGS)
  public long step() {
    long h = state;
    for (int i = 0; i < LONGS; i++) {
      h = (h ^ table[i]) * ODD;
      h ^= h >>> 29;
      table[i] = h;
    }
    state = h;
    return h;
  }
}
