package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;
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

/** "Fourth, check the SYN bit" (RFC 9293, section 3.10.7.4; RFC 5961, section 4). */
class SynchronizeTest extends EventGroup {
  private static final int FAR = 10_000_000;

  private static final State[] SYNCHRONIZED = {
    ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT
  };

  @Override
  void declare() {
    withoutAck();
    withAck();
    withText();
  }

  private void withoutAck() {
    // "irrespective of the sequence number, TCP endpoints MUST send a 'challenge ACK'"
    opens(event(Event.SYN_IN_WINDOW), 10)
        // "If the connection was initiated with a passive OPEN, then return this connection to the
        // LISTEN state and return"
        .in(SYN_RECEIVED)
        .is(
            "-> LISTEN",
            c ->
                c.segment("SYN")
                    .seq(10)
                    .arrives()
                    .answersNothing()
                    .becomes(CLOSED)
                    .signals(Kind.RESET))
        .in(SYN_RECEIVED_ACTIVE)
        .is("challenge ACK", c -> challenged(c, "SYN", 10))
        .in(SYNCHRONIZED)
        .is("challenge ACK", c -> challenged(c, "SYN", 10));
    opens(event(Event.SYN_OUTSIDE), FAR)
        // "an ACK would have been sent in the first step (sequence number check)"
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("ACK", c -> challenged(c, "SYN", FAR))
        .in(SYNCHRONIZED)
        .is("challenge ACK", c -> challenged(c, "SYN", FAR));
    opens(event(Event.SYN_REPEATED), 0)
        // an ACK by the first check; with the SYN in it a peer in SYN-SENT can use it
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "SYN,ACK again",
            c -> c.segment("SYN").seq(0).ack(0).arrives().answers("SYN ACK seq=0 ack=1").remains())
        .in(SYNCHRONIZED)
        .is("challenge ACK", c -> challenged(c, "SYN", -c.rcv()));
  }

  private static void challenged(Conversation c, String flags, long distance) {
    c.segment(flags).seq(c.rcv() + distance).arrives();
    c.acknowledges().expects(c.rcv()).acked(c.una()).remains();
  }

  private static Row opens(Row row, long seq) {
    return row
        // "If the ACK bit is off, sequence number zero is used"
        .in(CLOSED)
        .atHost("RST,ACK", h -> h.arrives("S", 0).resetsWithAck(1))
        // "<SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK> ... The connection state should be changed to
        // SYN-RECEIVED"
        .in(LISTEN)
        .atHost("SYN,ACK -> SYN-RECEIVED", h -> h.arrives("S", 0).answersSynAck())
        // "Otherwise enter SYN-RECEIVED, form a SYN,ACK segment <SEQ=ISS><ACK=RCV.NXT>"
        .in(SYN_SENT)
        .is(
            "SYN,ACK -> SYN-RECEIVED",
            c ->
                c.segment("SYN")
                    .seq(seq)
                    .ack(0)
                    .arrives()
                    .answers("SYN ACK seq=0 ack=" + (seq + 1))
                    .sendWindow(65_535)
                    .becomes(SYN_RECEIVED_ACTIVE));
  }

  private void withAck() {
    acknowledges(event(Event.SYN_ACK), 10)
        .in(SYN_RECEIVED)
        .is(
            "-> LISTEN",
            c ->
                c.segment("SYN ACK")
                    .seq(10)
                    .ack(1)
                    .arrives()
                    .answersNothing()
                    .becomes(CLOSED)
                    .signals(Kind.RESET))
        .in(SYN_RECEIVED_ACTIVE)
        .is("challenge ACK", c -> challenged(c, "SYN ACK", 10))
        .in(SYNCHRONIZED)
        .is("challenge ACK", c -> challenged(c, "SYN ACK", 10));
    acknowledges(event(Event.SYN_ACK_REPEATED), 0)
        // not of a peer whose SYN came to a listener: the first check drops it
        .in(SYN_RECEIVED)
        .is("ACK", c -> challenged(c, "SYN ACK", -1))
        // figure 8, line 6: the other side's SYN,ACK completes a simultaneous open
        .in(SYN_RECEIVED_ACTIVE)
        .is(
            "ACK -> ESTABLISHED",
            c ->
                c.segment("SYN ACK")
                    .seq(0)
                    .ack(1)
                    .arrives()
                    .acknowledges()
                    .acked(1)
                    .becomes(ESTABLISHED))
        // the third ACK was lost
        .in(SYNCHRONIZED)
        .is("ACK", c -> challenged(c, "SYN ACK", -c.rcv()));
  }

  private static Row acknowledges(Row row, long seq) {
    return row
        // "<SEQ=SEG.ACK><CTL=RST>": "Any acknowledgment is bad if it arrives on a connection still
        // in the LISTEN state"
        .in(CLOSED, LISTEN)
        .atHost("RST", h -> h.arrives("SA", 0).resets())
        // "If SND.UNA > ISS (our SYN has been ACKed), change the connection state to ESTABLISHED,
        // form an ACK segment <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
        .in(SYN_SENT)
        .is(
            "ACK -> ESTABLISHED",
            c ->
                c.segment("SYN ACK")
                    .seq(seq)
                    .ack(1)
                    .arrives()
                    .answers("ACK seq=1 ack=" + (seq + 1))
                    .acked(1)
                    .becomes(ESTABLISHED));
  }

  /**
   * "any other control or text should be queued for processing later": it is not acknowledged here,
   * so the peer sends it again, and then it is taken.
   */
  private void withText() {
    event(Event.SYN_TEXT)
        .in(CLOSED)
        .atHost("RST,ACK", h -> h.arrives("S", 20).resetsWithAck(21))
        .in(LISTEN)
        .atHost(
            "SYN,ACK -> SYN-RECEIVED",
            h -> {
              h.arrives("S", 20).answersSynAck();
              int seq = h.flow().iss() + 1;
              h.flow().segment().seq(seq).payload("text of the SYN, again").send();
              assertThat(h.recorder().text()).isEqualTo("text of the SYN, again");
            })
        .in(SYN_SENT)
        .is(
            "ACK of the SYN -> ESTABLISHED",
            c -> {
              c.segment("SYN ACK").seq(0).ack(1).text(20).arrives().becomes(ESTABLISHED);
              c.segment("ACK").seq(1).ack(1).text(20).arrives().delivers(20);
            })
        .in(SYN_RECEIVED)
        .is(
            "-> LISTEN",
            c ->
                c.segment("SYN")
                    .seq(10)
                    .text(20)
                    .arrives()
                    .answersNothing()
                    .delivers(0)
                    .becomes(CLOSED))
        .in(SYN_RECEIVED_ACTIVE)
        .is("challenge ACK", SynchronizeTest::challengedWithText)
        .in(SYNCHRONIZED)
        .is("challenge ACK", SynchronizeTest::challengedWithText);
  }

  private static void challengedWithText(Conversation c) {
    c.segment("SYN").seq(c.rcv()).text(20).arrives().acknowledges().delivers(0).remains();
  }
}
