package org.mptcp4j.impl.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ranges that have to be sent again, first come first served. */
class ReinjectionTest {
  private final Reinjection ranges = new Reinjection();

  private void next(long sndUna, long start, long end, int source) {
    assertThat(ranges.isEmpty(sndUna)).isFalse();
    assertThat(ranges.start(sndUna)).isEqualTo(start);
    assertThat(ranges.end()).isEqualTo(end);
    assertThat(ranges.source()).isEqualTo(source);
  }

  @Test
  void joinsWhatFollowsOnTheSameSubflow() {
    ranges.add(10, 20, 1);
    ranges.add(20, 30, 1);
    ranges.add(30, 40, 2);
    next(1, 10, 30, 1);
    next(15, 15, 30, 1);
    ranges.sentUntil(25);
    next(15, 25, 30, 1);
    ranges.sentUntil(30);
    next(15, 30, 40, 2);
    assertThat(ranges.isEmpty(40)).isTrue();
  }

  @Test
  void whatThePeerWaitsForComesFirst() {
    ranges.add(10, 20, 1);
    ranges.addFirst(5, 8, Reinjection.ANY);
    next(5, 5, 8, Reinjection.ANY);
    ranges.addFirst(6, 7, Reinjection.ANY);
    next(6, 6, 8, Reinjection.ANY);
    ranges.sentUntil(8);
    next(6, 10, 20, 1);
  }

  @Test
  void holdsAnyNumber() {
    for (int i = 0; i < 100; i++) {
      ranges.add(10L * i, 10L * i + 5, i);
      if (i % 3 == 0) {
        ranges.addFirst(10_000 - i, 10_000, 1_000 + i);
        ranges.sentUntil(10_000);
      }
    }
    for (int i = 0; i < 100; i++) {
      next(0, 10L * i, 10L * i + 5, i);
      ranges.sentUntil(10L * i + 5);
    }
    assertThat(ranges.isEmpty(0)).isTrue();
    ranges.add(1, 2, 0);
    ranges.clear();
    assertThat(ranges.isEmpty(0)).isTrue();
  }
}
