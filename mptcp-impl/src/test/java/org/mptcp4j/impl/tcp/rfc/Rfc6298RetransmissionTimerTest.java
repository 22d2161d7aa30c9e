package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 6298: the retransmission timer. The RTT is 100 ms, RTTVAR 50 ms, so RTO 300 ms. */
class Rfc6298RetransmissionTimerTest {
  private static long rto(SegmentScript s) {
    return s.tcp().info().retransmissionTimeoutNanos();
  }

  /** Section 2.1: "the sender SHOULD set RTO <- 1 second"; 5.5: it doubles. */
  @Test
  void theFirstSynIsSentAgainAfterASecond() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.sent();
    s.pass(999 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).hasSize(1);
    s.pass(1_999 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).hasSize(1);
  }

  /** Section 2.2: "SRTT <- R, RTTVAR <- R/2, RTO <- SRTT + max (G, K*RTTVAR)". */
  @Test
  void theFirstSampleGivesThreeRoundTrips() {
    SegmentScript s = Flight.withoutSack(1);
    assertThat(s.tcp().info().smoothedRttNanos()).isEqualTo(100 * MS);
    assertThat(s.tcp().info().rttVarianceNanos()).isEqualTo(50 * MS);
    assertThat(rto(s)).isEqualTo(300 * MS);
  }

  /** Section 2.3: "SRTT <- (1 - alpha) * SRTT + alpha * R'", alpha = 1/8, after RTTVAR. */
  @Test
  void furtherSamplesAreSmoothed() {
    SegmentScript s = Flight.withoutSack(1).pass(180 * MS);
    ack(s, 1);
    assertThat(s.tcp().info().smoothedRttNanos()).isEqualTo(110 * MS);
    assertThat(s.tcp().info().rttVarianceNanos()).isBetween(55 * MS, 58 * MS);
  }

  /** Section 3: "RTT samples MUST NOT be made using segments that were retransmitted" (Karn). */
  @Test
  void aRetransmissionGivesNoSample() {
    SegmentScript s = Flight.withoutSack(1).pass(310 * MS);
    assertThat(s.sent()).containsExactly(segment(0));
    ack(s, 1);
    assertThat(s.tcp().info().smoothedRttNanos()).isEqualTo(100 * MS);
  }

  /** "... unless the timestamp option is used, which removes ambiguities". */
  @Test
  void withTimestampsItDoes() {
    SegmentScript s = Flight.withTimestamps(1);
    s.pass(1_000 * MS);
    s.sent();
    s.tsEcho = s.lastTsValue;
    s.tsValue += 1000;
    s.now += 180 * MS;
    ack(s, 1);
    assertThat(s.tcp().info().smoothedRttNanos()).isGreaterThan(100 * MS);
  }

  /** 5.1: "Every time a packet containing data is sent, if the timer is not running, start it". */
  @Test
  void theTimerRunsFromTheFirstSegment() {
    SegmentScript s = Flight.withoutSack(1).pass(200 * MS);
    Flight.send(s, 1);
    s.sent();
    s.pass(99 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).containsExactly(segment(0));
  }

  /** 5.2: "When all outstanding data has been acknowledged, turn off the retransmission timer". */
  @Test
  void nothingOutstandingNoTimer() {
    SegmentScript s = Flight.withoutSack(2).pass(100 * MS);
    ack(s, 2);
    s.pass(20_000 * MS);
    assertThat(s.sent()).isEmpty();
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** 5.3: "restart the retransmission timer so that it will expire after RTO seconds". */
  @Test
  void anAckOfNewDataStartsTheTimerAnew() {
    SegmentScript s = Flight.withoutSack(4).pass(200 * MS);
    ack(s, 2);
    long rto = rto(s);
    s.pass(rto - MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).containsExactly(segment(2));
  }

  /** 5.4 "Retransmit the earliest segment", 5.5 "back off the timer", 5.6 "Start the timer". */
  @Test
  void theEarliestSegmentIsSentAgainAndTheTimerBacksOff() {
    SegmentScript s = Flight.withoutSack(4).pass(300 * MS);
    assertThat(s.sent()).containsExactly(segment(0));
    assertThat(rto(s)).isEqualTo(600 * MS);
    s.pass(599 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).containsExactly(segment(0));
    assertThat(rto(s)).isEqualTo(1_200 * MS);
  }

  /** Section 2.5: "A maximum value MAY be placed on RTO provided it is at least 60 seconds". */
  @Test
  void theTimerIsAMinuteAtMost() {
    SegmentScript s = new SegmentScript(p -> p.userTimeoutNanos(10_000_000 * MS));
    s.peerMss = 1000;
    s.established();
    Flight.send(s, 1);
    s.pass(1_000_000 * MS);
    assertThat(rto(s)).isEqualTo(60_000 * MS);
  }

  /** 5.7: after the loss of a SYN "the RTO MUST be re-initialized to 3 seconds". */
  @Test
  void afterALostSynTheTimerIsThreeSeconds() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.pass(1_000 * MS);
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    assertThat(rto(s)).isEqualTo(3_000 * MS);
  }

  /** Section 5: backing off ends with a sample of new data. */
  @Test
  void aSampleEndsTheBackoff() {
    SegmentScript s = Flight.withoutSack(1).pass(2_000 * MS);
    assertThat(rto(s)).isGreaterThan(1_000 * MS);
    ack(s, 1);
    assertThat(rto(s)).as("no sample yet").isGreaterThan(1_000 * MS);
    Flight.send(s, 1);
    s.pass(100 * MS);
    ack(s, 2);
    assertThat(rto(s)).isLessThan(400 * MS);
  }
}
