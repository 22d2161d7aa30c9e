package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.matrix.State.CLOSED;
import static org.mptcp4j.impl.tcp.matrix.State.CLOSE_WAIT;
import static org.mptcp4j.impl.tcp.matrix.State.CLOSING;
import static org.mptcp4j.impl.tcp.matrix.State.ESTABLISHED;
import static org.mptcp4j.impl.tcp.matrix.State.FIN_WAIT_1;
import static org.mptcp4j.impl.tcp.matrix.State.FIN_WAIT_2;
import static org.mptcp4j.impl.tcp.matrix.State.LAST_ACK;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_RECEIVED;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_RECEIVED_ACTIVE;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_SENT;
import static org.mptcp4j.impl.tcp.matrix.State.TIME_WAIT;

/** "First check sequence number" (RFC 9293, section 3.10.7.4). */
class SequenceNumberTest extends EventGroup {
  private static final int FAR = 10_000_000;
  private static final String NO_SYN = "dropped";

  private static final State[] NUMBERED = {
    SYN_RECEIVED,
    SYN_RECEIVED_ACTIVE,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSE_WAIT,
    CLOSING,
    LAST_ACK,
    TIME_WAIT
  };

  @Override
  void declare() {
    outside();
    overlapping();
    atZeroWindow();
  }

