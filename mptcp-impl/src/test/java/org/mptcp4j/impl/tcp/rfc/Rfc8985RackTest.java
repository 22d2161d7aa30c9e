package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 8985, section 6: the RACK algorithm. Ten segments are in flight, the RTT is 100 ms. */
class Rfc8985RackTest {
  /** Section 6.2, step 4: "the number of SACKed segments matches or exceeds DupThresh". */
  @Test
  void threeSackedSegmentsBringTheHoleBackAtOnce() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 2), 0);
    assertThat(s.sent()).isEmpty();
    ack(sack(s, 1, 3), 0);
    assertThat(s.sent()).containsExactly(segment(0));
  }

  /** RACK.segs_sacked counts segments, however short they are. */
  @Test
  void threeShortSegmentsAreThree() {
    SegmentScript s = Flight.withSack(1);
    for (int i = 0; i < 3; i++) {
      s.host.toSend += 10;
      s.flush();
    }
    s.sent();
    s.pass(100 * MS);
    s.sack(1011, 1021).sack(1001, 1011).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).isEmpty();
    s.sack(1001, 1031).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly(segment(0));
  }

  /** "it starts with a conservative RACK.reo_wnd of RACK.min_RTT/4". */
  @Test
  void fewerAreWaitedForAQuarterOfTheRoundTrip() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 1), 0);
    s.pass(24 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(0));
  }

  /** Step 3: "If a never-retransmitted segment that's below RACK.fack is acknowledged ...". */
  private static SegmentScript withReorderingSeen() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 1), 0);
    ack(s, 2);
    s.sent();
    return s;
  }

  /** "if some reordering has been observed, then RACK does not trigger ... based on DupThresh". */
  @Test
  void whereReorderingWasSeenTheWindowIsWaitedFor() {
    SegmentScript s = withReorderingSeen();
    ack(sack(s, 3, 6), 2);
    assertThat(s.sent()).isEmpty();
    s.pass(24 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(2));
  }

  /** "after N round trips in which a DSACK is received, RACK.reo_wnd becomes (N+1)*min_RTT/4". */
  @Test
  void aDuplicateWidensTheWindowOncePerRoundTrip() {
    SegmentScript s = withReorderingSeen();
    s.sack(1, 1001).inject("ACK", 1, 2001, 0);
    s.sack(1001, 2001).inject("ACK", 1, 2001, 0);
    ack(sack(s, 3, 6), 2);
    s.pass(49 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly(segment(2));
  }

  /**
   * Section 3.3.2, 3: "The RACK reordering window MUST be bounded and this bound SHOULD be SRTT".
   */
  @Test
  void theWindowIsNeverMoreThanARoundTrip() {
    SegmentScript s = withReorderingSeen();
    for (int round = 0; round < 10; round++) {
      s.sack(1, 1001).inject("ACK", 1, 10_001 + round * 1000L, 0);
      Flight.send(s, 1);
      s.pass(100 * MS);
      ack(s, 11 + round);
    }
    Flight.send(s, 2);
    s.sent();
    s.pass(100 * MS);
    ack(sack(s, 21, 1), 20);
    s.pass(98 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(4 * MS);
    assertThat(s.sent()).containsExactly(segment(20));
  }

  /** Section 3.1: "it can detect lost retransmissions as well"; the echoed time is of no use. */
  @Test
  void aLostRetransmissionIsFoundByALaterOne() {
    SegmentScript s = Flight.withTimestamps(10).pass(100 * MS);
    ack(sack(s, 2, 8), 0);
    assertThat(s.sent()).containsExactly(segment(0), segment(1));
    s.tsValue += 100;
    s.pass(100 * MS);
    ack(sack(s, 1, 9), 0);
    assertThat(s.sent()).as("the second one came").containsExactly(segment(0));
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** RFC 5681, section 4.3: its loss "should be taken as two indications of congestion". */
  @Test
  void theLossOfARetransmissionReducesAgain() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 3, 7), 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    s.pass(100 * MS);
    ack(sack(s, 1, 9), 0);
    s.pass(100 * MS);
    Flight.send(s, 1);
    s.pass(100 * MS);
    ack(sack(s, 1, 10), 0);
    assertThat(s.sent()).as("for the third time").contains(segment(0));
    assertThat(s.tcp().info().congestionWindow()).isLessThan(5_000);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** Section 6.2, step 2: "The segment was last retransmitted less than RACK.min_rtt ago". */
  @Test
  void whatComesTooSoonIsTheOriginal() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 3, 3), 0);
    assertThat(s.sent()).startsWith(segment(0));
    s.pass(10 * MS);
    ack(sack(s, 1, 5), 0);
    s.pass(10 * MS);
    assertThat(s.sent())
        .as("6 to 9 were not overtaken by a retransmission")
        .doesNotContain(segment(6));
  }

  /** Section 6.3: "the only segment automatically marked lost is the first segment". */
  @Test
  void aTimeOutSparesWhatWasSentJustNow() {
    SegmentScript s = Flight.withSack(1).pass(100 * MS);
    ack(s, 1);
    Flight.send(s, 1);
    s.pass(400 * MS);
    assertThat(s.sent()).as("data and probe").containsExactly(segment(1), segment(1));
    Flight.send(s, 1);
    s.sent();
    long timeouts = s.tcp().info().timeouts();
    while (s.tcp().info().timeouts() == timeouts) {
      s.pass(MS);
    }
    assertThat(s.sent()).containsExactly(segment(1));
    assertThat(s.tcp().info().inFlight()).isEqualTo(2000);
  }
}
