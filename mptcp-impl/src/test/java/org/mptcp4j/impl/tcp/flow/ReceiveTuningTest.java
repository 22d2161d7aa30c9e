package org.mptcp4j.impl.tcp.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.flow.ReceiveTuning.INITIAL_BYTES;

import org.junit.jupiter.api.Test;

class ReceiveTuningTest {
  private static final long MS = 1_000_000L;
  private static final long RTT = 100 * MS;
  private static final long CEILING = 16 << 20;

  private final ReceiveTuning tuning = new ReceiveTuning(CEILING, true);

  @Test
  void slowStartNeverMeetsTheWindow() {
    long initialWindow = 10 * 1460;
    long read = 0;
    long now = RTT;
    // each byte that is acknowledged lets two leave, and so on with a doubled burst
    for (long burst = initialWindow; read < CEILING / 4; burst *= 2) {
      for (long in = 0; in < burst; in += 1460) {
        read += 1460;
        tuning.onProgress(read, RTT, now + RTT * in / (2 * burst));
        assertThat(tuning.limit()).isGreaterThanOrEqualTo(initialWindow + read);
      }
      now += RTT;
    }
  }

  @Test
  void aSteadyReaderGetsTwoToFourWindows() {
    long perRound = 1_000_000;
    for (int ms = 0; ms < 2000; ms++) {
      tuning.onProgress(ms * perRound / 100, RTT, ms * MS);
    }
    assertThat(tuning.limit()).isBetween(2 * perRound, 4 * perRound + INITIAL_BYTES);
  }

  @Test
  void aSlowReaderGetsLittleHoweverLongItReads() {
    for (int second = 1; second < 10_000; second++) {
      tuning.onProgress(second * 10_000L, RTT, second * 1000L * MS);
    }
    assertThat(tuning.limit()).isLessThan(INITIAL_BYTES + 4 * 10_000);
  }

  @Test
  void itNeverShrinksAndEndsAtTheCeiling() {
    tuning.onProgress(1_000_000, RTT, RTT);
    assertThat(tuning.limit()).isEqualTo(INITIAL_BYTES + 2_000_000);
    tuning.onProgress(1_000_001, RTT, 100 * RTT);
    assertThat(tuning.limit()).isEqualTo(INITIAL_BYTES + 2_000_000);
    tuning.onProgress(100_000_000, RTT, 101 * RTT);
    assertThat(tuning.limit()).isEqualTo(CEILING);
    assertThat(tuning.mayGrow()).isFalse();
  }

  /** Data behind a gap counts when it comes, not again when it is read. */
  @Test
  void nothingCountsTwice() {
    tuning.onProgress(50_000, RTT, RTT);
    tuning.onProgress(10_000, RTT, RTT);
    tuning.onProgress(50_000, RTT, RTT);
    assertThat(tuning.limit()).isEqualTo(INITIAL_BYTES + 100_000);
  }

  @Test
  void anUnknownRoundTripIsTakenForALongOne() {
    tuning.onProgress(100_000, 0, 200 * MS);
    tuning.onProgress(200_000, 0, 390 * MS);
    assertThat(tuning.limit()).isEqualTo(INITIAL_BYTES + 400_000);
  }

  @Test
  void withoutTuningItIsTheCeiling() {
    assertThat(new ReceiveTuning(CEILING, false).limit()).isEqualTo(CEILING);
    assertThat(new ReceiveTuning(20_000, true).limit()).isEqualTo(20_000);
  }
}
