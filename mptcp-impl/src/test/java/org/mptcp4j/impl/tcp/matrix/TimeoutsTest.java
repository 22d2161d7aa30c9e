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

import java.util.List;
import org.mptcp4j.CloseReason.Kind;

/** Timeouts (RFC 9293, section 3.10.8). */
class TimeoutsTest extends EventGroup {
  private static final State[] OUTSTANDING = {
    ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK
  };

  @Override
  void declare() {
    event(Event.USER_TIMEOUT)
        .in(CLOSED, LISTEN)
        .without("3.10.8: there is no TCB with a timer")
        // "flush all queues, signal the user 'error: connection aborted due to user timeout' ...,
        // delete the TCB, enter the CLOSED state"
        .in(SYN_SENT, SYN_RECEIVED_ACTIVE)
        .is("-> CLOSED", c -> timesOut(c, 180_000))
        .in(SYN_RECEIVED)
        .is("-> CLOSED", c -> timesOut(c, 60_000))
        .in(OUTSTANDING)
        .is("-> CLOSED", c -> timesOut(c, 120_000))
        .in(FIN_WAIT_2, TIME_WAIT)
        .without("3.8.3: nothing is outstanding that a timer runs for");
    event(Event.RETRANSMISSION_TIMEOUT)
        .in(CLOSED, LISTEN)
        .without("3.10.8: there is no retransmission queue")
        // "send the segment at the front of the retransmission queue again, reinitialize the
        // retransmission timer"
        .in(SYN_SENT)
        .is("SYN again", c -> sendsAgain(c, "SYN seq=0"))
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("SYN,ACK again", c -> sendsAgain(c, "SYN ACK seq=0 ack=1"))
        .in(OUTSTANDING)
        .is("front again", c -> sendsAgain(c, "ACK seq=101 ack=" + c.rcv() + " len=100"))
        .in(FIN_WAIT_2, TIME_WAIT)
        .without("3.10.8: the retransmission queue is empty");
    event(Event.TIME_WAIT_TIMEOUT)
        .in(CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, SYN_RECEIVED_ACTIVE, FIN_WAIT_2)
        .without("3.10.8: the timer runs in TIME-WAIT alone")
        .in(OUTSTANDING)
        .without("3.10.8: the timer runs in TIME-WAIT alone")
        // "If the time-wait timeout expires on a connection delete the TCB, enter the CLOSED state"
        .in(TIME_WAIT)
        .is(
            "-> CLOSED",
            c -> c.passes(59_999).remains().passes(1).answersNothing().becomes(CLOSED));
  }

  private static void timesOut(Conversation c, long millis) {
    c.passes(millis - 1).remains();
    c.passes(1).becomes(CLOSED).signals(Kind.TIMED_OUT);
    List<String> sent = c.script().sent();
    assertThat(sent.subList(0, sent.size() - 1))
        .as("a RST is the last, if any")
        .noneMatch(TimeoutsTest::isReset);
  }

  private static boolean isReset(String segment) {
    return segment.startsWith("RST");
  }

  private static void sendsAgain(Conversation c, String front) {
    long before = c.tcp().info().timeouts();
    List<String> last = List.of();
    for (int i = 0; i < 5_000 && c.tcp().info().timeouts() == before; i++) {
      last = c.passes(1).script().sent();
    }
    assertThat(last).as("at the time-out").isNotEmpty();
    assertThat(last.get(0).replace("FIN ", "")).isEqualTo(front);
    assertThat(c.tcp().deadline()).as("the timer runs again").isLessThan(Long.MAX_VALUE);
    c.remains();
  }
}
