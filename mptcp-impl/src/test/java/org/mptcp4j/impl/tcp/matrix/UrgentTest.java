package org.mptcp4j.impl.tcp.matrix;

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

/**
 * "Sixth, check the URG bit" (RFC 9293, section 3.10.7.4). Urgent text stays in line (RFC 6093).
 */
class UrgentTest extends EventGroup {
  @Override
  void declare() {
    event(Event.URGENT)
        .withoutConnection("UA", 20)
        .in(SYN_SENT)
        .is("dropped", c -> urgent(c).answersNothing().delivers(0).remains())
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "signal, taken in line -> ESTABLISHED",
            c -> urgent(c).delivers(20).signalsUrgent(1).becomes(ESTABLISHED))
        // "RCV.UP <- max(RCV.UP,SEG.UP), and signal the user that the remote side has urgent data"
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .is("signal, taken in line", c -> urgent(c).delivers(20).signalsUrgent(1).remains())
        // "This should not occur, since a FIN has been received from the remote side. Ignore the
        // URG"
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is("ignored", c -> urgent(c).delivers(0).signalsUrgent(0).expects(c.rcv()).remains());
  }

  private static Conversation urgent(Conversation c) {
    return c.segment("URG ACK").ack(Math.max(1, c.una())).urgent(5).text(20).arrives();
  }
}
