package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.buffer.ReassemblyQueue;
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
 * A segment of a stream that arrives in another order than it was sent: kept, and handed on when
 * what was missing has come (RFC 9293, section 3.10.7.4).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ReassemblyBenchmark {
  private static final int SEGMENTS = 1024;
  private static final int SEGMENT_BYTES = 1460;

  /** In what order {@link #SEGMENTS} segments arrive. */
  public enum Arrival {
    /** Each behind the one before it; the fast path of the engine does not even come here. */
    IN_ORDER {
      @Override
      int nth(int n) {
        return n;
      }
    },
    /** Neighbours change places. */
    SWAPPED {
      @Override
      int nth(int n) {
        return n ^ 1;
      }
    },
    /** The first of 32 comes last, as after a retransmission. */
    LATE {
      @Override
      int nth(int n) {
        return (n & ~31) | ((n + 1) & 31);
      }
    },
    /** Of two paths the second lags by 256 segments. */
    TWO_PATHS {
      @Override
      int nth(int n) {
        int at = n & 511;
        return (n & ~511) | (at < 256 ? 2 * at : 2 * (at - 256) + 1);
      }
    },
    /**
     * All odd ones, from the last to the first, then the even ones: each makes a hole or fills one.
     */
    WORST {
      @Override
      int nth(int n) {
        return n < SEGMENTS / 2 ? SEGMENTS - 1 - 2 * n : 2 * (n - SEGMENTS / 2);
      }
    };

    /** The number of the segment that arrives as number {@code n}. */
    abstract int nth(int n);
  }

  @Param Arrival arrival;

  private final ReassemblyQueue queue = new ReassemblyQueue();
  private final PacketBuffer buffer = PacketBuffer.wrap(ByteBuffer.allocateDirect(SEGMENT_BYTES));
  private final ReassemblyQueue.Consumer consumer = this::accept;
  private final int[] order = new int[SEGMENTS];
  private long next = 1;
  private long arrived;

  private void accept(long position, PacketBuffer piece, int offset, int length) {
    next += length;
  }

  /** Lays down the order. */
  @Setup
  public void prepare() {
    for (int n = 0; n < SEGMENTS; n++) {
      order[n] = arrival.nth(n);
    }
  }

  /** One segment: taken, and handed on as soon as its turn comes. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long arrive() {
    long base = next;
    for (int n = 0; n < SEGMENTS; n++) {
      long position = base + (long) order[n] * SEGMENT_BYTES;
      arrived += queue.insert(position, buffer, 0, SEGMENT_BYTES);
      if (position == next) {
        queue.drain(next, consumer);
      }
    }
    return next;
  }

  /** Everything came out again. */
  @TearDown
  public void check() {
    if (!queue.isEmpty()
        || next != 1 + arrived
        || arrived % ((long) SEGMENTS * SEGMENT_BYTES) != 0) {
      throw new IllegalStateException("of " + arrived + " bytes " + (next - 1) + " came out");
    }
  }
}
