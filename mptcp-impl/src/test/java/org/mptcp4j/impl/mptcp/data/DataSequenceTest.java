package org.mptcp4j.impl.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.test.Covers;

/** 32 bits of a data sequence number, and where in the stream they are. */
class DataSequenceTest {
  private static final long IDSN = 0xFEDC_BA98_FFFF_FF00L;

  private static long narrow(long position) {
    return (IDSN + position) & 0xFFFF_FFFFL;
  }

  @Covers({"8684-3.3.1-14", "6824-3.3.1-10"})
  @ParameterizedTest
  @ValueSource(longs = {1, 255, 256, 257, 1L << 31, (1L << 32) - 1, 1L << 32, 5L << 32, 3L << 40})
  void upperBitsGrowEachTimeTheLowerOnesWrap(long near) {
    for (long ahead : new long[] {0, 1, 300, 1_000_000, (1L << 31) - 1}) {
      long position = near + ahead;
      assertThat(DataSequence.position(narrow(position), false, IDSN, near)).isEqualTo(position);
      assertThat(DataSequence.position(IDSN + position, true, IDSN, near)).isEqualTo(position);
    }
  }

  @Covers({"8684-3.3.1-15", "6824-3.3.1-11"})
  @ParameterizedTest
  @ValueSource(longs = {300, (1L << 32) + 10, (1L << 32) + 300, 5L << 32})
  void oldNumbersAreNoWrap(long near) {
    for (long behind : new long[] {1, 100, 299}) {
      long position = near - behind;
      assertThat(DataSequence.position(narrow(position), false, IDSN, near)).isEqualTo(position);
    }
  }

  @Covers({"8684-3.3.1-10", "6824-3.3.1-08"})
  @Test
  void wideNumbersMayBeAnywhere() {
    long far = 1L << 62;
    assertThat(DataSequence.position(IDSN + far, true, IDSN, 1)).isEqualTo(far);
    assertThat(DataSequence.position(IDSN - far, true, IDSN, 1)).isEqualTo(-far);
  }
}
