package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpConnection;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.tcp.TestHost;

/**
 * One connection, brought into a state by real segments, and its peer, written by hand. In the
 * synchronized states 100 bytes each way were exchanged and acknowledged, and 100 more of this side
 * are on their way (but where its FIN was acknowledged): so SND.UNA is below SND.NXT, and there is
 * something old, something new and something outstanding. All numbers are relative to ISS and IRS.
 */
final class Conversation {
  /** Bytes in each of the exchanged pieces of text. */
  static final int PIECE = 100;

  private static final long MS = SegmentScript.MS;

  private final State state;
  private final SegmentScript script = new SegmentScript();
  private final ByteQueue source = new ByteQueue(1);
  private long deliveredBefore;

  private Conversation(State state) {
    this.state = state;
  }

  /** A connection with a roomy receive buffer. */
  static Conversation in(State state) {
    return new Conversation(state).open();
  }

  /** A connection whose user has not read anything and whose buffer is full. */
  static Conversation withZeroWindow(State state) {
    Conversation c = new Conversation(state);
    c.host().reading = false;
    c.host().receiveBuffer = (int) Math.max(0, state.rcv() - 1);
    return c.open();
  }

  /** A connection with room for {@link #PIECE} bytes. */
  static Conversation withSmallWindow(State state) {
    Conversation c = new Conversation(state);
    c.host().reading = false;
    c.host().receiveBuffer = (int) Math.max(0, state.rcv() - 1) + PIECE;
    return c.open();
  }

  private Conversation open() {
    switch (state) {
      case CLOSED -> {
        openTo(State.LAST_ACK);
        script.inject("ACK", 102, 202, 0);
      }
      default -> openTo(state);
    }
    script.sent();
    deliveredBefore = host().received;
    assertThat(tcp().state()).as("the state to begin with").isEqualTo(state.engineState());
    return this;
  }

  /** Real segments only; each line leads one state further. */
  private void openTo(State target) {
    switch (target) {
      case SYN_SENT -> {
        tcp().connect(script.now);
        script.flush();
      }
      case SYN_RECEIVED -> script.inject("SYN", 0, 0, 0);
      case SYN_RECEIVED_ACTIVE -> {
        openTo(State.SYN_SENT);
        script.inject("SYN", 0, 0, 0);
      }
      case ESTABLISHED -> establish();
      case FIN_WAIT_1 -> {
        establish();
        tcp().shutdownOutput();
        script.flush();
      }
      case FIN_WAIT_2 -> {
        openTo(State.FIN_WAIT_1);
        script.inject("ACK", 101, 202, 0);
      }
      case CLOSE_WAIT -> {
        establish();
        script.inject("FIN ACK", 101, 101, 0);
      }
      case CLOSING -> {
        openTo(State.FIN_WAIT_1);
        script.inject("FIN ACK", 101, 101, 0);
      }
      case LAST_ACK -> {
        openTo(State.CLOSE_WAIT);
        tcp().shutdownOutput();
        script.flush();
      }
      case TIME_WAIT -> {
        openTo(State.FIN_WAIT_2);
        script.inject("FIN ACK", 101, 202, 0);
      }
      default -> throw new IllegalArgumentException(target.toString());
    }
  }

  private void establish() {
    openTo(State.SYN_SENT);
    script.inject("SYN ACK", 0, 1, 0);
    send(PIECE);
    script.inject("ACK", 1, 101, PIECE);
    send(PIECE);
    assertThat(script.sent()).contains("ACK seq=1 ack=1 len=100", "ACK seq=101 ack=101 len=100");
  }

  // what is there

  TcpConnection tcp() {
    return script.tcp();
  }

  TestHost host() {
    return script.host;
  }

  SegmentScript script() {
    return script;
  }

  /** SND.UNA when the event comes. */
  long una() {
    return state.una();
  }

  /** SND.NXT when the event comes. */
  long nxt() {
    return state.nxt();
  }

  /** RCV.NXT when the event comes. */
  long rcv() {
    return state.rcv();
  }

  // what the user does

  /** SEND, without looking for room. */
  Conversation send(int bytes) {
    return send(bytes, false);
  }

  /** SEND with the urgent flag. */
  Conversation sendUrgent(int bytes) {
    return send(bytes, true);
  }

  private Conversation send(int bytes, boolean urgent) {
    byte[] data = new byte[bytes];
    long position = source.tail();
    for (int i = 0; i < bytes; i++) {
      data[i] = TestHost.pattern(position + i);
    }
    source.appendCopy(ByteBuffer.wrap(data), bytes, script.pool);
    try {
      if (urgent) {
        tcp().sendUrgent(source, position, bytes, null);
      } else {
        tcp().send(source, position, bytes, null);
      }
    } finally {
      source.dropUntil(source.tail());
    }
    script.flush();
    return this;
  }

  Conversation closes() {
    tcp().shutdownOutput();
    script.flush();
    return this;
  }

