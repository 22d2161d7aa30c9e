package org.mptcp4j.impl.tcp.matrix;

import static org.mptcp4j.impl.tcp.matrix.State.CLOSED;
import static org.mptcp4j.impl.tcp.matrix.State.CLOSE_WAIT;
import static org.mptcp4j.impl.tcp.matrix.State.CLOSING;
import static org.mptcp4j.impl.tcp.matrix.State.ESTABLISHED;
import static org.mptcp4j.impl.tcp.matrix.State.FIN_WAIT_1;
import static org.mptcp4j.impl.tcp.matrix.State.FIN_WAIT_2;
import static org.mptcp4j.impl.tcp.matrix.State.LAST_ACK;
import static org.mptcp4j.impl.tcp.matrix.State.LISTEN;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_RECEIVED;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_RECEIVED_ACTIVE;
import static org.mptcp4j.impl.tcp.matrix.State.SYN_SENT;
import static org.mptcp4j.impl.tcp.matrix.State.TIME_WAIT;

import org.mptcp4j.CloseReason.Kind;

/** "Fifth check the ACK field" (RFC 9293, section 3.10.7.4; RFC 5961, section 5). */
class AcknowledgmentTest extends EventGroup {
  /** MAX.SND.WND of a {@link Conversation}. */
  private static final int LARGEST_WINDOW = 65_535;

  private static final State[] SYNCHRONIZED = {
    ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT
  };

  @Override
  void declare() {
    absent();
    duplicate();
    old();
    tooOld();
    partial();
    everything();
    beyond();
    windows();
  }

