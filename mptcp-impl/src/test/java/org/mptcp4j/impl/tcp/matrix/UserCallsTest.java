package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Seen;

/** The user's calls (RFC 9293, sections 3.10.1 to 3.10.6). */
class UserCallsTest extends EventGroup {
  private static final String NO_CALL = "3.9.1: a listener is no connection and lacks the call";

  private static final State[] OPEN = {
    SYN_SENT,
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
    opens();
    sends();
    sendsUrgent();
    receives();
    closes();
    closesBehindData();
    aborts();
    asks();
  }

  private void opens() {
    event(Event.OPEN_ACTIVE)
        // "A SYN segment of the form <SEQ=ISS><CTL=SYN> is sent ... enter SYN-SENT state"; a
        // listener on the same port stays (MUST-42)
        .in(CLOSED, LISTEN)
        .atHost(
            "SYN -> SYN-SENT",
            h -> {
              h.connect();
              Seen syn = h.flow().expect("S");
              assertThat(syn.ack()).isZero();
              h.flow().expectNothing();
            })
        .in(OPEN)
        .is(
            "error",
            c -> c.refuses(() -> c.tcp().connect(c.script().now)).answersNothing().remains());
    event(Event.OPEN_PASSIVE)
        // "If passive enter the LISTEN state and return"
        .in(CLOSED)
        .atHost("-> LISTEN", h -> h.listen().arrives("S", 0).answersSynAck())
        .in(LISTEN)
        .atHost(
            "error",
            h ->
                assertThatThrownBy(
                        () -> h.bench().engine().listen(ListenTarget.port(Host.PORT), r -> {}))
                    .isInstanceOf(IllegalStateException.class))
        .in(OPEN)
        .is(
            "error",
            c ->
                c.refuses(() -> c.tcp().accept(c.script().parsed("SYN", 5_000, 0), c.script().now))
                    .answersNothing()
                    .expects(c.rcv())
                    .remains());
  }

