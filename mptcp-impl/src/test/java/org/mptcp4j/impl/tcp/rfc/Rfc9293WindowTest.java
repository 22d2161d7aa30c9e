package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;

/** RFC 9293, section 3.8.6: managing the window, on both sides. */
class Rfc9293WindowTest {
  private static final long SECOND = 1_000 * MS;
  private static final int MSS = 1460;

  private static SegmentScript opened() {
    return new SegmentScript(p -> p.tcp(TcpOptions.defaults().withWindowScale(false)));
  }

  private static SegmentScript sending(int bytes) {
    SegmentScript s = opened().established();
    s.host.toSend = bytes;
    return s;
  }

  /** What an acknowledgment of all and a window let out: a probe's sequence number is old. */
  private static void window(SegmentScript s, int window, long ack) {
    s.peerWindow = window;
    s.inject("ACK", 1, ack, 0);
  }

  // 3.8.6: shrinking

  /** "A TCP receiver SHOULD NOT shrink the window" (SHLD-14). */
  @Test
  void theRightEdgeStaysWhereTheBufferShrinks() {
    SegmentScript s = opened();
    s.host.receiveBuffer = 20_000;
    s.established();
    s.host.receiveBuffer = 3_000;
    s.inject("ACK", 1, 1, 1_000);
    assertThat(s.window).isEqualTo(19_000);
  }

  /** "A sending TCP peer MUST be robust against window shrinking" (MUST-34), SHLD-15. */
  @Test
  void nothingNewLeavesIntoAWindowThatShrank() {
    SegmentScript s = sending(10 * MSS);
    s.flush();
    assertThat(s.sent()).hasSize(10);
    s.host.toSend = 20 * MSS;
    window(s, 2 * MSS, 1 + 2 * MSS);
    assertThat(s.sent()).isEmpty();
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
  }

  /** "SHOULD retransmit normally the old unacknowledged data" (SHLD-16). */
  @Test
  void whatAShrunkWindowCoversIsRetransmitted() {
    SegmentScript s = sending(10 * MSS);
    s.flush();
    window(s, 2 * MSS, 1 + 2 * MSS);
    s.sent();
    s.pass(3 * SECOND);
    assertThat(s.sent()).contains("ACK seq=" + (1 + 2 * MSS) + " ack=1 len=1460");
  }

  /** "SHOULD NOT time out the connection if data beyond the right window edge is not acked". */
  @Test
  void aWindowThatShrinksToNothingEndsNoConnection() {
    SegmentScript s = sending(4 * MSS);
    s.flush();
    for (int i = 0; i < 60; i++) {
      window(s, 0, 1);
      s.pass(5 * SECOND);
    }
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(s.sent()).as("it is probed (MUST-35)").hasSizeGreaterThan(4);
  }

  // 3.8.6.1: probing

  /** SHLD-29: "the first zero-window probe when a zero window has existed for the RTO". */
  @Test
  void theFirstProbeComesAfterTheRetransmissionTimeout() {
    SegmentScript s = opened().established();
    window(s, 0, 1);
    s.host.toSend = 100;
    s.flush();
    long rto = s.tcp().info().retransmissionTimeoutNanos();
    s.pass(rto - MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).containsExactly("ACK seq=0 ack=1");
  }

  /** SHLD-30: "increase exponentially the interval between successive probes"; 60 s at most. */
  @Test
  void theIntervalDoublesUpToAMinute() {
    SegmentScript s = opened().established();
    window(s, 0, 1);
    s.host.toSend = 100;
    s.flush();
    long first = s.tcp().info().retransmissionTimeoutNanos();
    long interval = first;
    for (int i = 0; i < 12; i++) {
      s.sent();
      s.pass(Math.min(interval, 60 * SECOND) - MS);
      assertThat(s.sent()).as("before probe " + i).isEmpty();
      s.pass(MS);
      assertThat(s.sent()).as("probe " + i).containsExactly("ACK seq=0 ack=1");
      window(s, 0, 1);
      interval *= 2;
    }
    assertThat(interval).isGreaterThan(60 * SECOND);
  }

  /**
   * "As long as the receiving TCP peer continues to send acknowledgments in response to the probe
   * segments, the sending TCP peer MUST allow the connection to stay open" (MUST-37).
   */
  @Test
  void aPeerThatAnswersIsProbedForever() {
    SegmentScript s = opened().established();
    window(s, 0, 1);
    s.host.toSend = 100;
    for (int minute = 0; minute < 24 * 60; minute++) {
      s.sent();
      s.flush().pass(60 * SECOND);
      assertThat(s.sent()).isNotEmpty();
      window(s, 0, 1);
    }
    window(s, 1_000, 1);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=100");
  }

