package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 6937: proportional rate reduction. Ten segments are in flight, ssthresh becomes five. */
class Rfc6937RateReductionTest {
  private static SegmentScript recovering() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 1), 0);
    ack(sack(s, 1, 2), 0);
    ack(sack(s, 1, 3), 0);
    assertThat(s.sent()).as("a fast retransmit is forced").containsExactly(segment(0));
    Flight.send(s, 20);
    return s;
  }

  /** Section 3: "sndcnt = CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out". */
  @Test
  void halfAsMuchLeavesAsArrives() {
    SegmentScript s = recovering();
    s.sent();
    int sent = 0;
    for (int i = 4; i <= 9; i++) {
      ack(sack(s, 1, i), 0);
      int now = s.sent().size();
      assertThat(now).as("no burst").isLessThanOrEqualTo(1);
      sent += now;
    }
    assertThat(sent).isBetween(2, 4);
    assertThat(s.tcp().info().inFlight()).isLessThanOrEqualTo(5_000);
  }

  /** At the end "cwnd = ssthresh": the sender neither bursts nor stalls. */
  @Test
  void recoveryEndsAtSsthresh() {
    SegmentScript s = recovering();
    for (int i = 4; i <= 9; i++) {
      ack(sack(s, 1, i), 0);
    }
    s.sent();
    s.pass(100 * MS);
    ack(s, 10);
    assertThat(s.tcp().info().congestionWindow()).isBetween(5_000L, 6_000L);
    assertThat(s.sent()).hasSizeBetween(1, 3);
    assertThat(s.tcp().info().inFlight()).isBetween(4_000L, 6_000L);
  }

  /** "PRR-SSRB": below ssthresh one segment more than arrives, as in slow start. */
  @Test
  void belowSsthreshItIsSlowStart() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    Flight.send(s, 20);
    s.sent();
    ack(sack(s, 9, 1), 0);
    s.sent();
    s.pass(26 * MS);
    assertThat(s.sent()).as("all but one is lost: what arrived").hasSizeBetween(1, 2);
    s.pass(100 * MS);
    ack(sack(s, 9, 2), 1);
    assertThat(s.sent()).hasSizeBetween(1, 3);
  }
}
