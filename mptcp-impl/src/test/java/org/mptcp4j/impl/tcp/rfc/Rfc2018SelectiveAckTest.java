package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 2018: selective acknowledgment. */
class Rfc2018SelectiveAckTest {
  /** Section 2: "MUST NOT be sent on non-SYN segments". */
  @Test
  void sackIsPermittedInTheSynOnly() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    assertThat(s.options()).contains("sackOk");
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.options()).doesNotContain("sackOk");
  }

  /** Section 3: without SACK-permitted "the receiver MUST NOT send SACK options". */
  @Test
  void whereThePeerDoesNotPermitItNoBlockIsSent() {
    SegmentScript s = new SegmentScript();
    s.permitSack = false;
    s.established();
    s.inject("ACK", 501, 1, 500);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.options()).isEmpty();
  }

  /**
   * Section 4: "The first SACK block MUST specify the contiguous block of data containing the
   * segment which triggered this ACK"; then "the most recently reported".
   */
  @Test
  void theNewestBlockIsTheFirst() {
    SegmentScript s = new SegmentScript().established();
    s.inject("ACK", 501, 1, 100);
    assertThat(s.options()).isEqualTo("501-601");
    s.inject("ACK", 901, 1, 100);
    assertThat(s.options()).isEqualTo("901-1001 501-601");
    s.inject("ACK", 1301, 1, 100);
    assertThat(s.options()).isEqualTo("1301-1401 901-1001 501-601");
    s.inject("ACK", 601, 1, 100);
    assertThat(s.options()).isEqualTo("501-701 1301-1401 901-1001");
  }

  /** "If sent at all, SACK options SHOULD be included in all ACKs which do not ACK the highest". */
  @Test
  void blocksAreReportedAsLongAsThereIsAHole() {
    SegmentScript s = new SegmentScript().established();
    s.inject("ACK", 501, 1, 100).inject("ACK", 901, 1, 100);
    s.inject("ACK", 1, 1, 500);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=601");
    assertThat(s.options()).isEqualTo("901-1001");
    s.inject("ACK", 601, 1, 300);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1001");
    assertThat(s.options()).isEmpty();
  }

  /** Section 5: segments with the SACKed bit "MUST" be skipped in retransmission. */
  @Test
  void whatIsSackedIsNotSentAgain() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    sack(s, 8, 2);
    ack(sack(s, 1, 5), 0);
    s.pass(100 * MS);
    ack(sack(s, 8, 2), 6);
    s.pass(10 * MS);
    assertThat(s.sent()).containsExactly(segment(0), segment(6), segment(7));
  }

  /**
   * "A data sender MUST NOT discard data in its retransmission queue" before the cumulative ACK.
   */
  @Test
  void whatIsSackedIsKept() {
    SegmentScript s = Flight.withSack(10);
    ack(sack(s, 1, 9), 0);
    assertThat(s.tcp().unackedBytes()).isEqualTo(10_000);
  }

  /**
   * Section 8: after a time-out the sender "MUST retransmit the segment at the left edge of the
   * window ... whether or not the SACKed bit is on".
   */
  @Test
  void aReceiverThatRenegesGetsAllAgain() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(sack(s, 1, 9), 0);
    ack(s, 1);
    s.sent();
    s.pass(2_000 * MS);
    assertThat(s.sent()).startsWith(segment(1));
    ack(s, 2);
    assertThat(s.sent()).startsWith(segment(2));
  }
}
