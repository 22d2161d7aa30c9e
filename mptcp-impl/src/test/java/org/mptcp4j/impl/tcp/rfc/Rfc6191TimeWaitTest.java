package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;

/** A new connection may take the place of one in TIME-WAIT (RFC 6191; RFC 9293, MAY-2, SHLD-4). */
class Rfc6191TimeWaitTest {
  /** Sequence number of the last FIN. */
  private static final int FIN_AT = 1;

  private static SegmentScript inTimeWait(boolean timestamps) {
    SegmentScript s = new SegmentScript();
    s.timestamps = timestamps;
    s.tsEcho = 0;
    s.established();
    s.tcp().shutdownOutput();
    s.flush();
    s.inject("FIN ACK", FIN_AT, 2, 0);
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
    return s;
  }

  private static boolean honored(SegmentScript s, boolean timestamps, int tsStep, long sequence) {
    s.timestamps = timestamps;
    s.tsValue += tsStep;
    return s.tcp().timeWait().mayGiveWayTo(s.parsed("SYN", sequence, 0));
  }

  /**
   * "If the previous incarnation of the connection used Timestamps": "the timestamp ... is greater
   * than the last timestamp seen ..., honor the connection request"; "is equal to ..., and the
   * Sequence Number ... is greater than the last sequence number seen"; "Otherwise" not.
   */
  @ParameterizedTest
  @CsvSource({
    "true, 1, -1000000, true",
    "true, 1, 5000, true",
    "true, 0, 2, true",
    "true, 0, 1, false",
    "true, -1, 5000, false",
    "false, 0, 2, true",
    "false, 0, 1, false"
  })
  void afterAConnectionWithTimestamps(
      boolean timestamps, int step, long sequence, boolean honored) {
    assertThat(honored(inTimeWait(true), timestamps, step, sequence)).isEqualTo(honored);
  }

  /**
   * "If the previous incarnation of the connection did not use Timestamps": "If TCP Timestamps
   * would be enabled for the new incarnation ..., honor"; else by the sequence number.
   */
  @ParameterizedTest
  @CsvSource({"true, -1000000, true", "true, 1, true", "false, 2, true", "false, 1, false"})
  void afterAConnectionWithoutTimestamps(boolean timestamps, long sequence, boolean honored) {
    assertThat(honored(inTimeWait(false), timestamps, 0, sequence)).isEqualTo(honored);
  }

  /** A SYN,ACK or a RST opens nothing. */
  @Test
  void nothingButASynReopens() {
    SegmentScript s = inTimeWait(false);
    assertThat(s.tcp().timeWait().mayGiveWayTo(s.parsed("SYN ACK", 5_000, 2))).isFalse();
    assertThat(s.tcp().timeWait().mayGiveWayTo(s.parsed("SYN RST", 5_000, 0))).isFalse();
    assertThat(s.tcp().timeWait().mayGiveWayTo(s.parsed("ACK", 5_000, 2))).isFalse();
  }

  /** Where the request is not honored, the connection in TIME-WAIT answers, and lives on. */
  @Test
  void oldSynIsAnsweredByTimeWait() {
    SegmentScript s = inTimeWait(false);
    s.sent();
    s.inject("SYN", -50, 0, 0);
    assertThat(s.sent()).containsExactly("ACK seq=2 ack=2");
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
  }

  private final Bench bench = Bench.host();
  private final Recorder recorder = new Recorder();

