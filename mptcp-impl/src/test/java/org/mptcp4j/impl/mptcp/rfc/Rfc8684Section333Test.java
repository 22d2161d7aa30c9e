package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.test.Covers;

/** DATA_FIN, and the FINs behind it: section 3.3.3. */
class Rfc8684Section333Test extends RfcScript {
  private static boolean hasDataFin(Seen seen) {
    return seen.has(Dss.class) && (seen.dss().flags() & DssLayout.DATA_FIN) != 0;
  }

  private static boolean fin(Seen seen) {
    return seen.flags().contains("F");
  }

  private void shutdown(Peer peer) {
    peer.connection().shutdownOutput();
    bench.poll();
  }

  @Covers({"8684-3.3.3-01", "6824-3.3.3-01"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void dataFinWithoutData(MptcpVersion version, Role role) {
    Peer peer = connected(version, role);
    assertMultipath(peer, peer.flow());
    shutdown(peer);
    Seen fin = peer.flow().expect("A");
    assertThat(hasDataFin(fin)).isTrue();
    assertThat(fin.payload()).isEmpty();
    assertThat(fin.dss().subflowSequence()).isZero();
    assertThat(fin.dss().dataLevelLength()).isEqualTo(1);
    assertThat(peer.mapped(fin)).isEqualTo(peer.rcvNxt());
  }

  @Covers({"8684-3.3.3-02", "6824-3.3.3-02"})
  @BothVersions
  void subflowsStayOpenWhileDataIsOutstanding(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.dataFin(peer.flow());
    peer.skip(1);
    peer.engineWrites("x".repeat(5000));
    shutdown(peer);
    bench.advance(10 * Bench.SECOND);
    // not even acknowledged on the subflows
    assertThat(peer.flow().drain())
        .noneMatch(RfcScript::reset)
        .noneMatch(Rfc8684Section333Test::fin);
    assertThat(second.drain()).noneMatch(RfcScript::reset).noneMatch(Rfc8684Section333Test::fin);
    // acknowledged there, but not at the data level
    peer.flow().segment().option(peer.dataAck(1)).send();
    second.segment().option(peer.dataAck(1)).send();
    bench.advance(10 * Bench.SECOND);
    assertThat(peer.flow().drain()).noneMatch(Rfc8684Section333Test::fin);
    assertThat(second.drain()).noneMatch(Rfc8684Section333Test::fin);
  }

  @Covers({"8684-3.3.3-03", "8684-3.3.3-04", "6824-3.3.3-03", "6824-3.3.3-04"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void allSubflowsEndWithFinsOnceTheDataFinsAreAcknowledged(MptcpVersion version, Role role) {
    Peer peer = connected(version, role);
    Flow second = peer.secondSubflow(role);
    shutdown(peer);
    List<Seen> all = peer.flow().drain();
    all.addAll(second.drain());
    peer.takeDataFin(
        all.stream().filter(Rfc8684Section333Test::hasDataFin).findFirst().orElseThrow());
    peer.dataFin(peer.flow());
    peer.skip(1);
    peer.ack(peer.flow());
    for (Flow flow : List.of(peer.flow(), second)) {
      List<Seen> seen = flow.drain();
      assertThat(seen).anyMatch(Rfc8684Section333Test::fin).noneMatch(RfcScript::reset);
      flow.segment().flags("FA").option(peer.dataAck()).send();
      flow.drain();
      flow.segment().option(peer.dataAck()).send();
    }
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
    bench.advance(300 * Bench.SECOND);
    bench.assertReleased();
  }

  @Covers({"8684-3.3.3-04", "6824-3.3.3-04"})
  @BothVersions
  void passiveSideSendsFinsToo(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.dataFin(peer.flow());
    peer.skip(1);
    shutdown(peer);
    List<Seen> all = peer.flow().drain();
    all.addAll(second.drain());
    peer.takeDataFin(
        all.stream().filter(Rfc8684Section333Test::hasDataFin).findFirst().orElseThrow());
    peer.ack(peer.flow());
    bench.advance(Bench.MILLI);
    assertThat(peer.flow().drain()).anyMatch(Rfc8684Section333Test::fin);
    assertThat(second.drain()).anyMatch(Rfc8684Section333Test::fin);
  }

  /** "This permits break-before-make scenarios where connectivity is lost on all subflows". */
  @BothVersions
  void connectionWithoutSubflowsWaitsForAnother(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.data(peer.flow(), "before,");
    peer.flow().segment().flags("R").send();
    peer.engineWrites("kept");
    bench.advance(20 * Bench.SECOND);
    assertThat(peer.recorder().closed()).isNull();
    Flow second = peer.joins(1);
    bench.advance(Bench.SECOND);
    assertThat(data(second).get(0).text()).isEqualTo("kept");
    peer.data(second, "after");
    assertThat(peer.recorder().text()).isEqualTo("before,after");
  }

  /** "the MPTCP connection is treated as closed only after a timeout". */
  @BothVersions
  void connectionWithoutSubflowsEndsAfterATime(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.flow().segment().flags("FA").option(peer.dataAck()).send();
    peer.flow().drain();
    peer.flow().segment().option(peer.dataAck()).send();
    bench.advance(30 * Bench.SECOND);
    assertThat(peer.recorder().closed()).isNull();
    bench.advance(300 * Bench.SECOND);
    assertThat(peer.recorder().closed()).isNotNull();
    bench.assertReleased();
  }

  /** A peer that sends no more may end the subflow with its DATA_FIN, and still be sent to. */
  @Covers({"8684-3.3.3-02", "6824-3.3.3-02"})
  @BothVersions
  void restOfTheStreamGoesOverTheSubflowThatThePeerEnded(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    flow.segment().flags("FA").option(peer.mapFin(1, 0, new byte[0])).send();
    peer.skip(1);
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(flow.drain()).noneMatch(Rfc8684Section333Test::fin);
    for (String answer : List.of("one", "two", "three")) {
      peer.engineWrites(answer);
      assertThat(peer.expectData(flow).text()).isEqualTo(answer);
      peer.ack(flow);
    }
    shutdown(peer);
    peer.takeDataFin(
        flow.drain().stream().filter(Rfc8684Section333Test::hasDataFin).findFirst().orElseThrow());
    peer.ack(flow);
    assertThat(flow.drain()).anyMatch(Rfc8684Section333Test::fin);
    flow.segment().option(peer.dataAck()).send();
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
    bench.assertReleased();
  }

  @Covers({"8684-3.3.3-02", "6824-3.3.3-02"})
  @BothVersions
  void lastSubflowThatThePeerEndedStaysOpenWhileDataIsOutstanding(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    int bytes = 40_000;
    peer.connection().write(ByteBuffer.allocate(bytes));
    bench.poll();
    // without a DATA_FIN: the connection itself is not closed
    flow.segment().flags("FA").option(peer.dataAck()).send();
    int taken = 0;
    for (int i = 0; i < 100 && taken < bytes; i++) {
      flow.segment().option(peer.dataAck(1 + taken)).send();
      bench.advance(10 * Bench.MILLI);
      for (Seen seen : flow.drain()) {
        assertThat(fin(seen)).as(seen.toString()).isFalse();
        taken += seen.payload().length;
      }
    }
    assertThat(taken).isEqualTo(bytes);
    flow.segment().option(peer.dataAck(1 + taken)).send();
    assertThat(flow.drain()).anyMatch(Rfc8684Section333Test::fin);
  }

  /** With another subflow at hand there is no reason to wait. */
  @BothVersions
  void endOfOneOfTwoSubflowsIsAnsweredAtOnce(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    second.drain();
    peer.engineWrites("outstanding");
    peer.flow().segment().ack(peer.flow().irs() + 1).flags("FA").option(peer.dataAck()).send();
    assertThat(peer.flow().drain()).anyMatch(Rfc8684Section333Test::fin);
  }

  /** The DATA_ACK of a DATA_FIN was lost, whatever became of the subflow since. */
  @BothVersions
  void dataFinThatComesAgainIsAcknowledgedAgain(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    peer.dataFin(flow);
    assertAckedAgain(peer, "half closed");
    shutdown(peer);
    Seen fin =
        flow.drain().stream().filter(Rfc8684Section333Test::hasDataFin).findFirst().orElseThrow();
    assertAckedAgain(peer, "DATA_FIN sent");
    peer.takeDataFin(fin);
    peer.ack(flow);
    assertThat(flow.waiting()).anyMatch(Rfc8684Section333Test::fin);
    int una = flow.rcvNxt();
    flow.drain();
    flow.segment().ack(una).option(peer.mapFin(1, 0, new byte[0])).send();
    assertAckedAgain(peer, "FIN-WAIT-1");
    assertAckedAgain(peer, "FIN-WAIT-2");
    flow.segment().flags("FA").option(peer.mapFin(1, 0, new byte[0])).send();
    assertAckedAgain(peer, "TIME-WAIT");
  }

  private static void assertAckedAgain(Peer peer, String when) {
    peer.flow().drain();
    peer.dataFin(peer.flow());
    List<Seen> answers = peer.flow().drain();
    assertThat(answers).as(when).isNotEmpty();
    assertThat(peer.acked(last(answers))).as(when).isEqualTo(2);
  }

  /** Far beyond the window it is not acceptable, as data there is not. */
  @BothVersions
  void dataFinOutOfTheWindowIsIgnored(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    flow.segment().option(peer.mapFin(500_000_000, 0, new byte[0])).send();
    byte[] bytes = Peer.bytes("far");
    flow.segment().option(peer.mapFin(400_000_000, flow.ssn(), bytes)).payload(bytes).send();
    peer.data(flow, "data");
    peer.dataFin(flow);
    assertThat(peer.recorder().text()).isEqualTo("data");
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.ackedSoon(flow)).isEqualTo(6);
  }
}
