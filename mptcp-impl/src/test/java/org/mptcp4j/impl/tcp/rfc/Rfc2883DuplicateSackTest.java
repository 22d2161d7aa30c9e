package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 2883: D-SACK, as a receiver reports it and as a sender learns from it (RFC 3708). */
class Rfc2883DuplicateSackTest {
  private static SegmentScript receiving() {
    return new SegmentScript().established();
  }

  /** Section 4.1: "Reporting a Duplicate Segment", a full one below the cumulative ACK. */
  @Test
  void aRepeatedSegmentIsReportedOnce() {
    SegmentScript s = receiving();
    s.inject("ACK", 1, 1, 500).inject("ACK", 501, 1, 500);
    s.inject("ACK", 501, 1, 500);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1001");
    assertThat(s.options()).isEqualTo("501-1001");
    s.inject("ACK", 1501, 1, 500);
    assertThat(s.options()).as("exactly once").isEqualTo("1501-2001");
  }

  /** Section 4.1.2: an out-of-order segment and a duplicate; the second block is the larger one. */
  @Test
  void aRepeatedSegmentOutOfOrderIsReportedBeforeItsBlock() {
    SegmentScript s = receiving();
    s.inject("ACK", 501, 1, 500).inject("ACK", 1001, 1, 500);
    s.inject("ACK", 1001, 1, 500);
    assertThat(s.options()).isEqualTo("1001-1501 501-1501");
  }

  /** Section 4.2: "Reporting Partial Duplicate Segments". */
  @Test
  void onlyTheRepeatedPartIsReported() {
    SegmentScript s = receiving();
    s.inject("ACK", 1, 1, 500);
    s.inject("ACK", 1, 1, 1000);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1001");
    assertThat(s.options()).isEqualTo("1-501");
  }

  /**
   * Section 4.2.3: two duplicate subsegments that are "not covered by the cumulative
   * acknowledgment"; the first is reported, and then the block that it lies in.
   */
  @Test
  void ofTwoRepeatedPartsOutOfOrderTheFirstIsReported() {
    SegmentScript s = receiving();
    s.inject("ACK", 1, 1, 500);
    s.inject("ACK", 1001, 1, 500).inject("ACK", 2001, 1, 500);
    s.inject("ACK", 1001, 1, 1500);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=501");
    assertThat(s.options()).isEqualTo("1001-1501 1001-2501");
    s.inject("ACK", 3001, 1, 500);
    assertThat(s.options()).as("once").isEqualTo("3001-3501 1001-2501");
  }

  /** A segment that fills a gap and goes beyond it: what lies behind the gap came twice. */
  @Test
  void theRepeatedPartBehindAGapIsReported() {
    SegmentScript s = receiving();
    s.inject("ACK", 501, 1, 500);
    s.inject("ACK", 1, 1, 800);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1001");
    assertThat(s.options()).isEqualTo("501-801");
  }

  private static SegmentScript recovered() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 2, 6), 0);
    assertThat(s.sent()).containsExactly(segment(0), segment(1));
    s.pass(5 * MS);
    ack(s, 8);
    s.pass(10 * MS);
    ack(s, 10);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    return s;
  }

  /** All retransmissions were in vain: the window is what it was, also after recovery. */
  @Test
  void ifAllRetransmissionsWereDuplicatesTheReductionIsUndone() {
    SegmentScript s = recovered();
    s.sack(1, 1001).inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    s.sack(1001, 2001).inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void oneRealLossIsEnoughForTheReduction() {
    SegmentScript s = recovered();
    s.sack(1, 1001).inject("ACK", 1, 10_001, 0);
    Flight.send(s, 5);
    s.pass(100 * MS);
    ack(s, 15);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
  }

  /** A D-SACK for what was not sent again, such as a copy that the network made, undoes nothing. */
  @Test
  void duplicatesOfTheNetworkDoNotCount() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    s.sack(1, 1001).inject("ACK", 1, 2001, 0);
    assertThat(s.sent()).isEmpty();
    s.pass(50 * MS);
    assertThat(s.tcp().info().fastRecoveries()).isZero();
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
  }
}