  private Flow closedByTheEngine() {
    ConnectionOptions plain = Bench.options().withVersion(MptcpVersion.OFF);
    listener = bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(plain, recorder));
    Flow flow = bench.flow(0, Bench.at("10.0.1.2", 40_000), Bench.at("10.0.1.1", Bench.PORT));
    flow.syn().send();
    flow.expect("SA");
    flow.segment().send();
    recorder.connection().close();
    bench.poll();
    flow.expect("FA");
    flow.segment().flags("FA").send();
    flow.expect("A");
    return flow;
  }

  private EngineListener listener;

  /** The engine with a listener: a newer SYN gets a SYN,ACK at once, whose ISN is greater. */
  @Test
  void newerSynReopensAtOnce() {
    Flow flow = closedByTheEngine();
    int lastUsed = flow.rcvNxt();
    bench.advance(Bench.SECOND);
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    Seen answer = flow.expect("SA");
    assertThat(answer.ack()).isEqualTo(flow.iss() + 1);
    // RFC 9293, section 3.6.1: "its initial sequence number for the new connection to be larger"
    assertThat(answer.seq() - lastUsed).isPositive();
    flow.segment().payload("again").send();
    assertThat(recorder.text()).isEqualTo("again");
    bench.drain();
    bench.assertNothingLeft();
  }

  /**
   * RFC 9293, section 3.6.1: "its initial sequence number for the new connection to be larger than
   * the largest sequence number it used on the previous connection incarnation", which sent much
   * more than the four-microsecond timer ticked.
   */
  @Test
  void theNewNumbersAreBeyondThoseOfAFastConnection() {
    Flow flow = closedByTheEngine();
    int lastUsed = flow.rcvNxt();
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    Seen answer = flow.expect("SA");
    assertThat(answer.seq() - lastUsed).isNotNegative();
  }

  /**
   * RFC 9293, section 3.6.1: "returns to TIME-WAIT state if the SYN turns out to be an old
   * duplicate": its sender does not know what the SYN,ACK is for.
   */
  @Test
  void anOldDuplicateLeavesTimeWaitAsItWas() {
    Flow flow = closedByTheEngine();
    int finAt = flow.sndNxt() - 1;
    int sent = flow.rcvNxt();
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    Seen answer = flow.expect("SA");
    flow.segment().flags("R").seq(answer.ack()).send();
    assertThat(bench.engine().stateCount()).isEqualTo(1);
    flow.segment().flags("FA").seq(finAt).ack(sent).send();
    assertThat(flow.expect("A").seq()).as("of the old connection").isEqualTo(sent);
    bench.assertNothingLeft();
  }

  /** A SYN that is new all the same, and comes later, is taken. */
  @Test
  void timeWaitGivesWayAgain() {
    Flow flow = closedByTheEngine();
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    Seen first = flow.expect("SA");
    flow.segment().flags("R").seq(first.ack()).send();
    flow.iss(flow.iss() + 70_000).syn().send();
    assertThat(flow.expect("SA").ack()).isEqualTo(flow.iss() + 1);
    flow.segment().payload("again").send();
    assertThat(recorder.text()).isEqualTo("again");
    bench.drain();
    bench.assertNothingLeft();
  }

  /** What was opened for good does not leave the older TIME-WAIT behind. */
  @Test
  void aConnectionThatOpenedEndsTheOldOne() {
    Flow flow = closedByTheEngine();
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    flow.expect("SA");
    flow.segment().send();
    flow.segment().flags("R").send();
    assertThat(recorder.closed()).isNotNull();
    flow.iss(flow.iss() - 10_000).syn().send();
    flow.expect("SA");
    bench.drain();
    bench.assertNothingLeft();
  }

  /** Nobody listens any more: the SYN does not end TIME-WAIT either. */
  @Test
  void nothingIsReplacedWhereNobodyListens() {
    Flow flow = closedByTheEngine();
    listener.close();
    flow.iss(flow.sndNxt() + 70_000).syn().send();
    flow.expect("A");
    assertThat(bench.engine().stateCount()).isEqualTo(1);
    bench.assertNothingLeft();
  }

  /** RFC 9293, MUST-13: "it MUST linger in TIME-WAIT state for a time 2xMSL". */
  @Test
  void timeWaitLasts() {
    SegmentScript s = inTimeWait(true);
    s.pass(59_999 * SegmentScript.MS);
    assertThat(s.tcp().state()).isEqualTo(TcpState.TIME_WAIT);
    s.pass(SegmentScript.MS);
    assertThat(s.tcp().finished()).isTrue();
    assertThat(s.parameters.timeWaitNanos()).isEqualTo(60_000 * SegmentScript.MS);
  }

  /** The 2 MSL begin anew with the peer's FIN alone, not with any FIN that somebody invents. */
  @Test
  void inventedFinDoesNotProlongTimeWait() {
    SegmentScript s = inTimeWait(false);
    s.pass(30_000 * SegmentScript.MS);
    s.inject("FIN ACK", -5_000, 2, 0);
    s.inject("FIN ACK", 5_000, 2, 0);
    s.pass(30_000 * SegmentScript.MS);
    assertThat(s.tcp().finished()).isTrue();
  }
}
