package org.mptcp4j.impl.mptcp.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketPool;

/**
 * 10,000 random peers with each build. A failure names its seed and shows what happened last;
 * {@code -Dmptcp.random.seed=N} runs that seed alone, {@code -Dmptcp.random.first=N} other ones,
 * and {@code -Dmptcp.random.times=N} more.
 */
class RandomPeersTest {
  private static final int PEERS = 10_000;
  private static final int TWICE = 300;
  private static final Long ONE_SEED = Long.getLong("mptcp.random.seed");
  private static final long FIRST = Long.getLong("mptcp.random.first", 1);
  private static final int TIMES = Integer.getInteger("mptcp.random.times", 1);

  private PacketPool pool = new PacketPool(2_048, 256);
  private PacketPool slabs = new PacketPool(4_096, 256);

  @Test
  void noPeerBreaksTheEngine() {
    if (ONE_SEED != null) {
      new PeerSequence(ONE_SEED, pool, slabs, true).run();
      return;
    }
    for (long seed = FIRST; seed < FIRST + (long) PEERS * TIMES; seed++) {
      one(seed);
    }
  }

  @Test
  void theSameSeedGivesTheSamePackets() {
    for (long seed = FIRST; seed < FIRST + TWICE; seed++) {
      assertThat(one(seed)).as("packets of seed " + seed).isEqualTo(one(seed));
    }
  }

  private long one(long seed) {
    try {
      return new PeerSequence(seed, pool, slabs, false).run();
    } catch (AssertionError | RuntimeException failure) {
      throw again(seed, failure);
    }
  }

  /** With a trace: a seed gives the same conversation each time. */
  private AssertionError again(long seed, Throwable failure) {
    pool = new PacketPool(2_048, 256);
    slabs = new PacketPool(4_096, 256);
    String replay =
        "seed %d: mvn -q -pl mptcp-impl -am test -Dtest=RandomPeersTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dmptcp.random.seed=%d";
    String which = replay.formatted(seed, seed);
    try {
      new PeerSequence(seed, pool, slabs, true).run();
      return new AssertionError(which + ", and not again: " + failure.getMessage(), failure);
    } catch (AssertionError | RuntimeException traced) {
      return new AssertionError(which + ": " + traced.getMessage(), traced);
    }
  }
}
