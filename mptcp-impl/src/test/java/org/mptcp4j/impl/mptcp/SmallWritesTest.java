package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;

/** The Nagle algorithm of a subflow holds the connection's data back: RFC 9293, 3.7.4. */
@BothVersions
class SmallWritesTest {
  private final Bench bench = Bench.host();
  private final Peer peer;

  SmallWritesTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private List<Integer> lengths(Flow on) {
    return on.drain().stream().map(seen -> seen.payload().length).toList();
  }

  @Test
  void theRestOfAWriteWaitsForTheAcknowledgment() {
    peer.options(peer.options().withTcp(peer.options().tcp().withNoDelay(false)));
    peer.establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    peer.engineWrites("x".repeat(2_000));
    // "buffer all user data ... until the outstanding data has been acknowledged or until the TCP
    // endpoint can send a full-sized segment"
    Seen full = peer.expectData(flow);
    assertThat(full.payload().length).isBetween(1_000, 1_460);
    assertThat(lengths(flow)).isEmpty();
    peer.ack(flow);
    assertThat(lengths(flow)).containsExactly(2_000 - full.payload().length);
  }

  @Test
  void withoutItTheRestLeavesAtOnce() {
    peer.options(peer.options().withTcp(peer.options().tcp().withNoDelay(true)));
    peer.establish(Role.PEER_OPENS).confirm();
    peer.engineWrites("x".repeat(2_000));
    assertThat(lengths(peer.flow())).hasSize(2);
  }
}
