package org.mptcp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.mptcp4j.impl.tcp.timing.TimerSet;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The timers of one connection. Those of all connections together are {@code DeadlinesBenchmark}'s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class TimerBenchmark {
  private static final long STEP = 1_000;
  private static final long RTO = 200_000_000L;
  private static final long DELAYED_ACK = 40_000_000L;

  private final TimerSet timers = new TimerSet();
  private long now;

  /** A connection under way: what is due last is armed. */
  @Setup
  public void prepare() {
    timers.arm(Timer.USER_TIMEOUT, Long.MAX_VALUE - 1);
    timers.arm(Timer.RETRANSMISSION, RTO);
  }

  /** An ACK came: the retransmission timer, earliest of all, moves on (RFC 6298, section 5.3). */
  @Benchmark
  public long restart() {
    now += STEP;
    timers.arm(Timer.RETRANSMISSION, now + RTO);
    return timers.earliest();
  }

  /** An ACK is delayed, and leaves with data before the delay is over. */
  @Benchmark
  public long armAndCancel() {
    now += STEP;
    timers.arm(Timer.DELAYED_ACK, now + DELAYED_ACK);
    timers.cancel(Timer.DELAYED_ACK);
    return timers.earliest();
  }

  /** A timer is armed and fires: the next burst of a paced sender. */
  @Benchmark
  public boolean fire() {
    timers.arm(Timer.PACING, now + STEP);
    now += STEP;
    return timers.takeDue(Timer.PACING, now);
  }
}
