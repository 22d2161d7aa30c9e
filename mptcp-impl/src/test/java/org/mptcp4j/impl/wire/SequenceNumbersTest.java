package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
  @Test
  void unwrapsToTheNearestPosition() {
    assertThat(SequenceNumbers.unwrap(5, 0)).isEqualTo(5);
    assertThat(SequenceNumbers.unwrap(-1, 0)).isEqualTo(-1);
    assertThat(SequenceNumbers.unwrap(3, 0xFFFF_FFFEL)).isEqualTo(0x1_0000_0003L);
    assertThat(SequenceNumbers.unwrap(0xFFFF_FFFE, 0x1_0000_0003L)).isEqualTo(0xFFFF_FFFEL);
    assertThat(SequenceNumbers.unwrap(0x8000_0000, 0)).isEqualTo(-0x8000_0000L);
    assertThat(SequenceNumbers.unwrap(0x7FFF_FFFF, 0)).isEqualTo(0x7FFF_FFFFL);
  }

  @Test
  void unwrapInvertsTruncationWithinHalfTheSpace() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long near = random.nextLong() >>> 2;
      long position = near + random.nextInt();
      assertThat(SequenceNumbers.unwrap((int) position, near)).isEqualTo(position);
    }
  }

  @Test
  void comparesAcrossTheWrap() {
    assertThat(SequenceNumbers.lessThan(-1, 1)).isTrue();
    assertThat(SequenceNumbers.lessThan(1, -1)).isFalse();
    assertThat(SequenceNumbers.lessThan(1, 1)).isFalse();
    assertThat(SequenceNumbers.lessOrEqual(1, 1)).isTrue();
    assertThat(SequenceNumbers.greaterThan(1, -1)).isTrue();
    assertThat(SequenceNumbers.greaterOrEqual(1, 1)).isTrue();
  }

  @Test
  void aWindowEndsBeforeItsEnd() {
    assertThat(SequenceNumbers.inWindow(-2, -2, 4)).isTrue();
    assertThat(SequenceNumbers.inWindow(1, -2, 4)).isTrue();
    assertThat(SequenceNumbers.inWindow(2, -2, 4)).isFalse();
    assertThat(SequenceNumbers.inWindow(-3, -2, 4)).isFalse();
    assertThat(SequenceNumbers.inWindow(0, 0, 0)).isFalse();
  }
}
