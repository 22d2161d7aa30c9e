package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;

/** A connection in TIME-WAIT: what it answers, when it ends, and that it keeps nothing else. */
class TimeWaitsTest {
  private static final long TWO_MSL = 60 * Bench.SECOND;

  private Bench bench = Bench.host();

  private Flow closed(ConnectionHandler handler) {
    return closed(40_000, handler);
  }

  private Flow closed(int port, ConnectionHandler handler) {
    ConnectionOptions plain = Bench.options().withVersion(MptcpVersion.OFF);
    EngineConnection[] accepted = new EngineConnection[1];
    EngineListener listener =
        bench
            .engine()
            .listen(ListenTarget.port(Bench.PORT), r -> accepted[0] = r.accept(plain, handler));
    Flow flow = bench.flow(0, Bench.at("10.0.1.2", port), Bench.at("10.0.1.1", Bench.PORT));
    flow.withTimestamps().syn().send();
    flow.expect("SA");
    flow.segment().send();
    accepted[0].close();
    bench.poll();
    flow.expect("FA");
    flow.segment().flags("FA").send();
    flow.expect("A");
    listener.close();
    return flow;
  }

  @Test
  void countsAsStateAndNotAsConnection() {
    closed(new Recorder());
    assertThat(bench.engine().connectionCount()).isZero();
    assertThat(bench.engine().stateCount()).isOne();
    bench.advance(TWO_MSL);
    bench.assertNothingLeft();
  }

  /** "The only thing that can arrive ... is a retransmission of the remote FIN". */
  @Test
  void lateFinIsAcknowledgedAndRestartsTheTime() {
    Flow flow = closed(new Recorder());
    bench.advance(TWO_MSL - Bench.SECOND);
    flow.segment().seq(flow.sndNxt() - 1).flags("FA").send();
    Seen answer = flow.expect("A");
    assertThat(answer.ack()).isEqualTo(flow.sndNxt());
    assertThat(answer.seq()).isEqualTo(flow.rcvNxt());
    assertThat(answer.tsValue()).isNotZero();
    bench.advance(TWO_MSL - Bench.SECOND);
    assertThat(bench.engine().stateCount()).isOne();
    bench.advance(Bench.SECOND);
    bench.assertNothingLeft();
  }

  /** RFC 5961, section 7: two sides must not answer each other without end. */
  @Test
  void emptySegmentsOutOfTheWindowGetTenAnswersASecond() {
    Flow flow = closed(new Recorder());
    for (int i = 0; i < 30; i++) {
      flow.segment().seq(flow.sndNxt() - 100).send();
    }
    assertThat(flow.drain()).hasSize(10);
    assertThat(bench.counter("TcpExtTCPChallengeACK")).isEqualTo(10);
  }

  @Test
  void exactRstEndsIt() {
    Flow flow = closed(new Recorder());
    flow.segment().flags("R").send();
    bench.assertNothingLeft();
  }

  @Test
  void thereAreNoMoreThanConnectionsMayBe() {
    bench = Bench.hostWithLimits(2, 10, 10);
    Flow first = closed(40_000, new Recorder());
    bench.advance(Bench.SECOND);
    Flow second = closed(40_001, new Recorder());
    closed(40_002, new Recorder());
    assertThat(bench.engine().stateCount()).isEqualTo(2);
    assertThat(bench.counter("TcpExtTCPTimeWaitOverflow")).isOne();
    second.segment().seq(second.sndNxt() - 1).flags("FA").send();
    second.expect("A");
    first.segment().seq(first.sndNxt() - 1).flags("FA").send();
    first.expect("R");
  }

  @Test
  void closingTheStackEndsIt() {
    closed(new Recorder());
    bench.engine().abortAll();
    bench.poll();
    bench.assertNothingLeft();
  }

  /** A relay's handler knows the other leg, and that one all of its buffers. */
  @Test
  void doesNotKeepTheHandler() {
    WeakReference<ConnectionHandler> handler = new WeakReference<>(closedWithAHandlerOfItsOwn());
    for (int i = 0; i < 50 && handler.get() != null; i++) {
      System.gc();
    }
    assertThat(handler.get()).isNull();
    assertThat(bench.engine().stateCount()).isOne();
  }

  private ConnectionHandler closedWithAHandlerOfItsOwn() {
    Recorder recorder = new Recorder();
    closed(recorder);
    return recorder;
  }
}
