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
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;

/** What a user is told of a connection's life, in its order and with reasons. */
@BothVersions
class EventsTest {
  private static final String ESTABLISHED = "MPTcpExtMPCurrEstab";

  private final Bench bench = Bench.host();
  private final Peer peer;

  EventsTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
    assertThat(bench.counter(ESTABLISHED)).isZero();
  }

  @Test
  void lifeOfAConnection() {
    peer.establish(Role.PEER_OPENS).confirm();
    assertThat(bench.counter(ESTABLISHED)).isEqualTo(1);
    Flow second = peer.joins(1);
    second.drain();
    peer.flow().segment().option(peer.addAddr(7, "10.0.9.9", 99)).send();
    second.segment().option(new MpPrio(true, false, 0)).option(peer.dataAck()).send();
    peer.flow().segment().option(new RemoveAddr(List.of(7))).send();
    second.segment().flags("R").send();
    peer.flow().segment().option(new MpFastclose(peer.remoteKey())).send();
    assertThat(peer.recorder().events())
        .containsExactly(
            "established",
            "up 1",
            "announced 7 10.0.9.9:99",
            "priority 1 backup",
            "removed 7",
            "down 1 RESET",
            "closed RESET");
    assertThat(peer.recorder().closed().detail()).isEqualTo("MP_FASTCLOSE from the peer");
  }

  @Test
  void fallbackOfTheHandshake() {
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).send();
    assertThat(peer.recorder().events())
        .containsExactly("fallback: SYN+ACK without MP_CAPABLE", "established");
    assertThat(bench.counter("MPTcpExtMPCapableFallbackSYNACK")).isEqualTo(1);
  }

  @Test
  void fallbackByTheFirstData() {
    peer.establish(Role.PEER_OPENS);
    assertThat(bench.counter(ESTABLISHED)).isEqualTo(1);
    peer.flow().segment().payload("without a DSS").send();
    assertThat(peer.recorder().events())
        .containsExactly("established", "fallback: data without DSS");
    assertThat(bench.counter("MPTcpExtMPCapableDataFallback")).isEqualTo(1);
    assertThat(bench.counter(ESTABLISHED)).isZero();
  }

  @Test
  void reasonOfTheEnd() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    second.expect("SA");
    // no MP_JOIN in the third ACK
    second.segment().send();
    assertThat(peer.recorder().events()).contains("down 1 PROTOCOL_ERROR");
    peer.connection().abort();
    bench.poll();
    assertThat(peer.recorder().events()).endsWith("closed ABORTED");
    assertThat(peer.recorder().closed().detail()).isEqualTo("aborted by this side");
  }

  @Test
  void dataLevelIsCounted() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    byte[] one = {1};
    flow.segment().option(peer.map(9, flow.ssn(), one)).payload(one).send();
    flow.segment().option(peer.map(5, flow.ssn(), one)).payload(one).send();
    flow.segment().option(peer.map(7, flow.ssn(), one)).payload(one).send();
    assertThat(bench.counter("MPTcpExtOFOQueue")).isEqualTo(3);
    assertThat(bench.counter("MPTcpExtOFOQueueTail")).isEqualTo(1);
    flow.segment().option(peer.map(7, flow.ssn(), one)).payload(one).send();
    assertThat(bench.counter("MPTcpExtDuplicateData")).isEqualTo(1);
    peer.engineWrites("swallowed");
    peer.expectData(flow);
    flow.segment().option(peer.dataAck(1)).send();
    bench.advance(2 * Bench.SECOND);
    assertThat(bench.counter("MPTcpExtMPTCPRetrans")).isPositive();
  }
}
