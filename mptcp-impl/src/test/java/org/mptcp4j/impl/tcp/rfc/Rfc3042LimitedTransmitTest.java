package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 3042: limited transmit. Ten segments fill the window, and more data waits. */
class Rfc3042LimitedTransmitTest {
  private static SegmentScript full(SegmentScript s) {
    Flight.send(s, 10);
    assertThat(s.sent()).isEmpty();
    return s.pass(100 * MS);
  }

  /**
   * Section 2: "transmit new data upon the arrival of the first two consecutive duplicate ACKs".
   */
  @Test
  void theFirstTwoDuplicatesBringNewData() {
    SegmentScript s = full(Flight.withoutSack(10));
    ack(s, 0);
    assertThat(s.sent()).containsExactly(segment(10));
    ack(s, 0);
    assertThat(s.sent()).containsExactly(segment(11));
    ack(s, 0);
    assertThat(s.sent()).containsExactly(segment(0));
    assertThat(s.tcp().info().congestionWindow()).isLessThan(10_000);
  }

  /** "The congestion window (cwnd) MUST NOT be changed when these new segments are transmitted". */
  @Test
  void theWindowStaysAsItIs() {
    SegmentScript s = full(Flight.withoutSack(10));
    ack(s, 0);
    ack(s, 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(10_000);
    assertThat(s.tcp().info().inFlight()).isLessThanOrEqualTo(10_000);
  }

  /**
   * With SACK: "MUST NOT send ... unless the incoming duplicate acknowledgment contains new SACK".
   */
  @Test
  void withSackOnlyNewInformationBringsNewData() {
    SegmentScript s = full(Flight.withSack(10));
    ack(sack(s, 1, 1), 0);
    assertThat(s.sent()).hasSize(1);
    ack(sack(s, 1, 1), 0);
    ack(s, 0);
    assertThat(s.sent()).isEmpty();
  }

  /** "The receiver's advertised window allows the transmission of the segment". */
  @Test
  void thePeersWindowIsTheLimit() {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withSack(false)));
    s.peerMss = 1000;
    s.peerWindow = 4000;
    s.tcp().connect(s.now);
    s.flush();
    s.pass(100 * MS);
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    Flight.send(s, 10);
    assertThat(s.sent()).hasSize(4);
    ack(s, 0);
    ack(s, 0);
    assertThat(s.sent()).isEmpty();
  }
}
