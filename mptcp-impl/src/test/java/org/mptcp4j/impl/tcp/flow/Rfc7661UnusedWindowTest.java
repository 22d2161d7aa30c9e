package org.mptcp4j.impl.tcp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * When a sender does not use its window (RFC 7661, section 4.3: cwnd is not validated), so that it
 * must not grow. The rule is simpler than the RFC's: the fullest moment of a round trip counts.
 */
class Rfc7661UnusedWindowTest {
  private static final long IN_SLOW_START = Long.MAX_VALUE;

  private final WindowUse use = new WindowUse();

  @Test
  void aSenderThatTheWindowStopsUsesIt() {
    use.onSent(10_000, true, 1, 10_001);
    assertThat(use.applicationLimited(10_000, 5_000)).isFalse();
  }

  @Test
  void aSenderWithNothingMoreToSendDoesNot() {
    use.onSent(9_000, false, 1, 9_001);
    assertThat(use.applicationLimited(10_000, 5_000)).isTrue();
  }

  /** RFC 7661, section 4.3: "pipeACK >= (1/2)*cwnd", for slow start doubles the window. */
  @Test
  void halfTheWindowIsEnoughInSlowStart() {
    use.onSent(5_001, false, 1, 5_002);
    assertThat(use.applicationLimited(10_000, IN_SLOW_START)).isFalse();
    assertThat(use.applicationLimited(10_003, IN_SLOW_START)).isTrue();
  }

  @Test
  void theFullestMomentOfTheRoundTripCounts() {
    use.onSent(10_000, true, 1, 10_001);
    use.onSent(2_000, false, 8_001, 10_001);
    assertThat(use.applicationLimited(10_000, 5_000)).as("the same round trip").isFalse();
    use.onSent(1_000, false, 10_002, 11_002);
    assertThat(use.applicationLimited(10_000, 5_000)).as("the next one").isTrue();
  }
}
