package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Connections over networks that seeds draw: links with loss, jitter, reordering and cuts, any
 * scheduler, buffers of any size, users that read slowly or reset. The bytes are right, everybody
 * is told of the end once, and nothing is left.
 */
class StressTest {
  private static final long FIRST = Long.getLong("org.mptcp4j.stress.first", 1);
  private static final long SEEDS = Long.getLong("org.mptcp4j.stress.seeds", 60);

  @Test
  void connectionsSurviveWhateverIsDrawn() {
    List<String> problems = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      String problem = new RandomRun(seed).run();
      if (problem != null) {
        problems.add(problem);
      }
    }
    assertThat(problems).isEmpty();
  }
}
