package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.TcpOptions.KeepAlive;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;

/** Keep-alive (RFC 9293, section 3.8.4) of subflows, each by itself. */
@BothVersions
class KeepAliveTest {
  private static final KeepAlive TEN_SECONDS =
      new KeepAlive(10 * Bench.SECOND, 2 * Bench.SECOND, 3);

  private final Bench bench = Bench.host();
  private final Peer peer;

  KeepAliveTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void establish() {
    TcpOptions tcp = TcpOptions.defaults().withKeepAlive(TEN_SECONDS);
    peer.options(peer.options().withTcp(tcp)).establish(Role.PEER_OPENS).confirm();
  }

  @Test
  void aSubflowThatDiedSilentlyEndsAndTheOtherGoesOn() {
    establish();
    Flow first = peer.flow();
    Flow second = peer.joins(1);
    second.drain();
    for (int i = 0; i < 4; i++) {
      peer.ack(first);
      bench.advance(5 * Bench.SECOND);
      first.drain();
    }
    List<Seen> seen = second.drain();
    assertThat(seen).hasSize(4);
    assertThat(seen.subList(0, 3)).allMatch(probe -> probe.payload().length == 0);
    assertThat(seen.get(3).flags()).contains("R");
    assertThat(peer.connection().info().subflows()).isEqualTo(1);
    assertThat(peer.recorder().closed()).isNull();
    peer.data(first, "hello");
    assertThat(peer.recorder().text()).isEqualTo("hello");
  }

  @Test
  void theConnectionEndsWithItsLastSubflow() {
    establish();
    bench.advance(30 * Bench.SECOND);
    peer.flow().drain();
    assertThat(peer.connection().info().subflows()).isZero();
    assertThat(peer.recorder().closed()).as("a subflow may come yet").isNull();
    bench.advance(60 * Bench.SECOND);
    assertThat(peer.recorder().closed().toString()).contains("TIMED_OUT");
  }
}
