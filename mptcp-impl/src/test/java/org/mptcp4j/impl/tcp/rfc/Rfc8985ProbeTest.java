package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 8985, section 7: the tail loss probe. The RTT is 100 ms. */
class Rfc8985ProbeTest {
  /** Section 7.2: "the default PTO interval is 2*SRTT", as long as nothing is known of variance. */
  @Test
  void theFirstFlightIsProbedAfterTwoRoundTrips() {
    SegmentScript s = Flight.withSack(3).pass(199 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(2));
  }

  /** Where the RTT is steady, the ACK of the tail is overdue 10 ms after it should have come. */
  @Test
  void onASteadyPathTheTailIsProbedWhenItsAckIsOverdue() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(s, 8);
    s.pass(9 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(9));
  }

  /** Where the RTT varies, more patience is due: up to 2*SRTT. */
  @Test
  void onAVaryingPathTheProbeWaits() {
    SegmentScript s = Flight.withSack(10).pass(140 * MS);
    ack(s, 8);
    s.pass(75 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(10 * MS);
    assertThat(s.sent()).containsExactly(segment(9));
  }

  /** "when FlightSize is one segment, the sender MAY inflate PTO by TLP.max_ack_delay". */
  @Test
  void aSingleSegmentHasTimeForADelayedAck() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(s, 9);
    s.pass(49 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(9));
  }

  /** "... then the sender schedules a TLP to be sent at that RTO time". */
  @Test
  void aProbeComesBeforeATimeOut() {
    SegmentScript s = Flight.withSack(1);
    s.pass(1_000 * MS);
    assertThat(s.sent()).startsWith(segment(0));
    assertThat(s.tcp().info().timeouts()).isEqualTo(1);
  }

  /** Not "in fast recovery, RTO recovery, or the sender has segments delivered out-of-order". */
  @Test
  void nothingIsProbedWhileSegmentsAreSacked() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 3), 0);
    assertThat(s.sent()).containsExactly(segment(0));
    s.pass(290 * MS);
    assertThat(s.sent()).isEmpty();
  }

  /** Section 7.3: "the sender SHOULD transmit a previously unsent data segment", beyond cwnd. */
  @Test
  void newDataIsTheBetterProbe() {
    SegmentScript s = Flight.withSack(10);
    Flight.send(s, 5);
    assertThat(s.sent()).as("cwnd is ten segments").isEmpty();
    s.pass(201 * MS);
    assertThat(s.sent()).containsExactly(segment(10));
    assertThat(s.tcp().info().bytesRetransmitted()).isZero();
  }

  /** "... and the receive window allows"; else "retransmit the highest-sequence segment". */
  @Test
  void withoutWindowTheLastSegmentIsSentAgain() {
    SegmentScript s = new SegmentScript();
    s.peerMss = 1000;
    s.peerWindow = 3000;
    s.tcp().connect(s.now);
    s.flush();
    s.pass(100 * MS);
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    Flight.send(s, 10);
    assertThat(s.sent()).hasSize(3);
    s.pass(201 * MS);
    assertThat(s.sent()).containsExactly(segment(2));
  }

  /** "there is no other previous loss probe still in flight", and the RTO timer runs anew. */
  @Test
  void aLostProbeIsFollowedByATimeOut() {
    SegmentScript s = Flight.withSack(3).pass(201 * MS);
    assertThat(s.sent()).containsExactly(segment(2));
    s.pass(298 * MS);
    assertThat(s.tcp().info().timeouts()).isZero();
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.tcp().info().timeouts()).isEqualTo(1);
    assertThat(s.sent()).containsExactly(segment(0));
  }

  /** "the sender has obtained an RTT measurement since the last loss probe". */
  @Test
  void withoutAMeasurementThereIsNoSecondProbe() {
    SegmentScript s = Flight.withSack(1).pass(300 * MS);
    assertThat(s.sent()).containsExactly(segment(0));
    ack(s, 1);
    Flight.send(s, 2);
    s.sent();
    s.pass(250 * MS);
    assertThat(s.sent()).as("the ACK was of a retransmission").isEmpty();
    s.pass(100 * MS);
    assertThat(s.tcp().info().timeouts()).isEqualTo(1);
  }

  /**
   * Section 7.4.1: the ACK of the probe reveals what was lost before it; ssthresh of it follows.
   */
  @Test
  void theRestOfTheTailFollowsAtOnce() {
    SegmentScript s = Flight.withTimestamps(10).pass(100 * MS);
    s.tsValue += 100;
    s.tsEcho = s.lastTsValue;
    ack(s, 5);
    s.pass(20 * MS);
    assertThat(s.sent()).containsExactly(segment(9));
    s.pass(92 * MS);
    ack(sack(s, 9, 1), 5);
    assertThat(s.sent()).containsExactly(segment(5), segment(6));
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(2_500);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  private static SegmentScript probed() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(s, 9);
    s.pass(60 * MS);
    assertThat(s.sent()).containsExactly(segment(9));
    return s;
  }

  /** Section 7.4.2, case 1: "an ACK that covers TLP.end_seq with a DSACK option". */
  @Test
  void aDuplicateReportedByDsackIsNoLoss() {
    SegmentScript s = probed();
    ack(s, 10);
    long window = s.tcp().info().congestionWindow();
    s.sack(9001, 10_001).inject("ACK", 1, 10_001, 0);
    Flight.send(s, 2);
    s.pass(100 * MS);
    ack(s, 12);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(window);
  }

  /** Case 2: "a DUPACK without any SACK option". */
  @Test
  void aDuplicateReportedByAnAckIsNoLoss() {
    SegmentScript s = probed();
    ack(s, 10);
    long window = s.tcp().info().congestionWindow();
    ack(s, 10);
    Flight.send(s, 2);
    s.pass(100 * MS);
    ack(s, 12);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(window);
  }

  /** "Repaired the single loss (Invoke congestion control ...)". */
  @Test
  void aRepairedLossIsAnswered() {
    SegmentScript s = probed();
    s.pass(100 * MS);
    ack(s, 10);
    long window = s.tcp().info().congestionWindow();
    Flight.send(s, 2);
    s.pass(100 * MS);
    ack(s, 12);
    assertThat(s.tcp().info().congestionWindow()).isLessThan(window);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** After a probe in vain the next one grants the peer the longest delay of an ACK. */
  @Test
  void aProbeInVainMakesMorePatient() {
    SegmentScript s = probed();
    ack(s, 10);
    s.sack(9001, 10_001).inject("ACK", 1, 10_001, 0);
    Flight.send(s, 1);
    s.sent();
    s.pass(100 * MS);
    ack(s, 11);
    Flight.send(s, 1);
    s.sent();
    s.pass(280 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(120 * MS);
    assertThat(s.sent()).containsExactly(segment(11));
    assertThat(s.tcp().info().timeouts()).isZero();
  }
}
