package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.test.Covers;

/** Options that were lost and data that was changed: section 3.7 (3.6 of RFC 6824). */
class Rfc8684Section37Test extends RfcScript {
  private Peer checked(MptcpVersion version) {
    return peer(version).wantsChecksum().establish(Role.PEER_OPENS).confirm();
  }

  private static Dss touched(Dss dss) {
    return new Dss(
        dss.flags(),
        dss.dataAck(),
        dss.dsn(),
        dss.subflowSequence(),
        dss.dataLevelLength(),
        true,
        dss.checksum() ^ 0x0100);
  }

  private static Dss infinite(Peer peer, long position, int ssn) {
    return new Dss(
        DssLayout.MAPPING | DssLayout.DSN_64, 0, peer.idsn() + position, ssn, 0, false, 0);
  }

  @Covers({"8684-3.7-02", "6824-3.6-02"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void everySegmentHasAMappingUntilADataAckCame(MptcpVersion version, Role role) {
    Peer peer = peer(version).establish(role);
    if (version == MptcpVersion.V0 && role == Role.PEER_OPENS) {
      peer.confirm();
    }
    peer.engineWrites("a".repeat(4000));
    bench.advance(10 * Bench.SECOND);
    List<Seen> all = data(peer.flow());
    // retransmissions among them
    assertThat(all.stream().mapToInt(seen -> seen.payload().length).sum()).isGreaterThan(4000);
    for (Seen seen : all) {
      assertThat(peer.mapping(seen).flags() & DssLayout.MAPPING).as(seen.toString()).isNotZero();
    }
  }

  @Covers({"8684-3.7-05", "6824-3.6-04"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void initialSubflowWhoseDataIsAcknowledgedWithoutADataAckIsPlain(
      MptcpVersion version, Role role) {
    Peer peer = peer(version).establish(role);
    peer.engineWrites("first");
    peer.flow().expectData();
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    // "one final data sequence mapping, with the Data-Level Length value of 0"
    peer.engineWrites("second");
    Seen last = peer.flow().expectData();
    assertThat(last.text()).isEqualTo("second");
    assertThat(last.dss().flags() & DssLayout.MAPPING).isNotZero();
    assertThat(last.dss().dataLevelLength()).isZero();
    assertThat(peer.mapped(last) - last.dss().subflowSequence()).isZero();
    peer.flow().segment().send();
    assertPlain(peer);
  }

  @Covers({"8684-3.7-08", "8684-3.7-09", "6824-3.6-05", "6824-3.6-06"})
  @BothVersions
  void nothingBehindFailedDataIsTakenFromThatSubflow(MptcpVersion version) {
    Peer peer = checked(version);
    Flow second = peer.joins(1);
    second.drain();
    peer.data(peer.flow(), "good,");
    byte[] failed = Peer.bytes("touched,");
    byte[] behind = Peer.bytes("behind");
    long at = peer.sndNxt();
    int ssn = second.ssn();
    Dss next = peer.map(at + failed.length, ssn + failed.length, behind);
    second.segment().ssn(ssn + failed.length).option(next).payload(behind).send();
    second.segment().option(touched(peer.map(at, ssn, failed))).payload(failed).send();
    Seen reset = second.drain().stream().filter(RfcScript::reset).findFirst().orElseThrow();
    assertThat(reset.option(MpFail.class).dsn()).isEqualTo(peer.idsn() + at);
    assertThat(peer.recorder().text()).isEqualTo("good,");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(at);
    peer.data(peer.flow(), "touched,");
    assertThat(peer.recorder().text()).isEqualTo("good,touched,");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(at + failed.length);
    assertMultipath(peer, peer.flow());
  }

  @Covers({"8684-3.7-09", "6824-3.6-06"})
  @BothVersions
  void failedDataOfTheOnlySubflowIsNotAcknowledged(MptcpVersion version) {
    Peer peer = checked(version);
    Flow flow = peer.flow();
    peer.data(flow, "good,");
    flow.drain();
    long at = peer.sndNxt();
    byte[] bytes = Peer.bytes("touched");
    flow.segment().option(touched(peer.map(at, flow.ssn(), bytes))).payload(bytes).send();
    bench.advance(Bench.SECOND);
    List<Seen> answers = flow.drain();
    Seen fail = answers.stream().filter(seen -> seen.has(MpFail.class)).findFirst().orElseThrow();
    assertThat(fail.option(MpFail.class).dsn()).isEqualTo(peer.idsn() + at);
    assertThat(answers)
        .filteredOn(seen -> seen.has(Dss.class))
        .allMatch(seen -> peer.acked(seen) <= at);
    assertThat(peer.recorder().text()).isEqualTo("good,");
  }

  @Covers({"8684-3.7-11", "8684-3.7-12", "6824-3.6-07", "6824-3.6-08"})
  @BothVersions
  void failedDataThatIsNotContiguousResetsTheOnlySubflow(MptcpVersion version) {
    Peer peer = checked(version);
    Flow second = peer.joins(1);
    second.drain();
    // what the second subflow carried was lost with it: a hole of five bytes at the data level
    second.segment().flags("R").send();
    Flow flow = peer.flow();
    flow.drain();
    byte[] bytes = Peer.bytes("touched");
    flow.segment().option(touched(peer.map(6, flow.ssn(), bytes))).payload(bytes).send();
    Seen reset = flow.drain().stream().filter(RfcScript::reset).findFirst().orElseThrow();
    assertThat(reset.option(MpFail.class).dsn()).isEqualTo(peer.idsn() + 6);
    assertThat(peer.recorder().text()).isEmpty();
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  @Covers({"8684-3.7-15", "6824-3.6-11"})
  @BothVersions
  void onlyTheSubflowsAcksCountAfterAnInfiniteMapping(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.ENGINE_OPENS);
    peer.engineWrites("first");
    peer.flow().expectData();
    peer.flow().segment().send();
    peer.engineWrites("second");
    int una = peer.flow().rcvNxt();
    assertThat(peer.flow().expectData().dss().dataLevelLength()).isZero();
    assertThat(peer.connection().info().bufferedToSend()).isEqualTo(6);
    peer.flow().segment().ack(una).option(peer.dataAck(12)).send();
    assertThat(peer.connection().info().bufferedToSend()).isEqualTo(6);
    peer.flow().segment().send();
    assertThat(peer.connection().info().bufferedToSend()).isZero();
  }

  @Covers({"8684-3.7-16", "6824-3.6-12"})
  @BothVersions
  void noDataAckFollowsAnInfiniteMapping(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.data(peer.flow(), "mapped,");
    peer.flow().drain();
    peer.flow().segment().option(infinite(peer, 8, peer.flow().ssn())).payload("unmapped,").send();
    peer.flow().segment().payload("more").send();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().text()).isEqualTo("mapped,unmapped,more");
    assertThat(peer.flow().drain()).isNotEmpty().allMatch(seen -> seen.options().isEmpty());
    assertPlain(peer);
  }

  @Covers({"8684-3.7-17", "6824-3.6-13"})
  @BothVersions
  void plainTcpStaysPlain(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS);
    peer.flow().segment().payload("plain,").send();
    byte[] bytes = Peer.bytes("with a DSS");
    peer.flow().segment().option(peer.map(7, peer.flow().ssn(), bytes)).payload(bytes).send();
    assertThat(peer.recorder().text()).isEqualTo("plain,with a DSS");
    Flow other = peer.second(40_001);
    other.syn().option(peer.joinSyn(1)).send();
    assertThat(reset(other.expect())).isTrue();
    assertPlain(peer);
  }

  @Covers({"8684-3.7-03", "6824-3.6-03"})
  @BothVersions
  void joinedSubflowWhoseDataIsAcknowledgedWithoutADataAckIsReset(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    second.drain();
    peer.connection().subflows().get(0).setBackup(true);
    bench.poll();
    peer.engineWrites("over the second");
    assertThat(data(second)).isNotEmpty();
    second.segment().send();
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    // the data goes over the other one
    bench.advance(5 * Bench.SECOND);
    List<Seen> again = data(peer.flow());
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).text()).isEqualTo("over the second");
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  @Covers("8684-3.7-10")
  @Test
  void mpFailIsAnsweredWithMpFailAndPlainTcp() {
    Peer peer = checked(MptcpVersion.V1);
    Flow flow = peer.flow();
    assertMultipath(peer, flow);
    peer.engineWrites("touched");
    Seen sent = peer.expectData(flow);
    flow.segment().ack(sent.seq()).option(new MpFail(peer.remoteIdsn() + peer.mapped(sent))).send();
    bench.advance(5 * Bench.SECOND);
    List<Seen> answers = flow.drain();
    assertThat(answers).anyMatch(seen -> seen.has(MpFail.class));
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    // "an infinite mapping ... on the first new packet"
    flow.segment().send();
    peer.engineWrites("new");
    assertThat(last(data(flow)).dss().dataLevelLength()).isZero();
    flow.segment().send();
    assertPlain(peer);
  }

  @Covers({"8684-3.7-13", "6824-3.6-09"})
  @BothVersions
  void anotherSubflowCarriesWhatTheFailedOneDidNot(MptcpVersion version) {
    Peer peer = checked(version);
    peer.engineWrites("touched on its way");
    Seen sent = peer.expectData(peer.flow());
    MpFail fail = new MpFail(peer.remoteIdsn() + peer.mapped(sent));
    peer.flow().segment().flags("R").option(fail).send();
    assertThat(peer.recorder().closed()).isNull();
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    second.expect("A");
    second.segment().option(peer.dataAck(1)).send();
    bench.advance(Bench.SECOND);
    List<Seen> again = data(second);
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).text()).isEqualTo("touched on its way");
    assertThat(peer.mapped(again.get(0))).isEqualTo(1);
  }

  /** Flag F is not what the checksum covers, but the length is: what it ends must be right. */
  @BothVersions
  void dataFinWithAWrongChecksumDoesNotCount(MptcpVersion version) {
    Peer peer = checked(version);
    Flow second = peer.joins(1);
    second.drain();
    byte[] bytes = Peer.bytes("whole");
    Dss right = peer.map(1, second.ssn(), bytes);
    int flags = right.flags() | DssLayout.DATA_FIN;
    Dss touched =
        new Dss(
            flags,
            right.dataAck(),
            right.dsn(),
            right.subflowSequence(),
            5,
            true,
            right.checksum());
    second.segment().option(touched).payload(bytes).send();
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    peer.data(peer.flow(), "whole");
    peer.data(peer.flow(), ", and more");
    assertThat(peer.recorder().text()).isEqualTo("whole, and more");
    assertThat(peer.recorder().ended()).isFalse();
  }
}
