package org.mptcp4j.impl.tcp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MS = 1_000_000L;
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final int SEGMENT = 1000;

  private final Pacer pacer = new Pacer();
  private long now = 5_000 * MS;

  /** Sends as a sender with data without end would; returns how many segments left. */
  private int send(long cwnd, long rtt) {
    pacer.update(cwnd, 0, rtt, 0, SEGMENT, now);
    int count = 0;
    if (pacer.mayBegin()) {
      while (pacer.mayGoOn() && count < 1_000) {
        pacer.onSent(SEGMENT);
        count++;
      }
    }
    return count;
  }

  @Test
  void nothingIsPacedBeforeTheFirstRoundTrip() {
    assertThat(send(100_000, 0)).isEqualTo(1_000);
    assertThat(pacer.rate()).isZero();
    assertThat(pacer.smallBurst()).isEqualTo(2 * SEGMENT);
  }

  @Test
  void aWindowTakesFiveSixthsOfARoundTrip() {
    send(30_000, 100 * MS);
    long end = now + 1_000 * MS;
    int sent = 0;
    while (now < end) {
      now = pacer.nextBurstAt();
      int burst = send(30_000, 100 * MS);
      assertThat(burst).as("segments in a burst").isEqualTo(2);
      sent += burst;
    }
    assertThat(sent).isBetween(356, 364);
  }

  @Test
  void slowStartGoesTwiceAsFast() {
    pacer.update(30_000, UNLIMITED, 100 * MS, 0, SEGMENT, now);
    assertThat(pacer.rate()).isEqualTo(600_000);
    pacer.update(30_000, 40_000, 100 * MS, 0, SEGMENT, now);
    assertThat(pacer.rate()).isEqualTo(360_000);
  }

  @Test
  void congestionControlMayChooseTheRate() {
    pacer.update(30_000, UNLIMITED, 100 * MS, 123_456, SEGMENT, now);
    assertThat(pacer.rate()).isEqualTo(123_456);
  }

  @Test
  void aFastPathGetsAMillisecondsWorthAtOnce() {
    send(3_000_000, 20 * MS);
    now = pacer.nextBurstAt();
    assertThat(send(3_000_000, 20 * MS)).isBetween(179, 182);
    assertThat(pacer.nextBurstAt() - now).isBetween(MS - MS / 50, MS + MS / 50);
  }

  @Test
  void aWindowOfFewSegmentsIsNotBunched() {
    pacer.update(12 * SEGMENT, 0, 100 * MS, 0, SEGMENT, now);
    assertThat(pacer.smallBurst()).isEqualTo(12 * SEGMENT / 8);
    pacer.update(2 * SEGMENT, 0, 100 * MS, 0, SEGMENT, now);
    assertThat(pacer.smallBurst()).isEqualTo(SEGMENT);
  }

  @Test
  void theInitialWindowLeavesAtOnce() {
    pacer.update(10_000, UNLIMITED, 100 * MS, 0, SEGMENT, now);
    pacer.allowBurst(10_000);
    assertThat(send(10_000, 100 * MS)).isBetween(10, 11);
  }

  @Test
  void whatWasSentAtAHighRateDoesNotBlockALowOne() {
    send(3_000_000, 20 * MS);
    now = pacer.nextBurstAt();
    send(3_000_000, 20 * MS);
    assertThat(pacer.mayBegin()).isFalse();
    pacer.update(SEGMENT, 0, 20 * MS, 0, SEGMENT, now);
    assertThat(pacer.mayBegin()).isTrue();
  }

  @Test
  void anEmptyPathOwesNothing() {
    send(2 * SEGMENT, 1_000 * MS);
    send(2 * SEGMENT, 1_000 * MS);
    assertThat(pacer.mayBegin()).isFalse();
    pacer.forgive();
    assertThat(send(2 * SEGMENT, 1_000 * MS)).isEqualTo(1);
  }

  @Test
  void idleTimeSavesNoMoreThanABurst() {
    send(30_000, 100 * MS);
    now += 10_000 * MS;
    assertThat(send(30_000, 100 * MS)).isBetween(2, 3);
  }

  @Test
  void aDeadlineThatHasComeLetsABurstLeave() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long cwnd = random.nextLong(SEGMENT, 5_000_000);
      long rtt = random.nextLong(1, 1_000_000_000);
      send(cwnd, rtt);
      if (!pacer.mayBegin()) {
        now = pacer.nextBurstAt();
        assertThat(send(cwnd, rtt)).as("cwnd %d, RTT %d ns", cwnd, rtt).isPositive();
      }
    }
  }
}
