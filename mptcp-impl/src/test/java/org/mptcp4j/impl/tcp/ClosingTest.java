package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;

/** Half-close, TIME-WAIT, RST and ABORT (RFC 9293, sections 3.6 and 3.10; RFC 5961). */
class ClosingTest {
  private static final long MS = SegmentScript.MS;

  @Test
  void activeCloseGoesThroughTimeWait() {
    SegmentScript s = new SegmentScript().established();
    s.tcp().shutdownOutput();
    s.flush();
    assertThat(s.sent()).containsExactly("FIN ACK seq=1 ack=1");
    s.inject("ACK", 1, 2, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.FIN_WAIT_2);
    s.inject("ACK", 1, 2, 500);
    assertThat(s.host.received).as("half-close: data still comes in").isEqualTo(500);
    s.sent();
    s.inject("FIN ACK", 501, 2, 0);
    assertThat(s.sent()).containsExactly("ACK seq=2 ack=502");
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
    assertThat(s.host.remoteFin).isTrue();
    assertThat(s.host.closed.kind()).isEqualTo(Kind.NORMAL);
    assertThat(s.tcp().finished()).isFalse();
    s.pass(59_000 * MS);
    s.inject("FIN ACK", 501, 2, 0);
    assertThat(s.sent()).as("the FIN is acknowledged again").containsExactly("ACK seq=2 ack=502");
    s.pass(59_000 * MS);
    assertThat(s.tcp().finished()).as("2 MSL began anew").isFalse();
    s.pass(1_000 * MS);
    assertThat(s.tcp().finished()).isTrue();
    assertThat(s.host.closedCalls).isEqualTo(1);
    assertThat(s.outstanding()).isZero();
  }

  @Test
  void passiveCloseEndsWithLastAck() {
    SegmentScript s = new SegmentScript().established();
    s.inject("FIN ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=2");
    assertThat(s.tcp().state()).isEqualTo(TcpState.CLOSE_WAIT);
    s.host.toSend = 100;
    s.host.closeWhenSent = true;
    s.flush();
    assertThat(s.sent()).containsExactly("FIN ACK seq=1 ack=2 len=100");
    assertThat(s.tcp().state()).isEqualTo(TcpState.LAST_ACK);
    s.inject("ACK", 2, 102, 0);
    assertThat(s.tcp().finished()).isTrue();
    assertThat(s.host.closed.kind()).isEqualTo(Kind.NORMAL);
    assertThat(s.outstanding()).isZero();
  }

