package org.mptcp4j.impl.tcp.matrix;

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

import org.mptcp4j.CloseReason.Kind;

/** "Second check the RST bit" (RFC 9293, section 3.10.7.4; RFC 5961, section 3). */
class ResetTest extends EventGroup {
  private static final int FAR = 10_000_000;

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
    Row exact = event(Event.RST_EXACT).withoutConnection("R", 0);
    // "Otherwise (no ACK), drop the segment and return" (section 3.10.7.3)
    exact
        .in(SYN_SENT)
        .is("dropped", c -> c.segment("RST").seq(0).arrives().answersNothing().remains());
    ends(exact, "RST", 0);
    // "If the ACK was acceptable then signal the user 'error: connection reset'"
    Row good = event(Event.RST_ACK_GOOD).withoutConnection("RA", 0);
    good.in(SYN_SENT)
        .is(
            "-> CLOSED",
            c ->
                c.segment("RST ACK")
                    .seq(0)
                    .ack(1)
                    .arrives()
                    .answersNothing()
                    .becomes(CLOSED)
                    .signals(Kind.REFUSED));
    ends(good, "RST ACK", 0);
    // "send a reset (unless the RST bit is set, if so drop the segment and return)"; in the other
    // states the RST bit comes before the ACK field
    Row bad = event(Event.RST_ACK_BAD).withoutConnection("RA", 0);
    bad.in(SYN_SENT)
        .is(
            "dropped",
            c -> {
              c.segment("RST ACK").seq(0).ack(0).arrives().answersNothing().remains();
              c.segment("RST ACK").seq(0).ack(2).arrives().answersNothing().remains();
            });
    ends(bad, "RST ACK", FAR);
    elsewhere();
  }

  /**
   * "2) If the RST bit is set and the sequence number exactly matches the next expected sequence
   * number (RCV.NXT), then TCP endpoints MUST reset the connection".
   */
  private static void ends(Row row, String flags, int ackDistance) {
    // "return this connection to LISTEN state": the listener is still there, and takes the next SYN
    row.in(SYN_RECEIVED).is("-> LISTEN", c -> reset(c, flags, ackDistance, Kind.RESET));
    // "then the connection was refused, signal the user 'connection refused'"
    row.in(SYN_RECEIVED_ACTIVE)
        .is("refused -> CLOSED", c -> reset(c, flags, ackDistance, Kind.REFUSED));
    // "an unsolicited general 'connection reset' signal. Enter the CLOSED state"
    row.in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT)
        .is("reset -> CLOSED", c -> reset(c, flags, ackDistance, Kind.RESET));
    // "enter the CLOSED state, delete the TCB"; with a FIN not acknowledged the user hears of it
    row.in(CLOSING, LAST_ACK).is("-> CLOSED", c -> reset(c, flags, ackDistance, Kind.RESET));
    row.in(TIME_WAIT).is("-> CLOSED", c -> reset(c, flags, ackDistance, Kind.NORMAL));
  }

  private static void reset(Conversation c, String flags, int ackDistance, Kind signal) {
    c.segment(flags).ack(c.nxt() + ackDistance).arrives();
    c.answersNothing().becomes(CLOSED).signals(signal);
  }

  private void elsewhere() {
    event(Event.RST_IN_WINDOW)
        .withoutConnection("R", 0)
        .in(SYN_SENT)
        .is("dropped", c -> c.segment("RST").seq(10).arrives().answersNothing().remains())
        // "3) ... is within the current receive window, TCP endpoints MUST send an
        // acknowledgement (challenge ACK)"
        .in(NUMBERED)
        .is(
            "challenge ACK",
            c -> {
              c.segment("RST").seq(c.rcv() + 1).arrives().acknowledges().remains();
              c.segment("RST").seq(c.rcv() + 30_000).arrives().acknowledges().remains();
            });
    event(Event.RST_OUTSIDE)
        .withoutConnection("R", 0)
        .in(SYN_SENT)
        .is("dropped", c -> c.segment("RST").seq(FAR).arrives().answersNothing().remains())
        // "1) ... outside the current receive window, silently drop the segment"
        .in(NUMBERED)
        .is(
            "dropped",
            c -> {
              c.segment("RST").seq(c.rcv() - 1).arrives().answersNothing().remains();
              c.segment("RST").seq(c.rcv() + FAR).arrives().answersNothing().remains();
            });
  }
}
