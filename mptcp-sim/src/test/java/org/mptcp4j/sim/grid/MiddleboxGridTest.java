package org.mptcp4j.sim.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every middlebox in every phase of a connection, on each path, in both directions, with both
 * versions, with and without checksums: the bytes arrive right, or both sides are told of an error;
 * never wrong bytes, never a hang, and nothing is left.
 */
class MiddleboxGridTest {
  private static final long FIRST = Long.getLong("org.mptcp4j.middlebox.first", 1);
  private static final long SEEDS = Long.getLong("org.mptcp4j.middlebox.seeds", Setting.CELLS);

  @Test
  void bytesArriveRightOrBothSidesAreTold() {
    List<String> problems = new ArrayList<>();
    Map<Box, Long> hits = new EnumMap<>(Box.class);
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      GridRun run = new GridRun(seed);
      String problem = run.run();
      hits.merge(run.setting().box(), run.hits(), Long::sum);
      if (problem != null) {
        problems.add(problem);
      }
    }
    assertThat(problems).isEmpty();
    if (SEEDS >= Setting.CELLS) {
      assertThat(hits).as("packets that boxes took").doesNotContainValue(0L);
    }
  }
}
