package org.mptcp4j.impl.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.spi.CongestionControl;

/** Appropriate byte counting (RFC 3465): windows grow by bytes acknowledged, not by ACKs. */
class Rfc3465ByteCountingTest {
  private static final int MSS = 1000;

  private final CongestionControl control = new NewRenoProvider().create(MSS);

  /** Section 2.2: "cwnd is increased by the number of previously unacknowledged bytes". */
  @Test
  void slowStartGrowsByWhatAnAckCovers() {
    control.onAck(0, 300, 1, 10_000, false);
    assertThat(control.congestionWindow()).as("an ACK of part of a segment").isEqualTo(10_300);
    control.onAck(1, 2 * MSS, 1, 10_000, false);
    assertThat(control.congestionWindow()).as("an ACK of two segments").isEqualTo(12_300);
  }

  /** Section 2.1: a window acknowledged adds a segment, whether in one ACK or in a hundred. */
  @Test
  void avoidanceGrowsByOneSegmentForEachWindow() {
    control.onCongestion(0, 20_000);
    control.onRecovered(0);
    for (int i = 0; i < 99; i++) {
      control.onAck(i, 100, 1, 10_000, false);
    }
    assertThat(control.congestionWindow()).isEqualTo(10_000);
    control.onAck(99, 100, 1, 10_000, false);
    assertThat(control.congestionWindow()).isEqualTo(11_000);
    control.onAck(100, 11_000, 1, 11_000, false);
    assertThat(control.congestionWindow()).isEqualTo(12_000);
  }
}
