package org.mptcp4j.impl.tcp.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketPool;

/**
 * 10,000 random sequences with each build. A failure names its seed and shows what happened last;
 * {@code -Dtcp.random.seed=N} runs that seed alone, {@code -Dtcp.random.first=N} other ones.
 */
class RandomSequencesTest {
  private static final int STRANGE_PEERS = 7_000;
  private static final int HOSTILE_NETWORKS = 3_000;
  private static final Long ONE_SEED = Long.getLong("tcp.random.seed");
  private static final long FIRST = Long.getLong("tcp.random.first", 1);
  private static final int TIMES = Integer.getInteger("tcp.random.times", 1);

  private final PacketPool pool = new PacketPool(2_048, 4_096);

  /** One sequence by its seed. */
  private interface Sequence {
    void run(long seed, PacketPool pool, boolean tracing);
  }

  @Test
  void legalAndIllegalSegmentsOfAStrangePeer() {
    all(STRANGE_PEERS, (seed, p, on) -> new StrangePeerSequence(seed, p, on).run());
  }

  @Test
  void twoEndsOverAHostileNetwork() {
    all(HOSTILE_NETWORKS, (seed, p, on) -> new HostileNetworkSequence(seed, p, on).run());
  }

  private void all(int count, Sequence sequence) {
    if (ONE_SEED != null) {
      one(ONE_SEED, sequence, true);
      return;
    }
    for (long seed = FIRST; seed < FIRST + (long) count * TIMES; seed++) {
      one(seed, sequence, false);
    }
  }

  private void one(long seed, Sequence sequence, boolean tracing) {
    try {
      sequence.run(seed, pool, tracing);
      assertThat(pool.outstanding()).as("buffers held after seed " + seed).isZero();
    } catch (AssertionError | RuntimeException failure) {
      if (tracing) {
        throw failure;
      }
      // again, with a trace: a seed gives the same sequence each time
      PacketPool fresh = new PacketPool(2_048, 64);
      AssertionError again =
          new AssertionError("seed " + seed + " (-Dtcp.random.seed=" + seed + ")", failure);
      try {
        sequence.run(seed, fresh, true);
      } catch (AssertionError | RuntimeException traced) {
        again = new AssertionError(again.getMessage() + ": " + traced.getMessage(), traced);
      }
      throw again;
    }
  }
}