  @Test
  void bothCloseAtOnce() {
    SegmentScript s = new SegmentScript().established();
    s.tcp().shutdownOutput();
    s.flush().sent();
    s.inject("FIN ACK", 1, 1, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.CLOSING);
    assertThat(s.sent()).containsExactly("ACK seq=2 ack=2");
    s.inject("ACK", 2, 2, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
  }

  @Test
  void finAndItsAckInOneSegment() {
    SegmentScript s = new SegmentScript().established();
    s.tcp().shutdownOutput();
    s.flush().sent();
    s.inject("FIN ACK", 1, 2, 10);
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
    assertThat(s.host.received).isEqualTo(10);
    assertThat(s.sent()).containsExactly("ACK seq=2 ack=12");
  }

  @Test
  void lostFinIsSentAgain() {
    SegmentScript s = new SegmentScript().established();
    s.tcp().shutdownOutput();
    s.flush().sent();
    s.pass(2_000 * MS);
    assertThat(s.sent()).isNotEmpty().allMatch(t -> t.equals("FIN ACK seq=1 ack=1"));
  }

  @Test
  void finOutOfOrderWaitsForTheText() {
    SegmentScript s = new SegmentScript().established();
    s.inject("FIN ACK", 101, 1, 50);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    s.inject("ACK", 1, 1, 100);
    assertThat(s.tcp().state()).isEqualTo(TcpState.CLOSE_WAIT);
    assertThat(s.host.received).isEqualTo(150);
    assertThat(s.host.wrongBytes).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpState.class,
      names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK"})
  void resetEndsEveryState(TcpState state) {
    SegmentScript s = in(state);
    long next = s.tcp().receiveNext();
    s.sent();
    s.inject("RST", next + 10_000_000, 0, 0);
    assertThat(s.sent()).as("outside of the window").isEmpty();
    s.inject("RST", next + 10, 0, 0);
    assertThat(s.tcp().state()).as("in the window, not exact: challenge").isEqualTo(state);
    assertThat(s.sent()).hasSize(1).allMatch(t -> t.startsWith("ACK"));
    s.inject("RST", next, 0, 0);
    assertThat(s.tcp().finished()).isTrue();
    assertThat(s.host.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(s.outstanding()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpState.class,
      names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT"})
  void abortSendsAReset(TcpState state) {
    SegmentScript s = in(state);
    s.host.toSend += 5_000;
    s.flush().sent();
    s.tcp().abort(CloseReason.of(Kind.ABORTED, "test"));
    assertThat(s.outstanding()).isZero();
    s.flush();
    assertThat(s.sent()).hasSize(1).allMatch(t -> t.startsWith("RST ACK"));
    assertThat(s.host.closed.kind()).isEqualTo(Kind.ABORTED);
    assertThat(s.host.closedCalls).isEqualTo(1);
    assertThat(s.tcp().finished()).isTrue();
  }

  @Test
  void synInTheWindowIsChallenged() {
    SegmentScript s = new SegmentScript().established();
    s.inject("SYN", 50, 0, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
  }

  @Test
  void challengesAreLimited() {
    SegmentScript s = new SegmentScript().established();
    for (int i = 0; i < 100; i++) {
      s.inject("SYN", 50, 0, 0);
    }
    assertThat(s.sent()).hasSize(10);
  }

  @Test
  void timeWaitMayBeReusedForANewerSyn() {
    SegmentScript s = new SegmentScript().established();
    s.tcp().shutdownOutput();
    s.flush();
    s.inject("FIN ACK", 1, 2, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
    assertThat(s.tcp().timeWait().mayGiveWayTo(s.parsed("SYN", 1_000, 0))).isTrue();
    assertThat(s.tcp().timeWait().mayGiveWayTo(s.parsed("SYN", 0, 0))).isFalse();
  }

  private static SegmentScript in(TcpState state) {
    SegmentScript s = new SegmentScript().established();
    switch (state) {
      case FIN_WAIT_1 -> s.tcp().shutdownOutput();
      case FIN_WAIT_2 -> {
        s.tcp().shutdownOutput();
        s.flush().inject("ACK", 1, 2, 0);
      }
      case CLOSE_WAIT -> s.inject("FIN ACK", 1, 1, 0);
      case CLOSING -> {
        s.tcp().shutdownOutput();
        s.flush().inject("FIN ACK", 1, 1, 0);
      }
      case LAST_ACK -> {
        s.inject("FIN ACK", 1, 1, 0);
        s.tcp().shutdownOutput();
      }
      default -> {}
    }
    s.flush();
    assertThat(s.tcp().state()).isEqualTo(state);
    return s;
  }

  /** A FIN out of order is the end: text behind it is none. */
  @Test
  void textBehindAFinIsIgnored() {
    SegmentScript s = new SegmentScript().established();
    s.inject("FIN ACK", 101, 1, 100);
    s.inject("ACK", 201, 1, 100);
    s.inject("ACK", 1, 1, 300);
    assertThat(s.host.received).isEqualTo(200);
    assertThat(s.tcp().state()).isEqualTo(TcpState.CLOSE_WAIT);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=202");
  }

  /** A FIN before text that came is none: somebody invented one of them. */
  @Test
  void aFinBeforeTextThatCameIsIgnored() {
    SegmentScript s = new SegmentScript().established();
    s.inject("ACK", 201, 1, 100);
    s.inject("FIN ACK", 101, 1, 0);
    s.inject("ACK", 1, 1, 200);
    assertThat(s.host.received).isEqualTo(300);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    s.inject("FIN ACK", 301, 1, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.CLOSE_WAIT);
  }
}
