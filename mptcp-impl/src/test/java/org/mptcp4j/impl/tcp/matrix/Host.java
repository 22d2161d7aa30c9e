package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;

/**
 * A whole engine that is asked for a connection it does not have: CLOSED, or LISTEN with a listener
 * on the port (RFC 9293, sections 3.10.7.1 and 3.10.7.2).
 */
final class Host {
  static final int PORT = 80;
  private static final int ACK_NUMBER = 0x1234_5678;
  private static final InetSocketAddress HERE = Bench.at("10.0.1.1", PORT);
  private static final InetSocketAddress THERE = Bench.at("10.0.1.2", 40_000);

  private final Bench bench = Bench.host();
  private final Flow flow = bench.flow(0, THERE, HERE);
  private final Recorder recorder = new Recorder();
  private EngineListener listener;

  private Host() {}

  static Host in(State state) {
    Host host = new Host();
    if (state == State.LISTEN) {
      host.listen();
    } else if (state != State.CLOSED) {
      throw new IllegalArgumentException(state.toString());
    }
    return host;
  }

  private static ConnectionOptions plain() {
    return Bench.options().withVersion(MptcpVersion.OFF);
  }

  /** Passive OPEN. */
  Host listen() {
    listener = bench.engine().listen(ListenTarget.port(PORT), r -> r.accept(plain(), recorder));
    return this;
  }

  /** Active OPEN from the port. */
  EngineConnection connect() {
    EngineConnection connection =
        bench.engine().connect(new ConnectTarget(bench.zone(0), HERE, THERE), plain(), recorder);
    bench.poll();
    return connection;
  }

  EngineListener listener() {
    return listener;
  }

  Recorder recorder() {
    return recorder;
  }

  Flow flow() {
    return flow;
  }

  Bench bench() {
    return bench;
  }

  /** A segment comes in: SEG.ACK is a number that nobody sent. */
  Host arrives(String flags, int text) {
    boolean taken =
        flow.segment().flags(flags).ack(ACK_NUMBER).payload(new byte[text]).seq(flow.iss()).send();
    assertThat(taken).as("for this host").isTrue();
    return this;
  }

  Host answersNothing() {
    flow.expectNothing();
    assertThat(bench.engine().stateCount()).as("connections").isZero();
    return this;
  }

  /** "<SEQ=SEG.ACK><CTL=RST>". */
  Host resets() {
    Seen reset = flow.expect("R");
    assertThat(reset.seq()).isEqualTo(ACK_NUMBER);
    return answersNothing();
  }

  /** "<SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>". */
  Host resetsWithAck(int sequenceLength) {
    Seen reset = flow.expect("RA");
    assertThat(reset.seq()).isZero();
    assertThat(reset.ack()).isEqualTo(flow.iss() + sequenceLength);
    return answersNothing();
  }

  /** "<SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>". */
  Host answersSynAck() {
    Seen answer = flow.expect("SA");
    assertThat(answer.ack()).isEqualTo(flow.iss() + 1);
    flow.expectNothing();
    return this;
  }

  Host holds(Consumer<Host> check) {
    check.accept(this);
    return this;
  }

  void close() {
    if (listener != null) {
      listener.close();
    }
    bench.assertNothingLeft();
  }
}
