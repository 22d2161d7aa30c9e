package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.test.Covers;

/** Addresses and priorities that are signalled: RFC 6824, sections 3.3.8 and 3.4. */
@BothVersions
class SignalTest {
  private static final IpAddress V4 = IpAddress.of(Bench.at("192.0.2.7", 0).getAddress());
  private static final IpAddress V6 = IpAddress.of(Bench.at("2001:db8::7", 0).getAddress());

  private final Bench bench = Bench.host();
  private final MptcpVersion version;
  private final Peer peer;

  SignalTest(MptcpVersion version) {
    this.version = version;
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private AddAddr addAddr(int id, IpAddress address, int port) {
    return peer.addAddr(id, address.toString(), port);
  }

  private void announce(AddAddr option) {
    peer.flow().segment().option(option).send();
  }

  /**
   * "new subflows MUST NOT be established ... until a Data Sequence Signal (DSS) option has been
   * successfully received": an ADD_ADDR that comes before the first DSS waits for it.
   */
  @Test
  void anAddressAnnouncedBeforeTheFirstDssIsToldWithIt() {
    peer.establish(Role.ENGINE_OPENS);
    announce(addAddr(3, V4, 0));
    assertThat(peer.paths().events()).isEmpty();
    peer.flow().segment().option(peer.dataAck()).send();
    assertThat(peer.paths().events()).containsExactly("established", "announced 3 192.0.2.7 80");
  }

  private <T> Optional<T> find(Class<T> type, Flow flow) {
    for (Seen seen : flow.drain()) {
      for (Object option : seen.options()) {
        if (type.isInstance(option)) {
          assertThat(seen.payload()).as("payload beside " + option).isEmpty();
          return Optional.of(type.cast(option));
        }
      }
    }
    return Optional.empty();
  }

  @Covers({"6824-3.4.1-07", "8684-3.4.1-08"})
  @ParameterizedTest
  @EnumSource
  void addressesOfThePeerComeToThePathManager(Role role) {
    peer.establish(role).confirm();
    announce(addAddr(3, V4, 0));
    announce(addAddr(4, V4, 8080));
    announce(addAddr(5, V6, 0));
    announce(addAddr(6, V6, 443));
    String port = role == Role.ENGINE_OPENS ? "80" : "40000";
    // "If no port is specified, MPTCP SHOULD attempt to connect ... on the same port as is already
    // in use by the subflow"
    assertThat(peer.paths().events())
        .contains(
            "announced 3 192.0.2.7 " + port,
            "announced 4 192.0.2.7 8080",
            "announced 5 2001:db8:0:0:0:0:0:7 " + port,
            "announced 6 2001:db8:0:0:0:0:0:7 443");
  }

  @Test
  void severalAddressesInOneSegment() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    IpAddress other = IpAddress.of(Bench.at("192.0.2.8", 0).getAddress());
    peer.flow().segment().option(addAddr(3, V4, 0)).option(addAddr(4, other, 0)).send();
    assertThat(peer.paths().events())
        .contains("announced 3 192.0.2.7 80", "announced 4 192.0.2.8 80");
  }

