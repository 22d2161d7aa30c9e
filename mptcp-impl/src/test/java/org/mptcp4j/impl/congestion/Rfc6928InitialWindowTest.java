package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** The initial window (RFC 6928), of both congestion controls. */
class Rfc6928InitialWindowTest {
  /** "min (10*MSS, max (2*MSS, 14600))". */
  @ParameterizedTest
  @CsvSource({"500, 5000", "1000, 10000", "1448, 14480", "2000, 14600", "9000, 18000"})
  void isTenSegmentsOrWhatTheFormulaGives(int mss, long expected) {
    assertThat(create("newreno", mss).congestionWindow()).isEqualTo(expected);
    assertThat(create("cubic", mss).congestionWindow()).isEqualTo(expected);
  }

  /** "the restart window (RW) ... SHOULD be set to no more than" it, after idleness. */
  @ParameterizedTest
  @CsvSource({"newreno", "cubic"})
  void isTheRestartWindow(String name) {
    CongestionControl control = create(name, 1000);
    control.onAck(0, 30_000, 1, 10_000, false);
    assertThat(control.congestionWindow()).isEqualTo(40_000);
    control.onIdle(1);
    assertThat(control.congestionWindow()).isEqualTo(10_000);
  }

  private static CongestionControl create(String name, int mss) {
    return CongestionControlProvider.named(name).create(mss);
  }
}
