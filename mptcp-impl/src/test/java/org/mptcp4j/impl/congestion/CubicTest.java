package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

class CubicTest {
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
}