  /**
   * "If an incoming segment is not acceptable, an acknowledgment should be sent in reply (unless
   * the RST bit is set ...) ... drop the unacceptable segment and return".
   */
  private void outside() {
    event(Event.TEXT_OLD)
        .withoutConnection("A", 50)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 50))
        .in(NUMBERED)
        .is(
            "ACK",
            c ->
                c.segment("ACK")
                    .seq(c.rcv() - 60)
                    .text(50)
                    .arrives()
                    .acknowledges()
                    .delivers(0)
                    .remains());
    event(Event.TEXT_BEYOND)
        .withoutConnection("A", 50)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 50))
        .in(NUMBERED)
        .is(
            "ACK",
            c ->
                c.segment("ACK")
                    .seq(c.rcv() + FAR)
                    .text(50)
                    .arrives()
                    .acknowledges()
                    .delivers(0)
                    .remains());
    event(Event.EMPTY_OUTSIDE)
        .withoutConnection("A", 0)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 0))
        .in(NUMBERED)
        .is(
            "ACK",
            c -> {
              c.segment("ACK").seq(c.rcv() - 2).arrives().acknowledges().remains();
              c.segment("ACK").seq(c.rcv() + FAR).arrives().acknowledges().remains();
            });
  }

  /** "If neither of the SYN or RST bits is set then drop the segment" (section 3.10.7.3). */
  private static void withoutSyn(Conversation c, int text) {
    c.segment("ACK").seq(70).ack(1).text(text).arrives().answersNothing().delivers(0).remains();
  }

  /**
   * "If a segment's contents straddle the boundary between old and new, only the new parts are
   * processed"; "trimming off any portions that lie outside the window".
   */
  private void overlapping() {
    event(Event.TEXT_STRADDLING)
        .withoutConnection("A", 50)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 50))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("new part taken -> ESTABLISHED", c -> straddles(c, ESTABLISHED))
        .in(ESTABLISHED)
        .is("new part taken", c -> straddles(c, ESTABLISHED))
        .in(FIN_WAIT_1)
        .is("new part taken", c -> straddles(c, FIN_WAIT_1))
        .in(FIN_WAIT_2)
        .is("new part taken", c -> straddles(c, FIN_WAIT_2))
        // "since a FIN has been received from the remote side. Ignore the segment text"
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is(
            "text ignored",
            c ->
                c.segment("ACK")
                    .seq(c.rcv() - 20)
                    .text(50)
                    .arrives()
                    .delivers(0)
                    .expects(c.rcv())
                    .remains());
    event(Event.TEXT_EXCEEDING, Conversation::withSmallWindow)
        .withoutConnection("A", 50)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 50))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("part in the window taken, ACK -> ESTABLISHED", c -> exceeds(c, ESTABLISHED))
        .in(ESTABLISHED)
        .is("part in the window taken, ACK", c -> exceeds(c, ESTABLISHED))
        .in(FIN_WAIT_1)
        .is("part in the window taken, ACK", c -> exceeds(c, FIN_WAIT_1))
        .in(FIN_WAIT_2)
        .is("part in the window taken, ACK", c -> exceeds(c, FIN_WAIT_2))
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is(
            "text ignored",
            c ->
                c.segment("ACK")
                    .text(Conversation.PIECE + 20)
                    .arrives()
                    .delivers(0)
                    .expects(c.rcv())
                    .remains());
  }

  private static void straddles(Conversation c, State next) {
    long end = c.rcv() + 30;
    c.segment("ACK").seq(c.rcv() - 20).ack(Math.max(1, c.una())).text(50).arrives();
    c.delivers(30).expects(end).becomes(next).acknowledgesSoon(end);
  }

  private static void exceeds(Conversation c, State next) {
    long end = c.rcv() + Conversation.PIECE;
    c.segment("ACK").ack(Math.max(1, c.una())).text(Conversation.PIECE + 20).arrives();
    c.delivers(Conversation.PIECE).expects(end).becomes(next);
    // the right edge stays where it was, so the window is 0 now
    c.answers("ACK seq=" + c.nxt() + " ack=" + end);
    assertThat(c.script().window).isZero();
  }

  /**
   * "If the RCV.WND is zero, no segments will be acceptable, but special allowance should be made
   * to accept valid ACKs, URGs and RSTs".
   */
  private void atZeroWindow() {
    event(Event.TEXT_AT_ZERO_WINDOW, Conversation::withZeroWindow)
        .withoutConnection("A", 50)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 50))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("ACK -> ESTABLISHED", c -> textAtZeroWindow(c, ESTABLISHED))
        .in(ESTABLISHED)
        .is("ACK", c -> textAtZeroWindow(c, ESTABLISHED))
        .in(FIN_WAIT_1)
        .is("ACK", c -> textAtZeroWindow(c, FIN_WAIT_1))
        .in(FIN_WAIT_2)
        .is("ACK", c -> textAtZeroWindow(c, FIN_WAIT_2))
        .in(CLOSE_WAIT)
        .is("ACK", c -> textAtZeroWindow(c, CLOSE_WAIT))
        .in(CLOSING)
        .is("ACK", c -> textAtZeroWindow(c, CLOSING))
        .in(LAST_ACK)
        .is("ACK", c -> textAtZeroWindow(c, LAST_ACK))
        .in(TIME_WAIT)
        .is("ACK", c -> textAtZeroWindow(c, TIME_WAIT));
    event(Event.ACK_AT_ZERO_WINDOW, Conversation::withZeroWindow)
        .withoutConnection("A", 0)
        .in(SYN_SENT)
        .is(NO_SYN, c -> withoutSyn(c, 0))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("taken -> ESTABLISHED", c -> ackAtZeroWindow(c, ESTABLISHED))
        .in(ESTABLISHED)
        .is("taken", c -> ackAtZeroWindow(c, ESTABLISHED))
        .in(FIN_WAIT_1)
        .is("taken -> FIN-WAIT-2", c -> ackAtZeroWindow(c, FIN_WAIT_2))
        .in(FIN_WAIT_2)
        .is("taken", c -> ackAtZeroWindow(c, FIN_WAIT_2))
        .in(CLOSE_WAIT)
        .is("taken", c -> ackAtZeroWindow(c, CLOSE_WAIT))
        .in(CLOSING)
        .is("taken -> TIME-WAIT", c -> ackAtZeroWindow(c, TIME_WAIT))
        .in(LAST_ACK)
        .is("taken -> CLOSED", c -> ackAtZeroWindow(c, CLOSED))
        .in(TIME_WAIT)
        .is("taken", c -> ackAtZeroWindow(c, TIME_WAIT));
  }

  private static void textAtZeroWindow(Conversation c, State next) {
    c.segment("ACK").ack(Math.max(1, c.una())).text(1).arrives();
    c.acknowledges().delivers(0).expects(c.rcv()).becomes(next);
  }

  private static void ackAtZeroWindow(Conversation c, State next) {
    c.segment("ACK").ack(c.nxt()).arrives().answersNothing().becomes(next);
    if (next != CLOSED) {
      c.acked(c.nxt());
    }
  }
}
