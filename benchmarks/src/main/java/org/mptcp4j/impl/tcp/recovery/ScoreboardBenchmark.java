package org.mptcp4j.impl.tcp.recovery;

import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A segment's life on the scoreboard (RFC 6675, section 3): sent, sacked or lost and sent again,
 * and acknowledged. A window of 1000 segments is sent, its ACKs come one by one with three SACK
 * blocks (RFC 2018, section 4), then what was lost is repaired and acknowledged.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ScoreboardBenchmark {
  private static final int SEGMENTS = 1000;
  private static final int SEGMENT_BYTES = 1460;

  /** One of so many segments is lost; 0 for none. */
  @Param({"0", "100", "10", "2"})
  int lossOneIn;

  private final Scoreboard board = new Scoreboard(new SentRangePool());
  private final Delivery delivery = new Delivery();
  private final Acknowledgment ack = new Acknowledgment();
  private final long[] lefts = new long[3];
  private final long[] rights = new long[3];
  private long sent = 1;
  private long now;
  private long delivered;

  /** One segment of a window. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public long segment() {
    long base = sent;
    for (int i = 0; i < SEGMENTS; i++) {
      board.append(sent, sent + SEGMENT_BYTES, ++now);
      sent += SEGMENT_BYTES;
    }
    acknowledgeArrivals(base);
    repair();
    acknowledge(sent);
    return board.outstanding();
  }

  private boolean lost(int i) {
    return lossOneIn > 0 && i % lossOneIn == lossOneIn - 1;
  }

  private void acknowledgeArrivals(long base) {
    long cumulative = base;
    boolean gap = false;
    int blocks = 0;
    for (int i = 0; i < SEGMENTS; i++) {
      long start = base + (long) i * SEGMENT_BYTES;
      if (lost(i)) {
        gap = true;
      } else if (!gap) {
        cumulative = start + SEGMENT_BYTES;
        acknowledge(cumulative);
      } else {
        blocks = extend(start, blocks);
        sack(cumulative, blocks);
      }
    }
  }

  /** The block that the newest segment belongs to comes first, then those before it. */
  private int extend(long start, int blocks) {
    int count = blocks;
    if (count == 0 || rights[0] != start) {
      count = Math.min(lefts.length, count + 1);
      for (int i = count - 1; i > 0; i--) {
        lefts[i] = lefts[i - 1];
        rights[i] = rights[i - 1];
      }
      lefts[0] = start;
    }
    rights[0] = start + SEGMENT_BYTES;
    return count;
  }

  private void sack(long cumulative, int blocks) {
    begin(cumulative);
    for (int i = 0; i < blocks; i++) {
      board.sack(lefts[i], rights[i], delivery);
    }
    delivered += delivery.total();
  }

  private void acknowledge(long sndUna) {
    begin(sndUna);
    board.acknowledge(sndUna, delivery);
    delivered += delivery.total();
  }

  private void begin(long segAck) {
    ack.at(++now, segAck, segAck, sent, 0).with(null, false, Acknowledgment.NO_ECHO, false);
    delivery.begin(ack, 0);
  }

  private void repair() {
    TransmitOrder order = board.order();
    for (SentRange oldest = order.oldest(); oldest != null; oldest = order.oldest()) {
      board.markLost(oldest);
    }
    for (SentRange lost = board.nextLost(); lost != null; lost = board.nextLost()) {
      board.retransmitted(lost, lost.length(), ++now);
    }
  }

  /** Each byte was delivered once, and nothing is left. */
  @TearDown
  public void check() {
    if (!board.isEmpty() || board.outstanding() != 0 || delivered != sent - 1) {
      throw new IllegalStateException("of " + (sent - 1) + " bytes " + delivered);
    }
  }
}