  private void sends() {
    event(Event.SEND)
        // "error: connection does not exist"
        .in(CLOSED)
        .is("error", c -> c.refuses(() -> c.send(10)).answersNothing().remains())
        .in(LISTEN)
        .without(NO_CALL)
        // "Queue the data for transmission after entering ESTABLISHED state"
        .in(SYN_SENT)
        .is(
            "queued",
            c -> {
              c.send(10).answersNothing().remains();
              c.segment("SYN ACK").seq(0).ack(1).arrives().becomes(ESTABLISHED);
              c.answers("ACK seq=1 ack=1 len=10");
            })
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "queued",
            c -> {
              c.send(10).answersNothing().remains();
              c.segment("ACK").ack(1).arrives().becomes(ESTABLISHED);
              c.answers("ACK seq=1 ack=1 len=10");
            })
        // "Segmentize the buffer and send it with a piggybacked acknowledgment"
        .in(ESTABLISHED, CLOSE_WAIT)
        .is(
            "sent",
            c -> {
              c.segment("ACK").ack(c.nxt()).arrives();
              c.send(10).answers("ACK seq=201 ack=" + c.rcv() + " len=10").remains();
            })
        // "error: connection closing"
        .in(FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT)
        .is("error", c -> c.refuses(() -> c.send(10)).answersNothing().remains());
  }

  /** "If the urgent flag is set, then SND.UP <- SND.NXT and set the urgent pointer". */
  private void sendsUrgent() {
    event(Event.SEND_URGENT)
        .in(CLOSED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT)
        .is("error", c -> c.refuses(() -> c.sendUrgent(10)).answersNothing().remains())
        .in(LISTEN)
        .without(NO_CALL)
        .in(SYN_SENT)
        .is(
            "queued",
            c -> {
              c.sendUrgent(10).answersNothing().remains();
              c.segment("SYN ACK").seq(0).ack(1).arrives().becomes(ESTABLISHED);
              c.answers("ACK seq=1 ack=1 len=10 urg=10");
            })
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "queued",
            c -> {
              c.sendUrgent(10).answersNothing().remains();
              c.segment("ACK").ack(1).arrives().becomes(ESTABLISHED);
              c.answers("ACK seq=1 ack=1 len=10 urg=10");
            })
        .in(ESTABLISHED, CLOSE_WAIT)
        .is(
            "sent with URG",
            c -> {
              c.segment("ACK").ack(c.nxt()).arrives();
              c.sendUrgent(10).answers("ACK seq=201 ack=" + c.rcv() + " len=10 urg=10").remains();
            });
  }

  private void receives() {
    event(Event.RECEIVE)
        .in(CLOSED)
        .is("nothing", c -> c.reads().answersNothing().delivers(0).remains())
        .in(LISTEN)
        .without(NO_CALL)
        // "Queue for processing after entering ESTABLISHED state"
        .in(SYN_SENT)
        .is(
            "queued",
            c -> {
              c.reads().answersNothing().delivers(0).remains();
              c.segment("SYN ACK").seq(0).ack(1).arrives();
              c.segment("ACK").seq(1).ack(1).text(10).arrives().delivers(10);
            })
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "queued",
            c -> {
              c.reads().answersNothing().delivers(0).remains();
              c.segment("ACK").ack(1).text(10).arrives().delivers(10);
            })
        // "that fact must be communicated to the sender via an acknowledgment"
        .in(ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2)
        .is(
            "text, ACK",
            c -> {
              c.host().reading = false;
              c.host().receiveBuffer = 70_000;
              for (int i = 0; i < 46; i++) {
                c.segment("ACK").seq(c.rcv() + i * 1_400L).text(1_400).arrives();
              }
              c.delivers(46 * 1_400);
              assertThat(c.script().window).as("the window meanwhile").isLessThan(9_000);
              c.script().sent();
              c.reads();
              assertThat(c.script().sent()).as("window update").hasSize(1);
              assertThat(c.script().window).as("the window then").isEqualTo(65_535);
            })
        // "RECEIVEs must be satisfied by data already on hand": it came before the FIN
        .in(CLOSE_WAIT)
        .is("text on hand, closing", c -> c.signalsClosing().reads().delivers(0).remains())
        // "error: connection closing"
        .in(CLOSING, LAST_ACK, TIME_WAIT)
        .is("closing", c -> c.signalsClosing().reads().delivers(0).answersNothing().remains());
  }

  private void closes() {
    event(Event.CLOSE)
        // an error by the RFC; here closing twice does nothing
        .in(CLOSED)
        .is("nothing", c -> c.closes().answersNothing().remains())
        // "Delete TCB, enter CLOSED state, and return"
        .in(LISTEN)
        .atHost(
            "-> CLOSED",
            h -> {
              h.listener().close();
              h.arrives("S", 0).resetsWithAck(1);
            })
        // "Delete the TCB"; the half-close of the API, which the RFC lacks, waits for the handshake
        .in(SYN_SENT)
        .is(
            "-> CLOSED (half-close: queued)",
            c -> {
              closeDeletes(Host.in(CLOSED));
              finFollowsTheHandshake(c);
            })
        // "otherwise queue for processing after entering ESTABLISHED state": always, since a FIN
        // says nothing to a peer that has not got the SYN,ACK
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is("queued", UserCallsTest::finFollowsTheHandshake)
        // "form a FIN segment and send it. In any case, enter FIN-WAIT-1 state"
        .in(ESTABLISHED)
        .is(
            "FIN -> FIN-WAIT-1",
            c -> c.closes().answers("FIN ACK seq=201 ack=101").becomes(FIN_WAIT_1))
        // "acceptable, too, as long as a second FIN is not emitted"
        .in(FIN_WAIT_1, FIN_WAIT_2)
        .is("nothing", c -> c.closes().answersNothing().remains())
        .in(CLOSE_WAIT)
        .is("FIN -> LAST-ACK", c -> c.closes().answers("FIN ACK seq=201 ack=102").becomes(LAST_ACK))
        .in(CLOSING, LAST_ACK, TIME_WAIT)
        .is("nothing", c -> c.closes().answersNothing().remains());
  }

  private static void closeDeletes(Host h) {
    EngineConnection connection = h.connect();
    h.flow().expect("S");
    connection.close();
    h.bench().advance(10 * Bench.SECOND);
    assertThat(h.recorder().events()).containsExactly("closed ABORTED");
    h.arrives("SA", 0).resets().close();
  }

  private static void finFollowsTheHandshake(Conversation c) {
    c.closes().answersNothing().remains();
    if (c.tcp().state() == SYN_SENT.engineState()) {
      c.segment("SYN ACK").seq(0).ack(1).arrives();
    } else {
      c.segment("ACK").ack(1).arrives();
    }
    c.answers("FIN ACK seq=1 ack=1").becomes(FIN_WAIT_1);
  }

  private void closesBehindData() {
    event(Event.CLOSE_BEHIND_DATA)
        .in(CLOSED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT)
        .without("3.10.2: no SEND is serviced")
        .in(LISTEN)
        .without(NO_CALL)
        // "queue for processing after entering ESTABLISHED state"
        .in(SYN_SENT)
        .is(
            "queued",
            c -> {
              c.send(10).closes().answersNothing().remains();
              c.segment("SYN ACK").seq(0).ack(1).arrives();
              c.answers("FIN ACK seq=1 ack=1 len=10").becomes(FIN_WAIT_1);
            })
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE)
        .is(
            "queued",
            c -> {
              c.send(10).closes().answersNothing().remains();
              c.segment("ACK").ack(1).arrives();
              c.answers("FIN ACK seq=1 ack=1 len=10").becomes(FIN_WAIT_1);
            })
        // "Queue this until all preceding SENDs have been segmentized"
        .in(ESTABLISHED)
        .is("FIN behind it -> FIN-WAIT-1", c -> dataAndFinBehindAClosedWindow(c, FIN_WAIT_1))
        .in(CLOSE_WAIT)
        .is("FIN behind it -> LAST-ACK", c -> dataAndFinBehindAClosedWindow(c, LAST_ACK));
  }

  private static void dataAndFinBehindAClosedWindow(Conversation c, State next) {
    c.segment("ACK").ack(c.nxt()).window(0).arrives();
    c.send(10).closes().answersNothing().becomes(next);
    c.segment("ACK").ack(c.nxt()).window(1_000).arrives();
    c.answers("FIN ACK seq=201 ack=" + c.rcv() + " len=10");
  }

  private void aborts() {
    event(Event.ABORT)
        .in(CLOSED)
        .is("nothing", c -> c.aborts().answersNothing().signals(Kind.NORMAL).remains())
        // a listener's close() is its ABORT, too
        .in(LISTEN)
        .atHost(
            "-> CLOSED",
            h -> {
              h.listener().close();
              h.arrives("S", 0).resetsWithAck(1);
            })
        // "delete the TCB, enter CLOSED state, and return"
        .in(SYN_SENT)
        .is("-> CLOSED", c -> c.aborts().answersNothing().becomes(CLOSED).signals(Kind.ABORTED))
        // "<SEQ=SND.NXT><CTL=RST>"
        .in(SYN_RECEIVED, SYN_RECEIVED_ACTIVE, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT)
        .is(
            "RST -> CLOSED",
            c ->
                c.aborts()
                    .answers("RST ACK seq=" + c.nxt() + " ack=" + c.rcv())
                    .becomes(CLOSED)
                    .signals(Kind.ABORTED))
        // "Respond with 'ok' and delete the TCB, enter CLOSED state"
        .in(CLOSING, LAST_ACK)
        .is("-> CLOSED", c -> c.aborts().answersNothing().becomes(CLOSED).signals(Kind.ABORTED))
        .in(TIME_WAIT)
        .is("-> CLOSED", c -> c.aborts().answersNothing().becomes(CLOSED).signals(Kind.NORMAL));
  }

  private void asks() {
    event(Event.STATUS)
        .in(CLOSED)
        .is("CLOSED", c -> assertThat(c.tcp().finished()).isTrue())
        .in(LISTEN)
        .atHost("LISTEN", h -> assertThat(h.listener().target().port()).isEqualTo(Host.PORT))
        .in(OPEN)
        .is(
            "the state",
            c -> {
              c.remains().acked(c.una()).expects(c.rcv()).answersNothing();
              assertThat(c.tcp().key()).isEqualTo(c.script().parameters.key());
              assertThat(c.tcp().unackedBytes())
                  .as("outstanding text")
                  .isEqualTo(c.una() == 101 ? 100 : 0);
              assertThat(c.tcp().info().sendWindow())
                  .as("SND.WND")
                  .isEqualTo(c.tcp().state() == SYN_SENT.engineState() ? 0 : 65_535);
            });
  }
}
