package org.mptcp4j.impl.tcp.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
  private static final long MS = 1_000_000L;

  private final RttEstimator rtt = new RttEstimator(1_000 * MS, 200 * MS);

  @Test
  void firstSample() {
    assertThat(rtt.rto()).isEqualTo(1_000 * MS);
    assertThat(rtt.smoothed()).isZero();
    rtt.onSample(0, 400 * MS, 1, 1);
    assertThat(rtt.smoothed()).isEqualTo(400 * MS);
    assertThat(rtt.variance()).isEqualTo(200 * MS);
    assertThat(rtt.rto()).isEqualTo(1_200 * MS);
  }

  @Test
  void steadySamplesLeaveTheMinimumAboveSrtt() {
    for (int i = 0; i < 500; i++) {
      rtt.onSample(0, 50 * MS, i, i + 10);
    }
    assertThat(rtt.smoothed()).isEqualTo(50 * MS);
    assertThat(rtt.rto()).isEqualTo(250 * MS);
    assertThat(rtt.minimum()).isEqualTo(50 * MS);
  }

  @Test
  void varianceRisesAtOnceAndFallsOnceInARoundTrip() {
    for (int i = 0; i < 500; i++) {
      rtt.onSample(0, 50 * MS, i, i + 1);
    }
    rtt.onSample(0, 850 * MS, 500, 1_000);
    long high = rtt.variance();
    assertThat(high).isGreaterThan(190 * MS);
    for (int i = 501; i < 999; i++) {
      rtt.onSample(0, 100 * MS, i, i + 500);
    }
    assertThat(rtt.variance()).as("one round trip later").isGreaterThan(high / 2);
  }

  @Test
  void backsOffTo60Seconds() {
    rtt.onSample(0, 100 * MS, 1, 1);
    long rto = rtt.rto();
    rtt.backOff();
    assertThat(rtt.rto()).isEqualTo(2 * rto);
    for (int i = 0; i < 40; i++) {
      rtt.backOff();
    }
    assertThat(rtt.rto()).isEqualTo(60_000 * MS);
    rtt.onSample(0, 100 * MS, 2, 2);
    assertThat(rtt.rto()).isLessThan(400 * MS);
  }

  @Test
  void lostSynWithoutSampleGivesThreeSeconds() {
    rtt.backOff();
    rtt.onHandshakeWithoutSample();
    assertThat(rtt.rto()).isEqualTo(3_000 * MS);
  }

  @Test
  void pawsKnowsOldAndOutdatedTimestamps() {
    Timestamps t = new Timestamps(77);
    assertThat(t.isOld(5, 0)).as("nothing is known yet").isFalse();
    t.update(1_000, 0);
    assertThat(t.isOld(999, MS)).isTrue();
    assertThat(t.isOld(1_000, MS)).isFalse();
    assertThat(t.isOld(999, 25L * 24 * 3600 * 1_000 * MS)).as("24 days later").isFalse();
    t.update(999, MS);
    assertThat(t.recent()).isEqualTo(1_000);
    t.update(Integer.MIN_VALUE + 999, MS); // 1,000 + 2^31 - 1, wrapped
    assertThat(t.isOld(1_000, MS)).isTrue();
    assertThat(t.value(5 * MS)).isEqualTo(82);
    assertThat(t.age(80, 5 * MS)).isEqualTo(2 * MS);
  }
}
