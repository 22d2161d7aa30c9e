package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 6582: NewReno, for peers without SACK. Ten segments are in flight. */
class Rfc6582NewRenoTest {
  private static SegmentScript recovering() {
    SegmentScript s = Flight.withoutSack(10).pass(100 * MS);
    ack(s, 0);
    ack(s, 0);
    ack(s, 0);
    assertThat(s.sent()).containsExactly(segment(0));
    return s;
  }

  /** RFC 5681, equation (4): ssthresh = max (FlightSize / 2, 2*SMSS). */
  @Test
  void theThirdDuplicateHalvesTheWindow() {
    SegmentScript s = recovering();
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
    assertThat(s.tcp().info().fastRecoveries()).isEqualTo(1);
  }

  /**
   * Section 3.2, step 3: "retransmit the first unacknowledged segment", one for each partial ACK.
   */
  @Test
  void eachPartialAckBringsTheNextHole() {
    SegmentScript s = recovering();
    s.pass(100 * MS);
    ack(s, 3);
    assertThat(s.sent()).containsExactly(segment(3));
    s.pass(100 * MS);
    ack(s, 7);
    assertThat(s.sent()).containsExactly(segment(7));
    s.pass(100 * MS);
    ack(s, 10);
    assertThat(s.sent()).isEmpty();
    assertThat(s.tcp().info().congestionWindow()).isLessThanOrEqualTo(5_000);
    assertThat(s.tcp().info().fastRecoveries()).isEqualTo(1);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** "For the first partial ACK ... also reset the retransmit timer". */
  @Test
  void thePartialAckStartsTheTimerAnew() {
    SegmentScript s = recovering();
    s.pass(250 * MS);
    ack(s, 3);
    s.pass(250 * MS);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** Step 4: duplicates after a time-out do not begin fast recovery ("recover" is not covered). */
  @Test
  void duplicatesOfWhatATimeOutSentAgainAreNoLoss() {
    SegmentScript s = Flight.withoutSack(10);
    while (s.tcp().info().timeouts() == 0) {
      s.pass(MS);
    }
    s.sent();
    s.pass(100 * MS);
    ack(s, 5);
    for (int i = 0; i < 4; i++) {
      ack(s, 5);
    }
    assertThat(s.tcp().info().fastRecoveries()).isZero();
  }

  /** Step 2: the data that was in flight when the last recovery began is no reason for the next. */
  @Test
  void duplicatesBelowRecoverDoNotReduceAgain() {
    SegmentScript s = recovering();
    s.pass(100 * MS);
    ack(s, 10);
    for (int i = 0; i < 4; i++) {
      ack(s, 10);
    }
    assertThat(s.tcp().info().fastRecoveries()).isEqualTo(1);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
  }
}
