package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.test.Covers;

/** Ports, and what is not tried again: section 3.9 (3.8 of RFC 6824). */
class Rfc8684Section39Test extends RfcScript {
  private static final long HOUR = 3600 * Bench.SECOND;

  @Covers({
    "8684-3.9.1-01", "8684-3.9.1-02", "8684-3.9.1-03",
    "6824-3.8.1-01", "6824-3.8.1-02", "6824-3.8.1-03"
  })
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void subflowsHaveThePortsOfTheFirst(MptcpVersion version, Role role) {
    Peer peer = connected(version, role);
    int remote = peer.flow().peer().getPort();
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), Bench.at("10.0.2.1", 0), Bench.at("10.0.2.2", remote));
    assertThat(peer.paths().paths().open(target, false)).isTrue();
    bench.poll();
    Seen syn = bench.takeSyn();
    assertThat(syn.from().getPort()).isEqualTo(peer.flow().local().getPort());
    assertThat(syn.to().getPort()).isEqualTo(remote);
  }

  @Covers({"8684-3.9.1-02", "6824-3.8.1-02"})
  @BothVersions
  void pathManagerOfHostsJoinsThePortOfTheFirst(MptcpVersion version) {
    Peer peer = host(version);
    Seen syn = bench.takeSyn();
    assertThat(syn.to()).isEqualTo(peer.flow().peer());
    assertThat(syn.from().getAddress()).isEqualTo(Bench.at("10.0.2.1", 0).getAddress());
  }

  private Peer host(MptcpVersion version) {
    Peer peer = peer(version).pathManager(PathManagerProvider.named("host"));
    return peer.establish(Role.ENGINE_OPENS).confirm();
  }

  @Covers({"8684-3.4.1-13", "8684-3.9.3-03", "6824-3.4.1-15", "6824-3.8.3-03"})
  @BothVersions
  void addressThatFailedIsTriedAgainOnlyWhenItIsAnnouncedAnew(MptcpVersion version) {
    Peer peer = host(version);
    bench.takeSyn();
    peer.flow().segment().option(peer.addAddr(3, "10.0.2.2", 8080)).send();
    Seen syn = bench.takeSyn();
    assertThat(syn.to()).isEqualTo(Bench.at("10.0.2.2", 8080));
    Flow refused = bench.flow(1, syn.to(), syn.from()).opened(syn);
    refused.segment().flags("RA").seq(0).send();
    // neither by itself nor because the same announcement was under way twice
    for (int i = 0; i < 24; i++) {
      bench.advance(HOUR);
      peer.ack(peer.flow());
      assertThat(bench.drain()).noneMatch(seen -> seen.to().getPort() == 8080);
    }
    peer.flow().segment().option(peer.addAddr(3, "10.0.2.2", 8080)).send();
    assertThat(bench.drain())
        .anyMatch(seen -> seen.flags().equals("S") && seen.to().getPort() == 8080);
  }
}
