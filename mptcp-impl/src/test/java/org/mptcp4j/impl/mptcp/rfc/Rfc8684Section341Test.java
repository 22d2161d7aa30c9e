package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.test.Covers;

/** Addresses that are announced: section 3.4.1. */
class Rfc8684Section341Test extends RfcScript {
  /** All signals of addresses that come within a while; each announcement is echoed at once. */
  private List<MptcpOption> signals(Peer peer) {
    List<MptcpOption> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bench.advance(20 * Bench.MILLI);
      for (Seen seen : peer.flow().drain()) {
        for (MptcpOption option : seen.options()) {
          if (option instanceof RemoveAddr) {
            all.add(option);
          } else if (option instanceof AddAddr added && !added.echo()) {
            all.add(option);
            if (peer.version() == MptcpVersion.V1) {
              peer.flow().segment().option(peer.echo(added)).send();
            }
          }
        }
      }
    }
    return all;
  }

  private static void announce(Peer peer, String address, int port) {
    peer.paths().paths().announce(Bench.at(address, port));
  }

  private static List<String> announced(Peer peer) {
    return peer.paths().events().stream().filter(event -> event.startsWith("announced")).toList();
  }

  @Covers({"8684-3.4.1-02", "8684-3.4.1-12", "6824-3.4.1-02", "6824-3.4.1-08"})
  @BothVersions
  void eachAddressHasAnIdOfItsOwn(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    announce(peer, "10.0.2.1", 0);
    announce(peer, "fd00:2::1", 0);
    announce(peer, "fd00:1::1", 0);
    List<Integer> ids =
        signals(peer).stream().map(option -> ((AddAddr) option).id()).distinct().toList();
    // three addresses, and none is that of the initial subflow
    assertThat(ids).hasSize(3).doesNotContain(0);
  }

  @Covers({"8684-3.4.1-14", "6824-3.4.1-11", "6824-3.4.1-12"})
  @BothVersions
  void anotherPortOfAnAddressHasTheSameId(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    announce(peer, "10.0.2.1", 0);
    announce(peer, "10.0.2.1", 8080);
    List<MptcpOption> both = signals(peer);
    assertThat(both).hasSize(2);
    AddAddr first = (AddAddr) both.get(0);
    AddAddr second = (AddAddr) both.get(1);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.lo()).isEqualTo(first.lo());
    assertThat(second.port()).isNotEqualTo(first.port());
  }

  @Covers({"8684-3.4.1-14", "8684-3.4.1-16", "6824-3.4.1-11", "6824-3.4.1-14"})
  @BothVersions
  void idIsRemovedBeforeItStandsForAnotherAddress(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    List<MptcpOption> all = new ArrayList<>();
    // some that stay
    for (String address : List.of("fd00:1::1", "fd00:2::1", "10.0.2.254")) {
      announce(peer, address, 0);
    }
    all.addAll(signals(peer));
    // and more addresses than there are IDs
    for (int i = 1; i < 300; i++) {
      String address = "10.0." + (2 + i / 200) + "." + (1 + i % 200);
      announce(peer, address, 0);
      bench.poll();
      if (i % 3 != 0) {
        all.addAll(signals(peer));
      }
      peer.paths().paths().withdraw(Bench.at(address, 0));
      if (i % 5 != 0) {
        all.addAll(signals(peer));
      }
    }
    Map<Integer, Long> addresses = new HashMap<>();
    int reused = 0;
    Map<Integer, Long> everUsed = new HashMap<>();
    for (MptcpOption option : all) {
      if (option instanceof RemoveAddr removed) {
        removed.ids().forEach(addresses::remove);
      } else if (option instanceof AddAddr added) {
        Long before = addresses.put(added.id(), added.lo());
        assertThat(before == null || before == added.lo()).as(added.toString()).isTrue();
        Long ever = everUsed.put(added.id(), added.lo());
        reused += ever != null && ever != added.lo() ? 1 : 0;
      }
    }
    assertThat(reused).as("IDs that got another address").isPositive();
  }

  @Covers({"8684-3.4.1-04", "8684-3.4.1-05", "6824-3.4.1-04", "6824-3.4.1-05"})
  @BothVersions
  void advertisementsAreSoftState(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    // more than are kept: what is dropped costs nothing but the path
    for (int id = 1; id < 200; id++) {
      peer.flow().segment().option(peer.addAddr(id, "192.0.2." + id, 0)).send();
    }
    int kept = announced(peer).size();
    assertThat(kept).isBetween(1, 100);
    assertMultipath(peer, peer.flow());
    // what was removed makes room, and what was dropped can be said again
    peer.flow().segment().option(new RemoveAddr(List.of(1))).send();
    peer.flow().segment().option(peer.addAddr(199, "192.0.2.199", 0)).send();
    assertThat(announced(peer)).hasSize(kept + 1).last().asString().contains("192.0.2.199");
  }

  @Covers("8684-3.4.1-07")
  @Test
  void addressesOfAnotherFamilyAreKept() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    peer.flow().segment().option(peer.addAddr(3, "2001:db8::7", 443)).send();
    assertThat(announced(peer)).containsExactly("announced 3 2001:db8:0:0:0:0:0:7 443");
  }

  @Covers({"8684-3.4.1-08", "6824-3.4.1-07"})
  @BothVersions
  void portOfTheInitialSubflowWhereNoneWasSaid(MptcpVersion version) {
    Peer peer = connected(version, Role.ENGINE_OPENS);
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 0)).send();
    peer.flow().segment().option(peer.addAddr(4, "192.0.2.8", 8080)).send();
    assertThat(announced(peer))
        .containsExactly("announced 3 192.0.2.7 80", "announced 4 192.0.2.8 8080");
  }

  @Covers("8684-3.4.1-15")
  @Test
  void anotherPortOfAKnownAddressIsToldToo() {
    Peer peer = connected(MptcpVersion.V1, Role.ENGINE_OPENS);
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 0)).send();
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 8080)).send();
    assertThat(announced(peer))
        .containsExactly("announced 3 192.0.2.7 80", "announced 3 192.0.2.7 8080");
  }

  @Covers("6824-3.4.1-13")
  @Test
  void announcementOfAKnownIdWithAnotherAddressIsIgnored() {
    Peer peer = connected(MptcpVersion.V0, Role.ENGINE_OPENS);
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 0)).send();
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.8", 0)).send();
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.8", 8080)).send();
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 0)).send();
    assertThat(announced(peer)).containsExactly("announced 3 192.0.2.7 80");
  }

  @Covers("8684-3.4.1-09")
  @Test
  void announcementWithAWrongHmacIsIgnored() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    AddAddr right = peer.addAddr(3, "192.0.2.7", 0);
    AddAddr wrong = new AddAddr(1, false, 3, false, 0, right.lo(), 0, right.hmac() ^ 1);
    AddAddr moved = new AddAddr(1, false, 3, false, 0, right.lo() + 1, 0, right.hmac());
    AddAddr old = new AddAddr(0, false, 3, false, 0, right.lo(), 0, 0);
    for (AddAddr bad : List.of(wrong, moved, old)) {
      peer.flow().segment().option(bad).send();
      bench.advance(Bench.SECOND);
      assertThat(announced(peer)).isEmpty();
      // "silently": no echo either
      assertThat(peer.flow().drain()).noneMatch(seen -> seen.has(AddAddr.class));
    }
    peer.flow().segment().option(right).send();
    assertThat(announced(peer)).hasSize(1);
  }

  /** A peer that is busy with one announcement may drop the next, as Linux does. */
  @Test
  void theNextAnnouncementWaitsForTheEchoOfTheLast() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    for (int i = 1; i <= 3; i++) {
      announce(peer, "10.0.2." + i, 0);
    }
    for (int i = 1; i <= 3; i++) {
      bench.advance(100 * Bench.MILLI);
      List<Seen> added =
          peer.flow().drain().stream().filter(seen -> seen.has(AddAddr.class)).toList();
      assertThat(added).as("announcement " + i).hasSize(1);
      peer.flow().segment().option(peer.echo(added.get(0).option(AddAddr.class))).send();
    }
    bench.advance(100 * Bench.SECOND);
    assertThat(peer.flow().drain()).noneMatch(seen -> seen.has(AddAddr.class));
  }

  @Test
  void announcementsWithoutAnyEchoAreNotHeldUpForLong() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    for (int i = 1; i <= 3; i++) {
      announce(peer, "10.0.2." + i, 0);
    }
    bench.advance(2 * Bench.SECOND);
    assertThat(peer.flow().drain().stream().filter(seen -> seen.has(AddAddr.class)))
        .extracting(seen -> seen.option(AddAddr.class).id())
        .doesNotHaveDuplicates()
        .hasSize(3);
  }

  @Covers("8684-3.4.1-10")
  @Test
  void unassignedBitsAreZero() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    announce(peer, "10.0.2.1", 8080);
    bench.advance(Bench.MILLI);
    peer.flow().segment().option(peer.addAddr(3, "192.0.2.7", 0)).send();
    bench.advance(Bench.SECOND);
    List<Seen> all = peer.flow().drain().stream().filter(seen -> seen.has(AddAddr.class)).toList();
    assertThat(all).hasSize(2);
    for (Seen seen : all) {
      int echo = seen.option(AddAddr.class).echo() ? 1 : 0;
      assertThat(octets(seen, ADD_ADDR)[2]).isEqualTo((byte) (ADD_ADDR << 4 | echo));
    }
  }

  @Covers("8684-3.4.1-11")
  @Test
  void unassignedBitsAreIgnored() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    AddAddr right = peer.addAddr(3, "192.0.2.7", 0);
    int[] octets = new int[16];
    ByteBuffer written = ByteBuffer.allocate(16);
    right.writeTo(written);
    for (int i = 0; i < 16; i++) {
      octets[i] = written.get(i) & 0xFF;
    }
    octets[2] |= 0x0E;
    peer.flow().segment().raw(octets).send();
    assertThat(announced(peer)).containsExactly("announced 3 192.0.2.7 40000");
  }
}
