package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** CUBIC (RFC 9438); its initial slow start is tested with RFC 9406. */
class Rfc9438CubicTest {
  private static final int MSS = 1000;
  private static final long RTT = 100_000_000L;

  private final CongestionControl cc = new CubicProvider().create(MSS);
  private long now;

  /** Acknowledges a window in each round trip. */
  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      long window = cc.congestionWindow() / MSS;
      for (long j = 0; j < window; j++) {
        cc.onAck(now + RTT * j / window, MSS, RTT, window * MSS, false);
      }
      now += RTT;
    }
  }

  @Test
  void isFoundByItsName() {
    assertThat(CongestionControlProvider.named("cubic")).isInstanceOf(CubicProvider.class);
  }

  @Test
  void slowStartDoublesInARoundTrip() {
    rounds(3);
    assertThat(cc.congestionWindow()).isEqualTo(80_000);
  }

  @Test
  void aLossTakesThreeTenths() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    assertThat(cc.congestionWindow()).isEqualTo(56_000);
    assertThat(cc.slowStartThreshold()).isEqualTo(56_000);
  }

  /** RFC 9438, section 4.2: "W_cubic(K) = W_max", K = cbrt((W_max - cwnd) / C) = 3.9 s here. */
  @Test
  void isBackWhereItWasAfterKSeconds() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    rounds(39);
    assertThat(cc.congestionWindow()).isBetween(78_000L, 82_000L);
    rounds(20);
    assertThat(cc.congestionWindow()).isGreaterThan(82_000L);
  }

  @Test
  void staysAtThePlateauForAWhile() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    rounds(30);
    long before = cc.congestionWindow();
    rounds(10);
    assertThat(cc.congestionWindow() - before).isLessThan(3_000);
  }

  /** RFC 9438, section 4.7: a flow that lost below its last maximum aims lower. */
  @Test
  void aSecondLossBelowTheMaximumConvergesFast() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    cc.onCongestion(now, 56_000);
    rounds(100);
    long later = cc.congestionWindow();
    CongestionControl fresh = new CubicProvider().create(MSS);
    assertThat(later).isGreaterThan(fresh.congestionWindow());
    assertThat(cc.slowStartThreshold()).isEqualTo(39_200);
  }

  @Test
  void aTimeoutLeavesOneSegment() {
    rounds(3);
    cc.onTimeout(now, 80_000);
    assertThat(cc.congestionWindow()).isEqualTo(MSS);
    assertThat(cc.slowStartThreshold()).isEqualTo(56_000);
  }

  /**
   * Section 4.8: "During the first congestion avoidance stage after a timeout, CUBIC increases its
   * congestion window size using Figure 1, where ... K is set to 0, and W_max is set to the
   * congestion window size at the beginning of the current congestion avoidance stage".
   */
  @Test
  void congestionAvoidanceAfterATimeoutStartsAtAPlateau() {
    rounds(5);
    assertThat(cc.congestionWindow()).isEqualTo(320_000);
    cc.onTimeout(now, 320_000);
    rounds(8);
    assertThat(cc.congestionWindow()).isBetween(224_000L, 230_000L);
    // C * t^3 is 3 segments after 2 s, and Reno's line is flatter than that: half a segment a round
    rounds(20);
    assertThat(cc.congestionWindow()).isLessThan(224_000 + 16_000);
    // 86 segments after 6 s; after a loss it would be back at 320 segments then
    rounds(40);
    assertThat(cc.congestionWindow()).isBetween(295_000L, 335_000L);
  }

  @Test
  void aSpuriousLossIsUndone() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    cc.onSpurious(now);
    assertThat(cc.congestionWindow()).isEqualTo(80_000);
  }

  @Test
  void doesNotGrowWhileTheApplicationIsTheLimit() {
    cc.onAck(0, MSS, RTT, MSS, true);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
  }

  @Test
  void keepsItsBytesWhenSegmentsShrink() {
    cc.onMaximumSegmentSize(500);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
  }

  /** Section 4.3: "alpha_cubic = 3 * (1 - beta_cubic) / (1 + beta_cubic)", 0.53 in a round trip. */
  @Test
  void growsAsRenoWouldWhereTheCurveIsFlatter() {
    cc.onCongestion(now, 10_000);
    assertThat(cc.congestionWindow()).isEqualTo(7_000);
    fastRounds(4);
    assertThat(cc.congestionWindow()).isBetween(8_900L, 9_200L);
  }

  /**
   * Section 4.3: "Once W_est has grown to reach ... cwnd_prior, the sender SHOULD set alpha to 1".
   */
  @Test
  void growsByASegmentInARoundTripAboveTheWindowBeforeTheLoss() {
    cc.onCongestion(now, 10_000);
    fastRounds(7);
    long before = cc.congestionWindow();
    assertThat(before).isGreaterThanOrEqualTo(10_000);
    fastRounds(2);
    assertThat(cc.congestionWindow() - before).isBetween(1_700L, 2_300L);
  }

  /** Section 4.4: "target ... the lower bound below is cwnd, the upper bound 1.5*cwnd". */
  @Test
  void neverGrowsByMoreThanHalfInARoundTrip() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    rounds(1);
    now += 60_000_000_000L;
    long before = cc.congestionWindow();
    rounds(1);
    assertThat(cc.congestionWindow()).isLessThanOrEqualTo(before * 165 / 100);
  }

  /** Section 5.8: the curve waits while the application is the limit. */
  @Test
  void timeWithoutDataDoesNotCount() {
    rounds(3);
    cc.onCongestion(now, 80_000);
    rounds(5);
    cc.onAck(now, MSS, RTT, MSS, true);
    now += 60_000_000_000L;
    long before = cc.congestionWindow();
    rounds(1);
    assertThat(cc.congestionWindow() - before).isLessThan(10_000);
  }

  /** Round trips of a millisecond: the curve, which goes by the clock, is far below Reno's line. */
  private void fastRounds(int count) {
    for (int i = 0; i < count; i++) {
      cc.onAck(now, cc.congestionWindow(), 1_000_000L, cc.congestionWindow(), false);
      now += 1_000_000L;
    }
  }
}