  @Covers("6824-3.4.1-13")
  @Test
  void repeatedAnnouncementIsTakenOnce() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    announce(addAddr(3, V4, 0));
    announce(addAddr(3, V4, 0));
    // "the Address MUST be the same as previously assigned to this Address ID ... the receiver
    // SHOULD silently ignore the ADD_ADDR"
    announce(addAddr(3, V6, 0));
    assertThat(peer.paths().events().stream().filter(e -> e.startsWith("announced"))).hasSize(1);
  }

  @Covers({"6824-3.4.1-01", "8684-3.4.1-01"})
  @Test
  void announcementOutsideTheWindowIsIgnored() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    // "the receiver MUST undertake standard TCP validity checks before acting upon it"
    peer.flow().segment().ssn(200_000_000).option(addAddr(3, V4, 0)).send();
    peer.flow().segment().ack(peer.flow().irs() + 90_000_000).option(addAddr(3, V4, 0)).send();
    assertThat(peer.paths().events()).containsExactly("established");
    peer.flow().drain();
  }

  @ParameterizedTest
  @CsvSource({"10.0.2.1,0", "10.0.2.1,8080", "fd00:2::1,0", "fd00:2::1,443"})
  void engineAnnouncesItsAddress(String address, int port) {
    peer.timestamps().establish(Role.PEER_OPENS).confirm();
    peer.paths().paths().announce(Bench.at(address, port));
    bench.poll();
    bench.advance(Bench.MILLI);
    AddAddr option = find(AddAddr.class, peer.flow()).orElseThrow();
    assertThat(option).isEqualTo(peer.expectedAddAddr(option.id(), address, port));
    assertThat(option.id()).isNotZero();
  }

  @Test
  void announcementsSurviveDataThatIsUnderWay() {
    peer.timestamps().establish(Role.PEER_OPENS).confirm();
    peer.connection().write(ByteBuffer.allocate(100_000));
    peer.paths().paths().announce(Bench.at("10.0.2.1", 0));
    bench.advance(Bench.SECOND);
    assertThat(find(AddAddr.class, peer.flow())).isPresent();
  }

  @Test
  void addressIdOfAnAnnouncedAddressIsThatOfItsJoin() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.paths().paths().announce(Bench.at("10.0.2.1", 0));
    bench.advance(Bench.MILLI);
    int id = find(AddAddr.class, peer.flow()).orElseThrow().id();
    peer.engineStartsJoin(false);
    // "allows correlation between new subflow setup attempts and address signaling"
    assertThat(peer.lastJoin().addressId()).isEqualTo(id);
  }

  @Test
  void withdrawnAddressIsRemovedAndItsSubflowsClosed() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.engineJoins();
    second.drain();
    peer.paths().paths().withdraw(Bench.at("10.0.2.1", 0));
    bench.poll();
    bench.advance(Bench.MILLI);
    RemoveAddr option = find(RemoveAddr.class, peer.flow()).orElseThrow();
    assertThat(option.ids()).containsExactly(peer.lastJoin().addressId());
    // "SHOULD trigger the sending of RSTs by both hosts on the affected subflow(s)"
    List<Seen> onSecond = second.drain();
    assertThat(onSecond).anyMatch(s -> s.flags().contains("R") || s.flags().contains("F"));
  }

  @Covers({"6824-3.4.2-05", "8684-3.4.2-09"})
  @ParameterizedTest
  @EnumSource
  void removedAddressClosesItsSubflow(Role role) {
    peer.establish(role).confirm();
    Flow second = peer.joins(9);
    announce(addAddr(9, IpAddress.of(second.peer().getAddress()), 0));
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(60 * Bench.SECOND); // a keep-alive may come first
    assertThat(second.drain()).anyMatch(seen -> seen.flags().contains("R"));
    assertThat(peer.connection().subflows()).hasSize(1);
    assertThat(peer.paths().events()).contains("removed 9");
    peer.data(peer.flow(), "goes on");
    assertThat(peer.recorder().text()).isEqualTo("goes on");
  }

  @Covers({"6824-3.4.1-03", "8684-3.4.1-03"})
  @Test
  void removedAddressThatWasOnlyKnownFromItsJoin() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(9);
    // "All address IDs learnt via either MP_JOIN or ADD_ADDR"
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(60 * Bench.SECOND);
    assertThat(second.drain()).anyMatch(seen -> seen.flags().contains("R"));
    assertThat(peer.connection().subflows()).hasSize(1);
  }

  @Test
  void removalOfAnUnknownAddressIsIgnored() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.joins(9);
    // "Remove request for unknown address ID: silently ignore"
    peer.flow().segment().option(new RemoveAddr(List.of(17, 18, 255))).send();
    bench.advance(10 * Bench.SECOND);
    assertThat(peer.connection().subflows()).hasSize(2);
    assertThat(peer.paths().events()).noneMatch(event -> event.startsWith("removed"));
  }

  @Test
  void severalRemovalsInOneOption() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.joins(8);
    peer.joins(9);
    peer.flow().segment().option(new RemoveAddr(List.of(8, 9))).send();
    bench.advance(60 * Bench.SECOND);
    assertThat(peer.connection().subflows()).hasSize(1);
  }

  @Test
  void removedAddressMayBeAnnouncedAgain() {
    peer.establish(Role.PEER_OPENS).confirm();
    announce(addAddr(3, V4, 0));
    peer.flow().segment().option(new RemoveAddr(List.of(3))).send();
    announce(addAddr(3, V6, 0));
    assertThat(peer.paths().events())
        .contains("removed 3", "announced 3 2001:db8:0:0:0:0:0:7 40000");
  }

  @Test
  void priorityOfTheSubflowThatCarriesIt() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.segment().option(new MpPrio(true, false, 0)).send();
    assertThat(peer.connection().subflows().get(1).backup()).isTrue();
    assertThat(peer.connection().subflows().get(0).backup()).isFalse();
    second.segment().option(new MpPrio(false, false, 0)).send();
    assertThat(peer.connection().subflows().get(1).backup()).isFalse();
  }

  @Test
  void priorityOfAnotherSubflowByItsAddressId() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.joins(6);
    // "applies the given setting of B to all subflows ... that use the address identified"; the
    // MP_PRIO of version 1 has no address
    boolean named = version == MptcpVersion.V0;
    peer.flow().segment().option(new MpPrio(true, true, 6)).send();
    assertThat(peer.connection().subflows().get(1).backup()).isEqualTo(named);
    assertThat(peer.connection().subflows().get(0).backup()).isFalse();
    peer.flow().segment().option(new MpPrio(true, true, 0)).send();
    assertThat(peer.connection().subflows().get(0).backup()).isEqualTo(named);
    peer.flow().segment().option(new MpPrio(false, true, 77)).send();
    assertThat(peer.connection().subflows().get(1).backup()).isEqualTo(named);
  }

  @Test
  void engineSaysItsPriorityOnTheSubflow() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.drain();
    peer.connection().subflows().get(1).setBackup(true);
    bench.poll();
    assertThat(find(MpPrio.class, second)).contains(new MpPrio(true, false, 0));
    peer.flow().expectNothing();
  }

  @Covers({"6824-3-02", "6824-3.4.1-17", "6824-4-03", "8684-3-02", "8684-3.4.1-18", "8684-4-03"})
  @Test
  void noMoreThanTwoDuplicateAcksInARowForSignals() {
    peer.establish(Role.PEER_OPENS).confirm();
    for (int i = 0; i < 6; i++) {
      peer.paths().paths().announce(Bench.at("10.0.2." + (10 + i), 0));
    }
    bench.poll();
    // "SHOULD NOT send more than two duplicate ACKs in a row for the purposes of sending MPTCP
    // options alone"
    assertThat(peer.flow().drain()).hasSizeLessThanOrEqualTo(2);
    bench.advance(10 * Bench.SECOND);
  }

  @Test
  void signalThatDoesNotFitBesideADataFinWaits() {
    peer.timestamps().establish(Role.PEER_OPENS).confirm();
    peer.connection().shutdownOutput();
    peer.paths().paths().announce(Bench.at("fd00:2::1", 443));
    bench.poll();
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().drain()).hasSizeLessThan(250);
  }

  @Covers({"6824-3-01", "6824-3.4.1-16", "6824-4-02", "8684-3-01", "8684-3.4.1-17", "8684-4-02"})
  @Test
  void duplicateAcksWithSignalsAreNoSignOfCongestion() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.connection().write(ByteBuffer.allocate(10_000));
    bench.poll();
    int sent = peer.flow().waiting().size();
    int una = peer.flow().waiting().get(0).seq();
    // "MUST NOT treat it as a signal of congestion"
    for (int id = 3; id < 9; id++) {
      peer.flow().segment().ack(una).option(addAddr(id, V4, 1000 + id)).send();
    }
    // version 1 answers each with an echo
    assertThat(peer.flow().waiting()).filteredOn(seen -> seen.length() > 0).hasSize(sent);
    assertThat(peer.connection().subflows().get(0).bytesRetransmitted()).isZero();
  }
}
