package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TestHost;

/** RFC 9293, section 3.8.5, and RFC 6093: urgent data stays in line. */
class Rfc6093UrgentTest {
  private final SegmentScript s = new SegmentScript().established();

  private ByteQueue pattern(int bytes) {
    ByteQueue queue = new ByteQueue(1);
    java.nio.ByteBuffer data = java.nio.ByteBuffer.allocate(bytes);
    for (int i = 0; i < bytes; i++) {
      data.put(i, TestHost.pattern(1 + i));
    }
    queue.appendCopy(data, bytes, s.pool);
    return queue;
  }

  /** RFC 6093, section 3.2: no octet is taken out of the stream. */
  @Test
  void noByteIsLostOrMisplaced() {
    s.inject("ACK", 1, 1, 100);
    s.urgentPointer = 50;
    s.inject("ACK URG", 101, 1, 100);
    s.inject("ACK", 201, 1, 100);
    assertThat(s.host.received).isEqualTo(300);
    assertThat(s.host.wrongBytes).isZero();
  }

  /** MUST-32: told when there was none pending, and whenever the pointer advances. */
  @Test
  void theUserIsToldWheneverThePointerAdvances() {
    s.urgentPointer = 300;
    s.inject("ACK URG", 1, 1, 100);
    assertThat(s.host.urgentCalls).isEqualTo(1);
    assertThat(s.host.urgentEnd).isEqualTo(301);
    s.urgentPointer = 200;
    s.inject("ACK URG", 101, 1, 100);
    assertThat(s.host.urgentCalls).as("the same end").isEqualTo(1);
    s.urgentPointer = 500;
    s.inject("ACK URG", 201, 1, 100);
    assertThat(s.host.urgentCalls).isEqualTo(2);
    // MUST-33: "a way for the application to learn how much urgent data remains to be read"
    assertThat(s.tcp().urgentEnd()).isEqualTo(701);
  }

  /** "The urgent pointer can not recede, but a receiver should be robust to invalid values". */
  @Test
  void aPointerThatGoesBackOrPointsNowhereIsIgnored() {
    s.urgentPointer = 65_535;
    s.inject("ACK URG", 1, 1, 10);
    s.urgentPointer = 1;
    s.inject("ACK URG", 11, 1, 10);
    s.urgentPointer = 0;
    s.inject("ACK URG", 21, 1, 10);
    assertThat(s.host.urgentCalls).isEqualTo(1);
    assertThat(s.host.received).isEqualTo(30);
  }

  /**
   * "Special allowance should be made to accept valid ACKs, URGs": a closed window is no matter.
   */
  @Test
  void aClosedWindowDoesNotKeepTheUserFromKnowing() {
    SegmentScript closed = new SegmentScript();
    closed.host.receiveBuffer = 100;
    closed.host.reading = false;
    closed.established();
    closed.inject("ACK", 1, 1, 100);
    closed.urgentPointer = 10;
    closed.inject("ACK URG", 101, 1, 0);
    assertThat(closed.host.urgentEnd).isEqualTo(111);
  }

  /** "The urgent pointer MUST point to the octet following the urgent data" (MUST-62). */
  @Test
  void whatIsSentPointsBehindTheUrgentData() {
    s.tcp().sendUrgent(pattern(10), 1, 10, null);
    s.flush();
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=10 urg=10");
    s.inject("ACK", 1, 11, 100);
    assertThat(s.sent()).as("no longer").containsExactly("ACK seq=11 ack=101");
  }

  /** "MUST support a sequence of urgent data of any length" (MUST-31). */
  @Test
  void urgentDataMayBeLongerThanASegment() {
    s.tcp().sendUrgent(pattern(3_000), 1, 3_000, null);
    s.flush();
    assertThat(s.sent())
        .containsExactly(
            "ACK seq=1 ack=1 len=1460 urg=3000",
            "ACK seq=1461 ack=1 len=1460 urg=1540",
            "ACK seq=2921 ack=1 len=80 urg=80");
  }

  @Test
  void noSuperSegmentHasUrgentData() {
    SegmentScript large = new SegmentScript(p -> p.maxSegmentBytes(14_600)).established();
    large.tcp().sendUrgent(pattern(5_000), 1, 5_000, null);
    large.flush();
    assertThat(large.sent()).hasSize(4).last().isEqualTo("ACK seq=4381 ack=1 len=620 urg=620");
  }

  /** "The URG flag in all segments transmitted": a closed window lets the pointer through. */
  @Test
  void thePointerPassesAClosedWindow() {
    s.peerWindow = 0;
    s.inject("ACK", 1, 1, 0);
    s.tcp().sendUrgent(pattern(10), 1, 10, null);
    s.inject("ACK", 1, 1, 100);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=101 urg=10");
  }
}
