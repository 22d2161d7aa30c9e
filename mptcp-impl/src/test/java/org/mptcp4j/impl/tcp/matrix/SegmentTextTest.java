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

/** "Seventh, process the segment text" (RFC 9293, section 3.10.7.4). */
class SegmentTextTest extends EventGroup {
  @Override
  void declare() {
    event(Event.TEXT)
        .withoutConnection("A", 40)
        .in(SYN_SENT)
        .is("dropped", c -> text(c, 0).answersNothing().delivers(0).remains())
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("taken, ACK -> ESTABLISHED", c -> taken(c).becomes(ESTABLISHED))
        // "When the TCP endpoint takes responsibility for delivering the data to the user it must
        // also acknowledge the receipt of the data"
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .is("taken, ACK", c -> taken(c).remains())
        // "Ignore the segment text"
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is("ignored", c -> text(c, 0).delivers(0).expects(c.rcv()).remains());
    event(Event.TEXT_OUT_OF_ORDER)
        .withoutConnection("A", 40)
        .in(SYN_SENT)
        .is("dropped", c -> text(c, 60).answersNothing().delivers(0).remains())
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("held, ACK -> ESTABLISHED", c -> held(c).becomes(ESTABLISHED))
        // "Segments with higher beginning sequence numbers SHOULD be held for later processing
        // (SHLD-31)"; "MAY send an ACK segment acknowledging RCV.NXT (MAY-13)"
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .is("held, ACK", c -> held(c).remains())
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is("ignored", c -> text(c, 60).delivers(0).expects(c.rcv()).remains());
  }

  private static Conversation text(Conversation c, int distance) {
    return c.segment("ACK").seq(c.rcv() + distance).ack(Math.max(1, c.una())).text(40).arrives();
  }

  private static Conversation taken(Conversation c) {
    long end = c.rcv() + 40;
    return text(c, 0).delivers(40).expects(end).acknowledgesSoon(end);
  }

  private static Conversation held(Conversation c) {
    text(c, 60).delivers(0).acknowledges().expects(c.rcv());
    c.segment("ACK").ack(Math.max(1, c.una())).text(60).arrives();
    return c.delivers(100).answers("ACK seq=" + c.nxt() + " ack=" + (c.rcv() + 100));
  }
}
