package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;

/** Opening a connection, RFC 9293, sections 3.5 and 3.10.7.3, segment by segment. */
class HandshakeTest {
  private static final long MS = SegmentScript.MS;

  @Test
  void activeOpenOffersAllOptions() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    assertThat(s.sent()).containsExactly("SYN seq=0");
    assertThat(s.options()).isEqualTo("mss=1460 sackOk ts ws=7");
    assertThat(s.window).isEqualTo(65_535);
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_SENT);
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.options()).as("the peer offered no timestamps").isEmpty();
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(s.host.established).isTrue();
    assertThat(s.tcp().info().smoothedRttNanos()).isGreaterThan(0);
  }

  @Test
  void passiveOpenAnswersWhatWasOffered() {
    SegmentScript s = new SegmentScript();
    s.permitSack = false;
    s.peerShift = 3;
    s.inject("SYN", 0, 0, 0);
    assertThat(s.sent()).containsExactly("SYN ACK seq=0 ack=1");
    assertThat(s.options()).isEqualTo("mss=1460 ws=7");
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_RECEIVED);
    s.inject("ACK", 1, 1, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(s.tcp().info().sendWindow()).isEqualTo(65_535L << 3);
    assertThat(s.sent()).isEmpty();
  }

  @Test
  void dataOnTheThirdSegmentIsTaken() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.inject("ACK", 1, 1, 100);
    assertThat(s.host.received).isEqualTo(100);
    assertThat(s.host.wrongBytes).isZero();
  }

  @Test
  void synIsRepeatedWithBackoff() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().sent();
    s.pass(999 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(1 * MS);
    assertThat(s.sent()).containsExactly("SYN seq=0");
    s.pass(1_999 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(1 * MS);
    assertThat(s.sent()).containsExactly("SYN seq=0");
  }

  @Test
  void connectTimesOut() {
    SegmentScript s = new SegmentScript(p -> p.connectTimeoutNanos(10_000 * MS));
    s.tcp().connect(s.now);
    s.flush().pass(10_000 * MS);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(s.tcp().finished()).isTrue();
  }

  @Test
  void resetRefuses() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.inject("RST ACK", 0, 1, 0);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.REFUSED);
    assertThat(s.tcp().finished()).isTrue();
  }

  @Test
  void resetWithAWrongAckIsIgnored() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().sent();
    s.inject("RST ACK", 0, 7, 0);
    s.inject("RST", 0, 0, 0);
    assertThat(s.host.closed).isNull();
    assertThat(s.sent()).isEmpty();
  }

  @Test
  void wrongAckInSynSentIsReset() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().sent();
    s.inject("SYN ACK", 0, 77, 0);
    assertThat(s.sent()).containsExactly("RST seq=77");
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_SENT);
  }

  @Test
  void icmpEndsAnAttempt() throws Exception {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    var router = InetAddress.getByName("10.0.0.254");
    s.tcp().icmpError(new CloseReason.IcmpError(router, 3, 4), s.now);
    assertThat(s.host.closed).isNull();
    s.tcp().icmpError(new CloseReason.IcmpError(router, 3, 1), s.now);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(s.host.closed.icmp()).isPresent();
  }

  @Test
  void icmpDoesNotEndAConnection() throws Exception {
    SegmentScript s = new SegmentScript().established();
    var router = InetAddress.getByName("10.0.0.254");
    s.tcp().icmpError(new CloseReason.IcmpError(router, 3, 3), s.now);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
  }

  @Test
  void bothOpenAtOnce() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().sent();
    s.inject("SYN", 0, 0, 0);
    assertThat(s.sent()).containsExactly("SYN ACK seq=0 ack=1");
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_RECEIVED);
    s.inject("ACK", 1, 1, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
  }

  @Test
  void bothOpenAtOnceAndBothSendSynAck() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.inject("SYN", 0, 0, 0);
    s.sent();
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
  }

  @Test
  void synAgainGetsSynAckAgain() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.sent();
    s.inject("SYN", 0, 0, 0);
    assertThat(s.sent()).containsExactly("SYN ACK seq=0 ack=1");
  }

  @Test
  void resetInSynReceivedEndsIt() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.inject("RST", 1, 0, 0);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(s.tcp().finished()).isTrue();
  }

  @Test
  void wrongAckInSynReceivedIsReset() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.sent();
    s.inject("ACK", 1, 99, 0);
    assertThat(s.sent()).containsExactly("RST seq=99");
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_RECEIVED);
  }

  @Test
  void shutdownBeforeTheHandshakeIsDoneSendsTheFinAfterIt() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.tcp().shutdownOutput();
    s.flush().sent();
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.sent()).containsExactly("FIN ACK seq=1 ack=1");
    assertThat(s.tcp().state()).isEqualTo(TcpState.FIN_WAIT_1);
  }

  @Test
  void abortInSynSentSendsNothing() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().sent();
    s.tcp().abort(CloseReason.of(Kind.ABORTED, "test"));
    s.flush();
    assertThat(s.sent()).isEmpty();
    assertThat(s.host.closed.kind()).isEqualTo(Kind.ABORTED);
    assertThat(s.tcp().finished()).isTrue();
  }

  /** The SYN was sent twice, and the timestamp of its answer echoes neither. */
  @Test
  void anEchoOfNothingGivesNoSample() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush().pass(1_500 * SegmentScript.MS);
    s.timestamps = true;
    for (int echo : new int[] {0, s.lastTsValue - 1_000_000}) {
      s.tsEcho = echo;
      s.inject("SYN ACK", 0, 1, 0);
    }
    assertThat(s.tcp().info().smoothedRttNanos()).isZero();
    assertThat(s.tcp().info().retransmissionTimeoutNanos()).isEqualTo(3_000 * SegmentScript.MS);
  }
}