  Conversation aborts() {
    tcp().abort(CloseReason.of(Kind.ABORTED, "the user's ABORT"));
    script.flush();
    return this;
  }

  /** RECEIVE: takes all that waits. */
  Conversation reads() {
    host().read();
    script.flush();
    return this;
  }

  /** A call that is an error in this state. */
  Conversation refuses(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class);
    script.flush();
    return this;
  }

  // what the peer does

  /** A segment at RCV.NXT with an ACK of SND.UNA, unless that is changed. */
  Arrival segment(String flags) {
    return new Arrival(flags);
  }

  /** A segment of the peer, while it is written. */
  final class Arrival {
    private final String flags;
    private long seq = rcv();
    private long ack = una();
    private int text;

    private Arrival(String flags) {
      this.flags = flags;
    }

    Arrival seq(long value) {
      seq = value;
      return this;
    }

    Arrival ack(long value) {
      ack = value;
      return this;
    }

    Arrival text(int bytes) {
      text = bytes;
      return this;
    }

    Arrival window(int bytes) {
      script.peerWindow = bytes;
      return this;
    }

    Arrival urgent(int pointer) {
      script.urgentPointer = pointer;
      return this;
    }

    Conversation arrives() {
      script.inject(flags, seq, ack, text);
      return Conversation.this;
    }
  }

  Conversation passes(long millis) {
    script.pass(millis * MS);
    return this;
  }

  // what must come of it

  /** These segments, in this order, and no others. */
  Conversation answers(String... segments) {
    assertThat(script.sent()).as("segments sent").containsExactly(segments);
    return this;
  }

  Conversation answersNothing() {
    return answers();
  }

  /** "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>", the numbers as they were before the event. */
  Conversation acknowledges() {
    return answers("ACK seq=" + nxt() + " ack=" + rcv());
  }

  /** At once or after the delay of an ACK: the last segment acknowledges {@code position}. */
  Conversation acknowledgesSoon(long position) {
    List<String> sent = script.sent();
    if (sent.isEmpty()) {
      sent = passes(500).script.sent();
    }
    assertThat(sent).as("segments sent").isNotEmpty();
    assertThat(sent.get(sent.size() - 1)).contains("ack=" + position);
    return this;
  }

  /** "if no state change is mentioned the TCP connection stays in the same state". */
  Conversation remains() {
    return becomes(state);
  }

  Conversation becomes(State next) {
    assertThat(tcp().state()).as("the state then").isEqualTo(next.engineState());
    if (next == State.CLOSED) {
      assertThat(tcp().finished()).as("the TCB is deleted").isTrue();
      assertThat(tcp().deadline()).as("no timer runs").isEqualTo(Long.MAX_VALUE);
    }
    return this;
  }

  /** The user was told that it is over, and why; once. */
  Conversation signals(Kind kind) {
    assertThat(host().closed).as("the signal").isNotNull();
    assertThat(host().closed.kind()).as("the signal").isEqualTo(kind);
    assertThat(host().closedCalls).as("signals").isEqualTo(1);
    return this;
  }

  /** "signal the user 'connection closing'". */
  Conversation signalsClosing() {
    assertThat(host().remoteFin).as("connection closing").isTrue();
    return this;
  }

  /** "signal the user that the remote side has urgent data", so often. */
  Conversation signalsUrgent(int times) {
    assertThat(host().urgentCalls).as("urgent signals").isEqualTo(times);
    return this;
  }

  /** So many bytes were handed to the user since the event, in order and unchanged. */
  Conversation delivers(long bytes) {
    assertThat(host().received - deliveredBefore).as("text delivered").isEqualTo(bytes);
    assertThat(host().wrongBytes).as("wrong bytes").isZero();
    return this;
  }

  /** SND.UNA moved to {@code position}. */
  Conversation acked(long position) {
    assertThat(tcp().sendUnacknowledged()).as("SND.UNA").isEqualTo(position);
    return this;
  }

  /** RCV.NXT is {@code position}. */
  Conversation expects(long position) {
    assertThat(tcp().receiveNext()).as("RCV.NXT").isEqualTo(position);
    return this;
  }

  Conversation sendWindow(long bytes) {
    assertThat(tcp().info().sendWindow()).as("SND.WND").isEqualTo(bytes);
    return this;
  }

  Conversation holds(Consumer<Conversation> check) {
    check.accept(this);
    return this;
  }

  /** Whatever it was, nothing hangs and nothing leaks: an ABORT ends it. */
  void close() {
    tcp().abort(CloseReason.of(Kind.ABORTED, "end of the test"));
    script.flush();
    source.clear();
    if (state != State.CLOSED || tcp().state() != TcpState.CLOSED) {
      assertThat(tcp().finished()).as("ended").isTrue();
    }
    assertThat(script.outstanding()).as("buffers held").isZero();
  }
}
