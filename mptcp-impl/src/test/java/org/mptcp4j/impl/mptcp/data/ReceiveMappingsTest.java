package org.mptcp4j.impl.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.mptcp.data.ReceiveMappings.Mapping;

/** Mappings in any order, repeated, overlapping and contradictory. */
class ReceiveMappingsTest {
  private static final int STREAM = 4_000;

  private final ReceiveMappings mappings = new ReceiveMappings();

  /** Each byte of the subflow has the shift that its first mapping gave it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachByteKeepsItsFirstMapping(long seed) {
    Random random = new Random(seed);
    long[] shifts = new long[STREAM];
    int read = 1;
    while (read < STREAM - 500) {
      for (int i = random.nextInt(8); i >= 0; i--) {
        int at = read + random.nextInt(300);
        int length = 1 + random.nextInt(Math.min(80, STREAM - at));
        long shift = random.nextInt(20) == 0 ? 7 : at < STREAM / 2 ? 1_000 : 5_000;
        boolean fits = fits(shifts, at, length, shift);
        assertThat(mappings.add(at, at + shift, length, false, -1)).isEqualTo(fits);
        for (int k = at; fits && k < at + length; k++) {
          shifts[k] = shift;
        }
      }
      read += random.nextInt(60);
      for (int k = read; k < Math.min(STREAM, read + random.nextInt(60)); k++, read++) {
        Mapping mapping = mappings.find(k);
        assertThat(mapping == null ? 0 : mapping.dataPosition() - mapping.subflowPosition())
            .as("at %d", k)
            .isEqualTo(shifts[k]);
      }
    }
  }

  /** Whether nothing contradicts. Else what lies before an equal one before that is kept. */
  private static boolean fits(long[] shifts, int at, int length, long shift) {
    int equalUntil = at;
    for (int k = at; k < at + length; k++) {
      if (shifts[k] == shift) {
        equalUntil = k;
      } else if (shifts[k] != 0) {
        Arrays.fill(shifts, at, equalUntil, shift);
        return false;
      }
    }
    return true;
  }

  @Test
  void entriesAreUsedAgain() {
    assertThat(mappings.add(1, 101, 10, false, 5)).isTrue();
    assertThat(mappings.add(21, 121, 10, false, 6)).isTrue();
    Mapping first = mappings.find(1);
    assertThat(mappings.add(11, 111, 10, false, 7)).isTrue();
    assertThat(first.checksum()).isEqualTo(5);
    assertThat(mappings.find(11).checksum()).isEqualTo(7);
    assertThat(mappings.find(21).checksum()).isEqualTo(6);
    assertThat(mappings.find(31)).isNull();
    mappings.clear();
    assertThat(mappings.find(21)).isNull();
  }

  @Test
  void isFullAtAnEnd() {
    int added = 0;
    while (!mappings.isFull()) {
      assertThat(mappings.add(1 + 2L * added, 1 + 2L * added, 1, false, -1)).isTrue();
      added++;
    }
    assertThat(added).isEqualTo(8192);
  }
}
