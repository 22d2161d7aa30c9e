package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.test.Covers;

/** Closing a connection: RFC 6824, sections 3.3.3 and 3.5. */
@BothVersions
class CloseTest {
  private static final byte[] NOTHING = {};

  private final Bench bench = Bench.host();
  private final Peer peer;

  CloseTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void establish(Role role) {
    peer.establish(role).confirm();
  }

  private static boolean hasDataFin(Seen seen) {
    return seen.has(Dss.class) && (seen.dss().flags() & DssLayout.DATA_FIN) != 0;
  }

  private void engineShutsDown() {
    peer.connection().shutdownOutput();
    bench.poll();
  }

  /** FINs both ways on a flow whose data level is closed already. */
  private void exchangeFins(Flow flow) {
    List<Seen> all = flow.drain();
    assertThat(all).as("a FIN of the engine").anyMatch(seen -> seen.flags().equals("FA"));
    flow.segment().flags("FA").option(peer.dataAck()).send();
    flow.drain();
    flow.segment().option(peer.dataAck()).send();
  }

  @Covers({"8684-3.3.3-01", "6824-3.3.3-01"})
  @ParameterizedTest
  @EnumSource
  void dataFinAlone(Role role) {
    establish(role);
    engineShutsDown();
    Seen fin = peer.flow().expect("A");
    Dss dss = fin.dss();
    // "MUST have Subflow Sequence Number of 0, a Data-Level Length of 1"
    assertThat(dss.subflowSequence()).isZero();
    assertThat(dss.dataLevelLength()).isEqualTo(1);
    assertThat(hasDataFin(fin)).isTrue();
    assertThat(peer.mapped(fin)).isEqualTo(1);
  }

  @Test
  void dataFinComesBehindAllData() {
    establish(Role.PEER_OPENS);
    peer.connection().write(ByteBuffer.wrap(Peer.bytes("last words")));
    engineShutsDown();
    Seen data = peer.expectData(peer.flow());
    assertThat(data.text()).isEqualTo("last words");
    if (!hasDataFin(data)) {
      Seen fin = peer.flow().expect("A");
      peer.takeDataFin(fin);
    }
    assertThat(peer.rcvNxt()).isEqualTo(12);
  }

  @ParameterizedTest
  @EnumSource
  void orderlyCloseByTheEngineFirst(Role role) {
    establish(role);
    Flow flow = peer.flow();
    engineShutsDown();
    peer.takeDataFin(flow.expect("A"));
    // half closed: the peer still sends
    peer.data(flow, "still talking");
    assertThat(peer.recorder().text()).isEqualTo("still talking");
    peer.ack(flow);
    peer.dataFin(flow);
    assertThat(peer.recorder().ended()).isTrue();
    exchangeFins(flow);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
    bench.advance(300 * Bench.SECOND);
    bench.assertReleased();
  }

