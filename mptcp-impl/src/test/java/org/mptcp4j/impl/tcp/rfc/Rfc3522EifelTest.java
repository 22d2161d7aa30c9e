package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 3522: the Eifel detection algorithm, by timestamps. */
class Rfc3522EifelTest {
  /** A fast retransmission was sent 110 ms after the original; the RTT is 100 ms. */
  private static SegmentScript retransmitted() {
    SegmentScript s = Flight.withTimestamps(10);
    s.tsEcho = s.lastTsValue;
    s.tsValue += 100;
    s.pass(110 * MS);
    ack(sack(s, 1, 3), 0);
    assertThat(s.sent()).containsExactly(segment(0));
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    return s;
  }

  /** "(4) If the value of the Timestamp Echo Reply field ... is smaller than RetransmitTS". */
  @Test
  void theTimeOfTheOriginalUndoesFastRecovery() {
    SegmentScript s = retransmitted();
    ack(s, 4);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
    s.pass(10 * MS);
    ack(sack(s, 5, 4), 4);
    assertThat(s.sent()).as("reordering was seen").isEmpty();
  }

  @Test
  void theTimeOfTheRetransmissionLeavesItAsItIs() {
    SegmentScript s = retransmitted();
    s.tsEcho = s.lastTsValue;
    s.pass(100 * MS);
    ack(s, 10);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
  }

  /** "the first acceptable ACK": a later one says nothing of the first retransmission. */
  @Test
  void onlyTheFirstAckCounts() {
    SegmentScript s = retransmitted();
    int original = s.tsEcho;
    s.tsEcho = s.lastTsValue;
    s.pass(100 * MS);
    ack(s, 4);
    s.tsEcho = original;
    ack(s, 5);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
  }

  @Test
  void aSpuriousTimeOutIsUndoneAtTheFirstAck() {
    SegmentScript s = Flight.withTimestamps(10);
    s.tsEcho = s.lastTsValue;
    s.tsValue += 100;
    s.pass(700 * MS);
    assertThat(s.tcp().info().timeouts()).isEqualTo(1);
    s.sent();
    ack(s, 2);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
    ack(s, 10);
    assertThat(s.sent()).isEmpty();
  }
}
