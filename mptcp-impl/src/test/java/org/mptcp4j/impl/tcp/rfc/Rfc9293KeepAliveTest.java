package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.TcpOptions.KeepAlive;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 9293, section 3.8.4: TCP keep-alives. */
class Rfc9293KeepAliveTest {
  private static final long SECOND = 1_000 * MS;
  private static final long HOUR = 3_600 * SECOND;

  private final SegmentScript s = with(new KeepAlive(100 * SECOND, 10 * SECOND, 3));

  private static SegmentScript with(KeepAlive keepAlive) {
    return new SegmentScript(p -> p.tcp(TcpOptions.defaults().withKeepAlive(keepAlive)))
        .established();
  }

  /** "They MUST default to off" (MUST-25). */
  @Test
  void theyAreOffByDefault() {
    SegmentScript other = new SegmentScript().established();
    other.sent();
    other.pass(100 * HOUR);
    assertThat(other.sent()).isEmpty();
    assertThat(other.host.closed).isNull();
  }

  /** "This interval ... MUST default to no less than two hours" (MUST-28). */
  @Test
  void theStandardIntervalIsTwoHours() {
    SegmentScript other = with(KeepAlive.standard());
    other.sent();
    other.pass(2 * HOUR - SECOND);
    assertThat(other.sent()).isEmpty();
    other.pass(SECOND);
    assertThat(other.sent()).hasSize(1);
  }

  /** "SEG.SEQ = SND.NXT-1", "SHOULD send a keep-alive segment with no data" (SHLD-12). */
  @Test
  void aProbeHasAnOldSequenceNumberAndNoData() {
    s.sent();
    s.pass(100 * SECOND);
    assertThat(s.sent()).containsExactly("ACK seq=0 ack=1");
  }

  /** MUST-26: only when nothing was received for the interval. */
  @Test
  void whatIsReceivedBeginsTheIntervalAnew() {
    s.pass(99 * SECOND);
    s.inject("ACK", 1, 1, 100);
    s.sent();
    s.pass(99 * SECOND);
    assertThat(s.sent()).isEmpty();
    s.inject("ACK", 101, 1, 0);
    s.pass(99 * SECOND);
    assertThat(s.sent()).isEmpty();
    s.pass(SECOND);
    assertThat(s.sent()).hasSize(1);
  }

  /** MUST-26: "Keep-alive packets MUST only be sent when no sent data is outstanding". */
  @Test
  void noneIsSentWhileDataIsOutstanding() {
    s.pass(99 * SECOND);
    s.host.toSend = 100;
    s.flush();
    s.sent();
    s.pass(30 * SECOND);
    assertThat(s.sent())
        .as("retransmissions only")
        .allMatch(segment -> segment.equals("ACK seq=1 ack=1 len=100"));
  }

  /** "It MUST NOT interpret failure to respond to any specific probe as a dead connection". */
  @Test
  void aLostProbeIsNoDeadPeer() {
    s.pass(120 * SECOND);
    assertThat(s.sent()).filteredOn(line -> line.equals("ACK seq=0 ack=1")).hasSize(3);
    s.inject("ACK", 1, 1, 0);
    s.pass(120 * SECOND);
    assertThat(s.host.closed).isNull();
    s.inject("ACK", 1, 1, 0);
    s.pass(99 * SECOND);
    assertThat(s.host.closed).isNull();
  }

  @Test
  void afterAllProbesTheConnectionIsOver() {
    s.pass(129 * SECOND);
    assertThat(s.host.closed).isNull();
    s.pass(SECOND);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(s.sent()).last().asString().startsWith("RST");
    s.pass(HOUR);
    assertThat(s.sent()).isEmpty();
  }

  /** A half-open connection (section 3.5.1) shows: the peer has forgotten it. */
  @Test
  void aPeerThatRestartedAnswersWithAReset() {
    s.pass(100 * SECOND);
    s.inject("RST", 1, 0, 0);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.RESET);
  }

  /** A peer's probe asks for an ACK, with an octet of garbage or without. */
  @Test
  void probesOfThePeerAreAnswered() {
    s.inject("ACK", 1, 1, 100);
    s.sent();
    s.inject("ACK", 100, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=101");
    s.inject("ACK", 100, 1, 1);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=101");
    assertThat(s.host.received).isEqualTo(100);
  }
}
