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

/** "Eighth, check the FIN bit" (RFC 9293, section 3.10.7.4). */
class FinTest extends EventGroup {
  private static final String DROPPED = "dropped";

  @Override
  void declare() {
    inOrder();
    outOfOrder();
    repeated();
    acknowledging();
  }

  /**
   * "signal the user 'connection closing' ..., advance RCV.NXT over the FIN, and send an
   * acknowledgment for the FIN".
   */
  private static Conversation taken(Conversation c, State next) {
    c.segment("FIN ACK").ack(Math.max(1, c.una())).arrives();
    return c.answers("ACK seq=" + c.nxt() + " ack=" + (c.rcv() + 1))
        .expects(c.rcv() + 1)
        .signalsClosing()
        .becomes(next);
  }

  /** "Do not process the FIN if the state is CLOSED, LISTEN or SYN-SENT". */
  private static Row notProcessed(Row row) {
    return row.withoutConnection("FA", 0)
        .in(SYN_SENT)
        .is(DROPPED, c -> c.segment("FIN ACK").ack(1).arrives().answersNothing().remains());
  }

  private void inOrder() {
    notProcessed(event(Event.FIN))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("ACK -> CLOSE-WAIT", c -> taken(c, CLOSE_WAIT))
        .in(ESTABLISHED)
        .is("ACK -> CLOSE-WAIT", c -> taken(c, CLOSE_WAIT))
        .in(FIN_WAIT_1)
        .is("ACK -> CLOSING", c -> taken(c, CLOSING))
        .in(FIN_WAIT_2)
        .is("ACK -> TIME-WAIT", c -> taken(c, TIME_WAIT))
        // "Remain": there is no second FIN behind the first
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is("ignored", c -> c.segment("FIN ACK").arrives().expects(c.rcv()).remains());
  }

  private void outOfOrder() {
    notProcessed(event(Event.FIN_OUT_OF_ORDER))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("held, ACK; then -> CLOSE-WAIT", c -> held(c, ESTABLISHED, CLOSE_WAIT))
        .in(ESTABLISHED)
        .is("held, ACK; then -> CLOSE-WAIT", c -> held(c, ESTABLISHED, CLOSE_WAIT))
        .in(FIN_WAIT_1)
        .is("held, ACK; then -> CLOSING", c -> held(c, FIN_WAIT_1, CLOSING))
        .in(FIN_WAIT_2)
        .is("held, ACK; then -> TIME-WAIT", c -> held(c, FIN_WAIT_2, TIME_WAIT))
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is(
            "ignored",
            c ->
                c.segment("FIN ACK")
                    .seq(c.rcv() + 30)
                    .text(10)
                    .arrives()
                    .delivers(0)
                    .expects(c.rcv())
                    .remains());
  }

  private static void held(Conversation c, State meanwhile, State then) {
    long ack = Math.max(1, c.una());
    c.segment("FIN ACK").seq(c.rcv() + 30).ack(ack).text(10).arrives();
    c.acknowledges().delivers(0).becomes(meanwhile);
    c.segment("ACK").ack(ack).text(30).arrives();
    c.delivers(40).expects(c.rcv() + 41).signalsClosing().becomes(then);
    c.answers("ACK seq=" + c.nxt() + " ack=" + (c.rcv() + 41));
  }

  private void repeated() {
    notProcessed(event(Event.FIN_REPEATED))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .without("3.10.7.4: no FIN came before")
        .in(CLOSE_WAIT, CLOSING, LAST_ACK)
        .is("ACK", c -> again(c, c.una()))
        // "Acknowledge it, and restart the 2 MSL timeout"
        .in(TIME_WAIT)
        .is(
            "ACK, 2 MSL anew",
            c -> {
              c.passes(59_000);
              again(c, c.una()).passes(59_000).remains().passes(1_000).becomes(CLOSED);
            });
  }

  private static Conversation again(Conversation c, long ack) {
    return c.segment("FIN ACK").seq(c.rcv() - 1).ack(ack).arrives().acknowledges().remains();
  }

  private void acknowledging() {
    notProcessed(event(Event.FIN_ACKING_ALL))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("ACK -> CLOSE-WAIT", c -> taken(c, CLOSE_WAIT).acked(1))
        .in(ESTABLISHED)
        .is("ACK -> CLOSE-WAIT", c -> takenWithAck(c, CLOSE_WAIT))
        // "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT"
        .in(FIN_WAIT_1)
        .is("ACK -> TIME-WAIT", c -> takenWithAck(c, TIME_WAIT))
        .in(FIN_WAIT_2)
        .is("ACK -> TIME-WAIT", c -> takenWithAck(c, TIME_WAIT))
        // the first check drops it, its ACK too; the peer's answer to our FIN will count
        .in(CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT)
        .is("ACK", c -> again(c, c.nxt()));
  }

  private static void takenWithAck(Conversation c, State next) {
    c.segment("FIN ACK").ack(c.nxt()).arrives();
    c.answers("ACK seq=" + c.nxt() + " ack=" + (c.rcv() + 1)).signalsClosing();
    c.acked(c.nxt()).becomes(next);
  }
}