  @Covers({"8684-3.3.3-03", "6824-3.3.3-03"})
  @ParameterizedTest
  @EnumSource
  void orderlyCloseByThePeerFirst(Role role) {
    establish(role);
    Flow flow = peer.flow();
    peer.dataFin(flow);
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.recorder().closed()).isNull();
    assertThat(peer.ackedSoon(flow)).isEqualTo(2);
    // half closed: the engine still sends
    peer.engineWrites("not yet");
    assertThat(peer.expectData(flow).text()).isEqualTo("not yet");
    peer.ack(flow);
    flow.drain();
    engineShutsDown();
    peer.takeDataFin(flow.expect("A"));
    peer.skip(1);
    peer.ack(flow);
    // "Once a DATA_FIN has been acknowledged, all remaining subflows MUST be closed with standard
    // FIN exchanges"
    exchangeFins(flow);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
    bench.advance(300 * Bench.SECOND);
    bench.assertReleased();
  }

  @Test
  void dataFinWithData() {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    byte[] last = Peer.bytes("0123456789");
    // "a segment with DSN 80, and Data-Level Length 11, with DATA_FIN set, ... would be
    // acknowledged with a DATA_ACK of 91"
    flow.segment().option(peer.mapFin(1, flow.ssn(), last)).payload(last).send();
    assertThat(peer.recorder().text()).isEqualTo("0123456789");
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.ackedSoon(flow)).isEqualTo(12);
  }

  @Test
  void dataFinBeforeItsDataWaits() {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    flow.segment().option(peer.mapFin(5, 0, NOTHING)).send();
    // "it is only DATA_ACKed once all data has been successfully received"
    assertThat(peer.recorder().ended()).isFalse();
    assertThat(peer.ackedSoon(flow)).isEqualTo(1);
    peer.data(flow, "data");
    assertThat(peer.recorder().text()).isEqualTo("data");
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.ackedSoon(flow)).isEqualTo(6);
  }

  @Test
  void repeatedDataFinIsAcknowledgedAgain() {
    establish(Role.PEER_OPENS);
    peer.dataFin(peer.flow());
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(2);
    peer.dataFin(peer.flow());
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(2);
  }

  @Test
  void lostDataFinIsSentAgain() {
    establish(Role.ENGINE_OPENS);
    engineShutsDown();
    Seen first = peer.flow().expect("A");
    bench.advance(20 * Bench.SECOND);
    List<Seen> again = peer.flow().drain();
    assertThat(again).anyMatch(CloseTest::hasDataFin);
    Seen last = again.stream().filter(CloseTest::hasDataFin).findFirst().orElseThrow();
    assertThat(last.dss().dsn()).isEqualTo(first.dss().dsn());
  }

  @Test
  void crossingDataFins() {
    establish(Role.ENGINE_OPENS);
    Flow flow = peer.flow();
    engineShutsDown();
    Seen theirs = flow.expect("A");
    peer.dataFin(flow); // sent before the engine's came in: acknowledges nothing
    peer.takeDataFin(theirs);
    peer.skip(1);
    peer.ack(flow);
    exchangeFins(flow);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
  }

  @Test
  void finOfASubflowIsNotTheEndOfTheConnection() {
    establish(Role.PEER_OPENS);
    Flow second = peer.secondSubflow(Role.PEER_OPENS);
    second.segment().flags("FA").option(peer.dataAck()).send();
    assertThat(peer.recorder().ended()).isFalse();
    assertThat(peer.recorder().closed()).isNull();
    assertThat(second.drain()).anyMatch(seen -> seen.flags().equals("FA"));
    second.segment().send();
    assertThat(peer.recorder().events()).contains("down 1 NORMAL");
    peer.data(peer.flow(), "goes on");
    assertThat(peer.recorder().text()).isEqualTo("goes on");
  }

  @Covers({"8684-3.3.3-03", "8684-3.3.3-04", "6824-3.3.3-03", "6824-3.3.3-04"})
  @Test
  void allSubflowsAreClosedAfterTheDataFins() {
    establish(Role.PEER_OPENS);
    Flow second = peer.secondSubflow(Role.PEER_OPENS);
    engineShutsDown();
    List<Seen> first = peer.flow().drain();
    List<Seen> other = second.drain();
    Seen fin =
        Stream.concat(first.stream(), other.stream())
            .filter(CloseTest::hasDataFin)
            .findFirst()
            .orElseThrow();
    peer.takeDataFin(fin);
    peer.dataFin(peer.flow());
    peer.skip(1);
    peer.ack(peer.flow());
    exchangeFins(peer.flow());
    exchangeFins(second);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
  }

  @Covers({"8684-3.3.3-02", "6824-3.3.3-02"})
  @Test
  void subflowsStayOpenWhileDataIsOutstanding() {
    establish(Role.PEER_OPENS);
    peer.dataFin(peer.flow());
    peer.skip(1);
    peer.engineWrites("unacknowledged");
    engineShutsDown();
    // "a host MUST NOT close all functioning subflows unless it is safe to do so"
    bench.advance(100 * Bench.MILLI);
    assertThat(peer.flow().drain()).noneMatch(seen -> seen.flags().contains("F"));
  }

  @Test
  void closeWithUnreadDataResets() {
    peer.recorder().stopReading();
    establish(Role.PEER_OPENS);
    peer.data(peer.flow(), "nobody reads this");
    peer.connection().close();
    bench.poll();
    // unread data is lost: RFC 9293, 3.10.4; with MPTCP that is a fast close
    assertThat(peer.flow().drain()).anyMatch(seen -> seen.has(MpFastclose.class));
  }

  @Test
  void oneCloseIsEnoughWhereThePeerNeverAnswers() {
    establish(Role.ENGINE_OPENS);
    peer.connection().close();
    bench.poll();
    bench.advance(900 * Bench.SECOND);
    assertThat(peer.recorder().closed()).isNotNull();
    bench.assertReleased();
  }

  @ParameterizedTest
  @EnumSource
  void fastCloseReceived(Role role) {
    establish(role);
    Flow second = peer.secondSubflow(role);
    second.drain();
    peer.flow().drain();
    peer.flow().segment().option(new MpFastclose(peer.remoteKey())).send();
    // "host B answers on the same subflow with a TCP RST and tears down all subflows"
    assertThat(peer.flow().expect().flags()).startsWith("R");
    assertThat(second.expect().flags()).startsWith("R");
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.RESET);
    bench.assertReleased();
  }

  @Test
  void fastCloseWithAWrongKeyIsIgnored() {
    establish(Role.PEER_OPENS);
    peer.flow().segment().option(new MpFastclose(peer.remoteKey() ^ 1)).send();
    peer.flow().segment().option(new MpFastclose(peer.key())).send();
    assertThat(peer.recorder().closed()).isNull();
    peer.data(peer.flow(), "still here");
    assertThat(peer.recorder().text()).isEqualTo("still here");
  }

  @Test
  void fastCloseOutsideTheWindowIsIgnored() {
    establish(Role.PEER_OPENS);
    int outside = peer.flow().ssn() + 100_000_000;
    peer.flow().segment().ssn(outside).option(new MpFastclose(peer.remoteKey())).send();
    assertThat(peer.recorder().closed()).isNull();
    peer.flow().drain();
  }

  @ParameterizedTest
  @EnumSource
  void fastCloseSent(Role role) {
    establish(role);
    Flow second = peer.secondSubflow(role);
    second.drain();
    peer.flow().drain();
    peer.connection().abort();
    bench.poll();
    // "Host A sends an ACK containing the MP_FASTCLOSE option on one subflow, containing the key of
    // Host B ... On all the other subflows, Host A sends a regular TCP RST"
    List<Seen> onFirst = peer.flow().drain();
    List<Seen> onSecond = second.drain();
    boolean first = onFirst.stream().anyMatch(seen -> seen.has(MpFastclose.class));
    List<Seen> closing = first ? onFirst : onSecond;
    List<Seen> other = first ? onSecond : onFirst;
    Seen ack = closing.get(0);
    assertThat(ack.flags()).isEqualTo("A");
    assertThat(ack.option(MpFastclose.class).receiverKey()).isEqualTo(peer.key());
    assertThat(other).hasSize(1).allSatisfy(seen -> assertThat(seen.flags()).startsWith("R"));
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.ABORTED);
    (first ? peer.flow() : second).segment().flags("R").send();
    bench.assertReleased();
  }

  @Covers({
    "8684-3.5-01",
    "8684-3.5-02",
    "8684-3.5-03",
    "6824-3.5-01",
    "6824-3.5-02",
    "6824-3.5-03"
  })
  @Test
  void fastCloseIsSentAgainAndThenGivenUp() {
    establish(Role.PEER_OPENS);
    peer.connection().abort();
    bench.poll();
    bench.advance(300 * Bench.SECOND);
    List<Seen> all = peer.flow().drain();
    // "it SHOULD retransmit the MP_FASTCLOSE. ... A RECOMMENDED number is 3."
    List<Seen> acks = all.stream().filter(seen -> seen.flags().equals("A")).toList();
    assertThat(acks).filteredOn(seen -> seen.has(MpFastclose.class)).hasSize(4);
    bench.assertReleased();
  }

  @Test
  void dataThatIsSentAgainKeepsItsMappingWhileMpFastcloseIsUnanswered() {
    establish(Role.PEER_OPENS);
    peer.engineWrites("not acknowledged");
    peer.flow().drain();
    peer.connection().abort();
    bench.poll();
    bench.advance(10 * Bench.SECOND);
    List<Seen> all = peer.flow().drain();
    List<Seen> data = all.stream().filter(seen -> seen.length() > 0).toList();
    // without a mapping a peer takes it for a fallback to plain TCP (section 3.7)
    assertThat(data)
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen.dss().dataLevelLength()).isEqualTo(16));
    // and it does not take the place of MP_FASTCLOSE, whose time has come with its own
    assertThat(all)
        .filteredOn(seen -> seen.has(MpFastclose.class) && seen.flags().equals("A"))
        .hasSize(4)
        .allMatch(seen -> seen.length() == 0);
  }

  @Test
  void crossingFastCloses() {
    establish(Role.PEER_OPENS);
    peer.connection().abort();
    bench.poll();
    assertThat(peer.flow().expect("A").has(MpFastclose.class)).isTrue();
    peer.flow().segment().option(new MpFastclose(peer.remoteKey())).send();
    // "Host A should reply with a TCP RST and tear down the connection"
    assertThat(peer.flow().expect().flags()).startsWith("R");
    bench.assertReleased();
  }

  @Test
  void resetOfTheOnlySubflowEndsTheConnectionSometime() {
    establish(Role.PEER_OPENS);
    peer.flow().segment().flags("R").send();
    bench.advance(300 * Bench.SECOND);
    assertThat(peer.recorder().closed().kind()).isIn(Kind.RESET, Kind.TIMED_OUT);
    bench.assertReleased();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingBehindADataFinIsDelivered(boolean finFirst) {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    int at = flow.ssn();
    byte[] behind = Peer.bytes("behind");
    // the DATA_FIN has position 4: no peer that obeys has data there, or after it
    if (finFirst) {
      flow.segment().option(peer.mapFin(4, 0, new byte[0])).send();
    }
    flow.segment().ssn(at + 3).option(peer.map(4, at + 3, behind)).payload(behind).send();
    if (!finFirst) {
      flow.segment().option(peer.mapFin(4, 0, new byte[0])).send();
    }
    flow.segment().option(peer.map(1, at, Peer.bytes("abc"))).payload("abc").send();
    assertThat(peer.recorder().text()).isEqualTo("abc");
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.ackedSoon(flow)).isEqualTo(5);
  }
}