  private void absent() {
    // "if the ACK bit is off drop the segment and return"
    event(Event.ACK_ABSENT)
        .withoutConnection("", 20)
        .in(SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("dropped", AcknowledgmentTest::dropped)
        .in(SYNCHRONIZED)
        .is("dropped", AcknowledgmentTest::dropped);
  }

  private static void dropped(Conversation c) {
    c.segment("").text(20).arrives().answersNothing().delivers(0).expects(c.rcv()).remains();
    c.segment("FIN").arrives().answersNothing().expects(c.rcv()).remains();
  }

  private void duplicate() {
    Row row = event(Event.ACK_DUPLICATE).withoutConnection("A", 0);
    unacceptable(row, 0);
    // "If the ACK is a duplicate (SEG.ACK =< SND.UNA), it can be ignored"
    row.in(SYNCHRONIZED)
        .is("ignored", c -> c.segment("ACK").arrives().answersNothing().acked(c.una()).remains());
  }

  /**
   * "If SEG.ACK =< ISS, or SEG.ACK > SND.NXT, send a reset <SEQ=SEG.ACK><CTL=RST>" (SYN-SENT); "If
   * the segment acknowledgment is not acceptable, form a reset segment" (SYN-RECEIVED).
   */
  private static void unacceptable(Row row, long ack) {
    row.in(SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "RST",
            c -> c.segment("ACK").ack(ack).arrives().answers("RST seq=" + ack).acked(0).remains());
  }

  private void old() {
    Row row = event(Event.ACK_OLD).withoutConnection("A", 0);
    unacceptable(row, -50);
    // within "((SND.UNA - MAX.SND.WND) =< SEG.ACK": ignored, and the text is good
    row.in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .is(
            "ignored, its text taken",
            c -> c.segment("ACK").ack(c.una() - 50).text(20).arrives().delivers(20).acked(c.una()))
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is(
            "ignored",
            c ->
                c.segment("ACK")
                    .ack(c.una() - 50)
                    .arrives()
                    .answersNothing()
                    .acked(c.una())
                    .remains());
  }

  private void tooOld() {
    Row row = event(Event.ACK_TOO_OLD).withoutConnection("A", 0);
    unacceptable(row, -LARGEST_WINDOW - 50);
    // "All incoming segments whose ACK value doesn't satisfy the above condition MUST be discarded
    // and an ACK sent back"
    row.in(SYNCHRONIZED)
        .is(
            "ACK, its text dropped",
            c ->
                c.segment("ACK")
                    .ack(c.una() - LARGEST_WINDOW - 1)
                    .text(20)
                    .arrives()
                    .acknowledges()
                    .delivers(0)
                    .acked(c.una())
                    .remains());
  }

  private void partial() {
    event(Event.ACK_PARTIAL)
        .withoutConnection("A", 0)
        .in(SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .without("3.10.7.3: the SYN alone is outstanding")
        // "If SND.UNA < SEG.ACK =< SND.NXT then, set SND.UNA <- SEG.ACK"
        .in(ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK)
        .is("SND.UNA moves", c -> c.segment("ACK").ack(151).arrives().acked(151).remains())
        .in(FIN_WAIT_2, TIME_WAIT)
        .without("3.10.7.4: nothing is outstanding");
  }

  private void everything() {
    event(Event.ACK_ALL)
        .withoutConnection("A", 0)
        // "If neither of the SYN or RST bits is set then drop the segment and return"
        .in(SYN_SENT)
        .is("dropped", c -> c.segment("ACK").ack(1).arrives().answersNothing().acked(0).remains())
        // "If SND.UNA < SEG.ACK =< SND.NXT then enter ESTABLISHED state"
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("-> ESTABLISHED", c -> acksAll(c, ESTABLISHED))
        .in(ESTABLISHED)
        .is("SND.UNA moves", c -> acksAll(c, ESTABLISHED))
        // "if the FIN segment is now acknowledged then enter FIN-WAIT-2"
        .in(FIN_WAIT_1)
        .is("-> FIN-WAIT-2", c -> acksAll(c, FIN_WAIT_2))
        .in(FIN_WAIT_2)
        .is("ignored", c -> acksAll(c, FIN_WAIT_2))
        .in(CLOSE_WAIT)
        .is("SND.UNA moves", c -> acksAll(c, CLOSE_WAIT))
        // "if the ACK acknowledges our FIN then enter the TIME-WAIT state"
        .in(CLOSING)
        .is("-> TIME-WAIT", c -> acksAll(c, TIME_WAIT).signals(Kind.NORMAL))
        // "If our FIN is now acknowledged, delete the TCB, enter the CLOSED state"
        .in(LAST_ACK)
        .is("-> CLOSED", c -> acksAll(c, CLOSED).signals(Kind.NORMAL))
        .in(TIME_WAIT)
        .is("ignored", c -> acksAll(c, TIME_WAIT));
  }

  private static Conversation acksAll(Conversation c, State next) {
    return c.segment("ACK").ack(c.nxt()).arrives().answersNothing().acked(c.nxt()).becomes(next);
  }

  private void beyond() {
    Row row = event(Event.ACK_BEYOND).withoutConnection("A", 0);
    unacceptable(row, 2);
    // "If the ACK acks something not yet sent (SEG.ACK > SND.NXT) then send an ACK, drop the
    // segment, and return"
    row.in(SYNCHRONIZED)
        .is(
            "ACK, its text dropped",
            c ->
                c.segment("ACK")
                    .ack(c.nxt() + 1)
                    .text(20)
                    .arrives()
                    .acknowledges()
                    .delivers(0)
                    .acked(c.una())
                    .remains());
  }

  private void windows() {
    event(Event.WINDOW_UPDATE)
        .in(CLOSED, LISTEN)
        .without("3.10.7.1, 3.10.7.2: no window is kept")
        .in(SYN_SENT)
        .is(
            "dropped",
            c -> c.segment("ACK").ack(1).window(4_321).arrives().answersNothing().sendWindow(0))
        // "SND.WND <- SEG.WND", in ESTABLISHED then
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "SND.WND -> ESTABLISHED",
            c -> c.segment("ACK").ack(1).window(4_321).arrives().sendWindow(4_321))
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK)
        .is("SND.WND", c -> c.segment("ACK").window(4_321).arrives().sendWindow(4_321).remains())
        .in(TIME_WAIT)
        .without("3.10.7.4: nothing will be sent");
    event(Event.WINDOW_OLD)
        .in(CLOSED, LISTEN)
        .without("3.10.7.1, 3.10.7.2: no window is kept")
        .in(SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .without("3.10.7.4: the first acceptable ACK sets SND.WND in any case")
        // "The check here prevents using old segments to update the window"
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK)
        .is(
            "ignored",
            c -> {
              c.segment("ACK").seq(c.rcv() + 50).text(20).window(4_321).arrives();
              c.segment("ACK").text(10).window(99).arrives().sendWindow(4_321).remains();
              // WL2: the same sequence number with an older ACK
              c.segment("ACK").seq(c.rcv() + 50).ack(c.una() - 10).window(99).arrives();
              c.sendWindow(4_321).remains();
            })
        .in(TIME_WAIT)
        .without("3.10.7.4: nothing will be sent");
  }
}
