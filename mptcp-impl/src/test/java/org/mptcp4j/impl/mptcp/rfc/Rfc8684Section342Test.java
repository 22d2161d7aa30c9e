package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.test.Covers;

/** Addresses that are withdrawn: section 3.4.2. */
class Rfc8684Section342Test extends RfcScript {
  private static boolean removes(Seen seen) {
    return seen.has(RemoveAddr.class);
  }

  @Covers({"8684-3.4.2-01", "8684-3.4.2-09", "6824-3.4.2-01", "6824-3.4.2-05"})
  @BothVersions
  void withdrawnAddressIsAnnouncedAndItsSubflowsAreReset(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.engineJoins();
    second.drain();
    peer.paths().paths().withdraw(second.local());
    bench.advance(Bench.SECOND);
    List<Seen> signals =
        peer.flow().drain().stream().filter(Rfc8684Section342Test::removes).toList();
    assertThat(signals).isNotEmpty();
    assertThat(signals.get(0).option(RemoveAddr.class).ids())
        .containsExactly(peer.lastJoin().addressId());
    assertThat(second.drain()).anyMatch(RfcScript::reset);
  }

  @Covers("8684-3.4.2-02")
  @Test
  void addressThatIsNotInUseIsWithdrawnToo() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    peer.paths().paths().announce(Bench.at("10.0.2.1", 0));
    bench.advance(Bench.SECOND);
    peer.flow().drain();
    peer.paths().paths().withdraw(Bench.at("10.0.2.1", 0));
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().drain()).anyMatch(Rfc8684Section342Test::removes);
  }

  @Covers({"8684-3.4.2-04", "8684-3.4.2-05", "6824-3.4.2-02", "6824-3.4.2-03"})
  @BothVersions
  void pathThatAnswersAKeepAliveIsNotRemoved(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(9);
    second.drain();
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(Bench.MILLI);
    // "a segment with an unacceptable sequence number": RFC 1122, section 4.2.3.6
    List<Seen> probes = second.drain();
    assertThat(probes).isNotEmpty().noneMatch(RfcScript::reset);
    assertThat(probes.get(0).seq()).isEqualTo(second.rcvNxt() - 1);
    second.segment().option(peer.dataAck()).send();
    bench.advance(120 * Bench.SECOND);
    assertThat(second.drain()).noneMatch(RfcScript::reset);
    peer.data(second, "alive");
    assertThat(peer.recorder().text()).isEqualTo("alive");
  }

  @Covers("8684-3.4.2-06")
  @Test
  void removedAddressIsNotUsedForNewSubflows() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    peer.flow().segment().option(peer.addAddr(9, "10.0.2.2", 0)).send();
    Flow second = peer.joins(9);
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(Bench.SECOND);
    second.drain();
    second.segment().option(peer.dataAck()).send();
    bench.advance(60 * Bench.SECOND);
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), Bench.at("10.0.2.1", 0), Bench.at("10.0.2.2", 8080));
    assertThat(peer.paths().paths().open(target, false)).isFalse();
  }

  @Covers({"8684-3.4.2-09", "6824-3.4.2-05"})
  @BothVersions
  void pathThatIsSilentIsReset(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(9);
    second.drain();
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(60 * Bench.SECOND);
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.connection().subflows()).hasSize(1);
    assertMultipath(peer, peer.flow());
  }

  @Covers({"8684-3.4.2-10", "6824-3.4.2-06"})
  @BothVersions
  void functioningSubflowIsClosedWithAFin(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.engineJoins();
    second.drain();
    peer.connection().subflows().get(1).close();
    bench.poll();
    bench.advance(Bench.SECOND);
    List<Seen> all = second.drain();
    assertThat(all).anyMatch(seen -> seen.flags().equals("FA")).noneMatch(RfcScript::reset);
    second.segment().flags("FA").option(peer.dataAck()).send();
    bench.advance(Bench.SECOND);
    all.addAll(peer.flow().drain());
    assertThat(all).noneMatch(Rfc8684Section342Test::removes);
    assertMultipath(peer, peer.flow());
  }

  @Covers("8684-3.4.2-03")
  @Test
  void addressThatStillWorksMayBeWithdrawn() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    Flow second = peer.engineJoins();
    peer.data(second, "works");
    second.drain();
    // make before break: the application wants the path no longer
    peer.paths().paths().withdraw(second.local());
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().drain()).anyMatch(Rfc8684Section342Test::removes);
    assertMultipath(peer, peer.flow());
  }

  @Covers("8684-3.4.2-07")
  @Test
  void pathMayBeRetiredByItsPriorityFirst() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    Flow second = peer.engineJoins();
    second.drain();
    peer.paths().paths().setBackup(second.local().getAddress(), true);
    bench.advance(Bench.SECOND);
    assertThat(second.drain()).anyMatch(seen -> seen.has(MpPrio.class));
    peer.paths().paths().withdraw(second.local());
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().drain()).anyMatch(Rfc8684Section342Test::removes);
  }
}