  /** Whether the user has given its data or waits for room. */
  @Test
  void aPeerThatDoesNotAnswerEndsTheConnection() {
    SegmentScript s = opened().established();
    window(s, 0, 1);
    s.host.toSend = 100;
    s.flush().pass(119 * SECOND);
    assertThat(s.host.closed).isNull();
    s.pass(60 * SECOND);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void withoutDataAClosedWindowIsNotProbed() {
    SegmentScript s = opened().established();
    window(s, 0, 1);
    s.sent();
    s.pass(1_000 * SECOND);
    assertThat(s.sent()).isEmpty();
  }

  /** "It must still send an acknowledgment showing its ... current window (zero)". */
  @Test
  void aProbeIsAnsweredWhileTheWindowIsClosed() {
    SegmentScript s = opened();
    s.host.receiveBuffer = 2_000;
    s.host.reading = false;
    s.established();
    s.inject("ACK", 1, 1, 2_000);
    s.sent();
    s.inject("ACK", 2_001, 1, 1);
    assertThat(s.sent()).as("one octet of new data").containsExactly("ACK seq=1 ack=2001");
    assertThat(s.window).isZero();
    s.inject("ACK", 2_000, 1, 0);
    assertThat(s.sent()).as("an old sequence number").containsExactly("ACK seq=1 ack=2001");
    assertThat(s.host.received).isEqualTo(2_000);
  }

  // 3.8.6.2.1: the sender's silly window avoidance (MUST-38)

  @Test
  void aFullSegmentLeaves() {
    SegmentScript s = sending(10_000);
    s.peerWindow = 0;
    s.inject("ACK", 1, 1, 0);
    window(s, MSS + 100, 1);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=1460");
  }

  @Test
  void allThatIsQueuedLeavesHoweverLittle() {
    SegmentScript s = sending(10);
    s.flush();
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=10");
  }

  /** "min(D,U) >= Fs * Max(SND.WND)", Fs one half. */
  @Test
  void halfOfTheLargestWindowLeaves() {
    SegmentScript s = opened();
    s.peerWindow = 1_000;
    s.established();
    s.host.toSend = 10_000;
    s.flush();
    s.sent();
    window(s, 499, 1_001);
    assertThat(s.sent()).isEmpty();
    window(s, 500, 1_001);
    assertThat(s.sent()).containsExactly("ACK seq=1001 ack=1 len=500");
  }

  @Test
  void lessLeavesWhenTheOverrideTimerFires() {
    SegmentScript s = sending(10_000);
    window(s, 0, 1);
    window(s, 300, 1);
    assertThat(s.sent()).isEmpty();
    s.pass(SECOND + 500 * MS);
    assertThat(s.sent()).first().isEqualTo("ACK seq=1 ack=1 len=300");
  }

  // 3.8.6.2.2: the receiver's silly window avoidance (MUST-39)

  /** "Avoid advancing the right window edge in small increments". */
  @Test
  void theEdgeMovesByAFullSegmentOrHalfTheBuffer() {
    SegmentScript s = opened();
    s.host.receiveBuffer = 10_000;
    s.host.reading = false;
    s.established();
    s.inject("ACK", 1, 1, 10_000);
    assertThat(s.window).isZero();
    s.sent();
    s.host.receiveBuffer = 10_000 + MSS - 1;
    s.inject("ACK", 10_000, 1, 0);
    assertThat(s.window).as("less than a segment").isZero();
    s.host.receiveBuffer = 10_000 + MSS;
    s.inject("ACK", 10_000, 1, 0);
    assertThat(s.window).isEqualTo(MSS);
  }

  /** The window may have been closed since the handshake. */
  @Test
  void anUpdateLeavesWhenTheFirstWindowOpens() {
    SegmentScript s = opened();
    s.host.receiveBuffer = 0;
    s.established();
    s.inject("ACK", 1, 1, 1);
    assertThat(s.window).isZero();
    s.sent();
    s.host.receiveBuffer = 10_000;
    s.flush();
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.window).isEqualTo(10_000);
    s.flush();
    assertThat(s.sent()).isEmpty();
  }

  @Test
  void anUpdateLeavesByItselfWhenTheUserReads() {
    SegmentScript s = opened();
    s.host.receiveBuffer = 10_000;
    s.host.reading = false;
    s.established();
    s.inject("ACK", 1, 1, 10_000);
    assertThat(s.window).isZero();
    s.sent();
    s.host.read();
    s.flush();
    assertThat(s.sent()).isEqualTo(List.of("ACK seq=1 ack=10001"));
    assertThat(s.window).isEqualTo(10_000);
  }
}
