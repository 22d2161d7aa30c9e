package org.mptcp4j.impl.stack;

import java.util.concurrent.TimeUnit;
import org.mptcp4j.impl.mptcp.MultipathConnection;
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

/** The deadlines of all connections of an engine, sorted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class DeadlinesBenchmark {
  private static final long SPREAD = 200_000_000L;
  private static final int STRIDE = 1_618_033_989;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  @Param({"10", "10000"})
  int connections;

  private final Deadlines<MultipathConnection> deadlines = new Deadlines<>();
  private MultipathConnection[] all;
  private int index;
  private int step;
  private long now;

  /** Each connection has a deadline. */
  @Setup
  public void prepare() {
    step = STRIDE % connections;
    Connections opened = new Connections(connections);
    all = new MultipathConnection[connections];
    for (int i = 0; i < connections; i++) {
      all[i] = opened.open(i).connection();
      deadlines.update(all[i], now + random(i));
    }
  }

  private static long random(long seed) {
    return ((seed * MIX) >>> 32) % SPREAD;
  }

  /** A connection had a segment: its deadline moves on, which may be less far than before. */
  @Benchmark
  public long update() {
    index += step;
    index -= index >= connections ? connections : 0;
    now += 1_000;
    deadlines.update(all[index], now + random(now));
    return deadlines.earliest();
  }

  /** The connection that is due first is served, and waits again. */
  @Benchmark
  public long serve() {
    MultipathConnection due = deadlines.first();
    now = due.sortedDeadline();
    deadlines.remove(due);
    deadlines.update(due, now + random(now) + 1);
    return now;
  }

  /** The connections come out in order, all of them. */
  @TearDown
  public void check() {
    long last = Long.MIN_VALUE;
    for (int i = 0; i < connections; i++) {
      long next = deadlines.earliest();
      if (next < last || next == Long.MAX_VALUE) {
        throw new IllegalStateException(next + " behind " + last);
      }
      last = next;
      deadlines.remove(deadlines.first());
    }
  }
}
