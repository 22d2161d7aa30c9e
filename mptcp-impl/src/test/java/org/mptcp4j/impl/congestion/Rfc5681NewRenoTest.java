package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** Slow start and congestion avoidance of NewReno (RFC 5681, RFC 6582). */
class Rfc5681NewRenoTest {
  private final CongestionControl cc = new NewRenoProvider().create(1000);

  @Test
  void isFoundByItsName() {
    assertThat(CongestionControlProvider.named("newreno")).isInstanceOf(NewRenoProvider.class);
  }

  @Test
  void slowStartDoublesInARoundTrip() {
    for (int i = 0; i < 10; i++) {
      cc.onAck(i, 1000, 1, 10_000, false);
    }
    assertThat(cc.congestionWindow()).isEqualTo(20_000);
    assertThat(cc.slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void avoidanceAddsASegmentInARoundTrip() {
    cc.onCongestion(0, 20_000);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
    cc.onRecovered(0);
    for (int i = 0; i < 9; i++) {
      cc.onAck(i, 1000, 1, 10_000, false);
    }
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
    cc.onAck(9, 1000, 1, 10_000, false);
    assertThat(cc.congestionWindow()).isEqualTo(11_000);
  }

  @Test
  void slowStartEndsAtSsthresh() {
    cc.onTimeout(0, 10_000);
    assertThat(cc.congestionWindow()).isEqualTo(1000);
    assertThat(cc.slowStartThreshold()).isEqualTo(5000);
    cc.onAck(1, 6000, 1, 6000, false);
    assertThat(cc.congestionWindow()).as("5000 by slow start, 2000 left over").isEqualTo(5000);
    cc.onAck(2, 3000, 1, 5000, false);
    assertThat(cc.congestionWindow()).isEqualTo(6000);
  }

  @Test
  void anUnusedWindowDoesNotGrow() {
    cc.onAck(0, 5000, 1, 5000, true);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
  }

  @Test
  void neverBelowTwoSegmentsByLoss() {
    cc.onCongestion(0, 1000);
    assertThat(cc.congestionWindow()).isEqualTo(2000);
  }

  @Test
  void repeatedTimeOutsHoldSsthresh() {
    cc.onTimeout(0, 10_000);
    cc.onTimeout(1, 1000);
    cc.onTimeout(2, 1000);
    assertThat(cc.slowStartThreshold()).isEqualTo(5000);
  }

  @Test
  void spuriousTimeOutIsUndone() {
    cc.onTimeout(0, 10_000);
    cc.onTimeout(1, 1000);
    cc.onSpurious(2);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
    assertThat(cc.slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void idleGoesBackToTheInitialWindow() {
    cc.onAck(0, 50_000, 1, 10_000, false);
    cc.onIdle(1);
    assertThat(cc.congestionWindow()).isEqualTo(10_000);
  }
}
