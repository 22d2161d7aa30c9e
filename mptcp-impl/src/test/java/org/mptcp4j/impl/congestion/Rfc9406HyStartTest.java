package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.spi.CongestionControl;

/** HyStart++ (RFC 9406), by itself and as CUBIC's initial slow start. */
class Rfc9406HyStartTest {
  private static final long MS = 1_000_000L;
  private static final int MSS = 1000;

  private final HyStart hyStart = new HyStart();

  private void round(long rtt, int samples) {
    hyStart.onRoundTrip();
    samples(rtt, samples);
  }

  private void samples(long rtt, int count) {
    for (int i = 0; i < count; i++) {
      hyStart.onSample(rtt);
    }
  }

  private boolean isConservative() {
    return hyStart.growth(4) == 1;
  }

  /** "if currentRoundMinRTT >= (lastRoundMinRTT + RttThresh)", which is lastRoundMinRTT / 8. */
  @Test
  void longerRoundTripsBeginConservativeSlowStart() {
    round(80 * MS, 10);
    round(90 * MS - 1, 10);
    assertThat(isConservative()).as("below the threshold of 10 ms").isFalse();
    round(102 * MS, 10);
    assertThat(isConservative()).isTrue();
  }

  /** "RttThresh = max(MIN_RTT_THRESH, min(lastRoundMinRTT / MIN_RTT_DIVISOR, MAX_RTT_THRESH))". */
  @Test
  void thresholdIsFourToSixteenMilliseconds() {
    round(8 * MS, 10);
    round(12 * MS - 1, 10);
    assertThat(isConservative()).isFalse();
    round(16 * MS, 10);
    assertThat(isConservative()).as("4 ms at least").isTrue();

    HyStart far = new HyStart();
    far.onRoundTrip();
    for (int i = 0; i < 8; i++) {
      far.onSample(400 * MS);
    }
    far.onRoundTrip();
    for (int i = 0; i < 8; i++) {
      far.onSample(416 * MS);
    }
    assertThat(far.growth(4)).as("16 ms at most").isEqualTo(1);
  }

  /** "N_RTT_SAMPLE = 8". */
  @Test
  void fewSamplesSayNothing() {
    round(80 * MS, 10);
    round(200 * MS, 7);
    assertThat(isConservative()).isFalse();
    samples(200 * MS, 1);
    assertThat(isConservative()).isTrue();
  }

  /** The least of a round counts: late ACKs among others are no sign of a queue. */
  @Test
  void jitterDoesNotEndSlowStart() {
    round(80 * MS, 10);
    for (int i = 0; i < 20; i++) {
      round(80 * MS, 1);
      samples(300 * MS, 20);
      assertThat(isConservative()).isFalse();
    }
  }

  /** "if (currentRoundMinRTT < cssBaselineMinRtt) ... Resume slow start including HyStart++". */
  @Test
  void shorterRoundTripsResumeSlowStart() {
    round(80 * MS, 10);
    round(120 * MS, 10);
    assertThat(isConservative()).isTrue();
    round(119 * MS, 10);
    assertThat(isConservative()).isFalse();
    assertThat(hyStart.isOver()).isFalse();
  }

  /** "CSS lasts at most CSS_ROUNDS rounds": five. */
  @Test
  void fiveConservativeRoundsEndSlowStart() {
    round(80 * MS, 10);
    round(120 * MS, 10);
    for (int i = 0; i < 4; i++) {
      round(130 * MS, 10);
      assertThat(hyStart.isOver()).isFalse();
    }
    hyStart.onRoundTrip();
    assertThat(hyStart.isOver()).isTrue();
  }

  /** "ssthresh = cwnd" when conservative slow start ends. */
  @Test
  void cubicGoesOnInCongestionAvoidance() {
    CongestionControl cubic = new CubicProvider().create(MSS);
    long now = 0;
    for (int i = 0; i < 8; i++) {
      cubic.onRoundTrip(now);
      for (int j = 0; j < 8; j++) {
        cubic.onAck(now, MSS, (80 + 20L * i) * MS, cubic.congestionWindow(), false);
      }
      now += 100 * MS;
    }
    assertThat(cubic.slowStartThreshold()).isLessThan(Long.MAX_VALUE);
    assertThat(cubic.congestionWindow()).isBetween(30 * 1000L, 50 * 1000L);
  }

  /** "HyStart++ ... only for the initial slow start": after a loss ssthresh ends it. */
  @Test
  void slowStartAfterATimeoutIsTheUsualOne() {
    CongestionControl cubic = new CubicProvider().create(MSS);
    cubic.onTimeout(0, 10 * MSS);
    for (int i = 0; i < 2; i++) {
      cubic.onRoundTrip(0);
      for (int j = 0; j < 3; j++) {
        cubic.onAck(0, MSS, (80 + 100L * i) * MS, cubic.congestionWindow(), false);
      }
    }
    assertThat(cubic.congestionWindow()).isEqualTo(7 * MSS);
  }
}
