package org.mptcp4j.impl.mptcp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.ResetReason;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpTcpRst;
import org.mptcp4j.test.Covers;

/** Joins at odd times and places: RFC 6824 and RFC 8684, section 3.2. */
class JoinEdgesTest {
  private final Bench bench = Bench.host();

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Peer connected(MptcpVersion version, Role role) {
    return new Peer(bench).version(version).establish(role).confirm();
  }

  private void assertRefused(Peer peer) {
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    Seen answer = second.expect("RA");
    assertThat(answer.ack()).isEqualTo(second.iss() + 1);
    second.expectNothing();
    if (peer.version() == MptcpVersion.V0) {
      assertThat(answer.options()).isEmpty();
    } else {
      // "containing a MP_TCPRST option (Section 3.6) with a 'MPTCP specific error' reason code"
      assertThat(answer.option(MpTcpRst.class).reason()).isEqualTo(ResetReason.MPTCP_ERROR.code());
    }
  }

  @Covers({"8684-3.2-07", "6824-3.2-07"})
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void tokenOfAConnectionThatFellBack(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version).establish(Role.PEER_OPENS);
    peer.flow().segment().payload("plain").send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertRefused(peer);
    peer.flow().segment().payload(" still").send();
    assertThat(peer.recorder().text()).isEqualTo("plain still");
  }

  @Covers({"8684-3.2-07", "6824-3.2-07"})
  @ParameterizedTest
  @CsvSource({"V0,abort", "V0,close", "V1,abort", "V1,close"})
  void tokenOfAConnectionThatEnded(MptcpVersion version, String how) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    if (how.equals("abort")) {
      peer.connection().abort();
      bench.poll();
    } else {
      peer.connection().close();
      bench.poll();
      peer.takeDataFin(flow.expect("A"));
      peer.dataFin(flow);
      peer.skip(1);
      peer.ack(flow);
      bench.advance(10 * Bench.MILLI);
    }
    flow.drain();
    assertThat(peer.recorder().closed()).isNotNull();
    assertRefused(peer);
  }

  /** One DATA_FIN leaves the other direction open: a join may still carry it. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void joinWhileOneDirectionIsClosed(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.dataFin(peer.flow());
    peer.skip(1);
    Flow second = peer.joins(1);
    second.drain();
    peer.flow().drain();
    peer.flow().segment().flags("R").send();
    peer.engineWrites("over the second");
    bench.advance(Bench.SECOND);
    assertThat(peer.expectData(second).text()).isEqualTo("over the second");
    peer.ack(second);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(15);
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void tokenIsCheckedWhereBothSidesOpenAtOnce(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.engineStartsJoin(false);
    MpJoinSyn right = peer.joinSyn(1);
    second
        .segment()
        .flags("S")
        .seq(second.iss())
        .mss(1460)
        .option(new MpJoinSyn(false, 1, right.token() ^ 1, right.nonce()))
        .send();
    assertThat(second.drain()).noneMatch(seen -> seen.flags().equals("SA"));
    // and the handshake that this side began goes on
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    assertThat(second.expect("A").option(MpJoinAck.class).hmac())
        .isEqualTo(peer.expectedAckHmac(peer.lastJoin().nonce()));
    second.segment().option(peer.dataAck()).send();
    assertThat(peer.connection().subflows()).hasSize(2);
  }

  /** "standard TCP simultaneous open logic should take care of this situation" (section 3.9.2). */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void bothSidesJoinOverTheSamePortsAtOnce(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.engineStartsJoin(false);
    MpJoinSyn ours = peer.lastJoin();
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    Seen answer = second.expect("SA");
    MpJoinSynAck hmac = answer.option(MpJoinSynAck.class);
    assertThat(hmac.nonce()).isEqualTo(ours.nonce());
    assertThat(hmac.truncatedHmac()).isEqualTo(peer.expectedSynAckHmac(ours.nonce()));
    second.segment().flags("SA").seq(second.iss()).option(peer.joinSynAck(ours, 1)).send();
    assertThat(second.expect("A").option(MpJoinAck.class).hmac())
        .isEqualTo(peer.expectedAckHmac(ours.nonce()));
    second.segment().option(peer.joinAck(hmac)).send();
    assertThat(peer.connection().subflows()).hasSize(2);
    second.drain();
    peer.data(second, "over both");
    assertThat(peer.recorder().text()).isEqualTo("over both");
  }

  // IPv4 and IPv6 in one connection

  @ParameterizedTest
  @CsvSource({"V0,false", "V0,true", "V1,false", "V1,true"})
  void peerJoinsOverTheOtherFamily(MptcpVersion version, boolean v6First) {
    Peer peer = mixed(version, v6First);
    Flow second = bench.flow(1, other(v6First, false, 40_001), other(v6First, true, Bench.PORT));
    second.syn().mss(1440).option(peer.joinSyn(1)).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    assertThat(answer.truncatedHmac()).isEqualTo(peer.expectedSynAckHmac(answer.nonce()));
    second.segment().option(peer.joinAck(answer)).send();
    second.expect("A");
    assertBothCarry(peer, second);
  }

  @ParameterizedTest
  @CsvSource({"V0,false", "V0,true", "V1,false", "V1,true"})
  void engineJoinsOverTheOtherFamily(MptcpVersion version, boolean v6First) {
    Peer peer = mixed(version, v6First);
    // the peer says where: signalling addresses in other families "can only be done explicitly"
    peer.flow()
        .segment()
        .option(peer.addAddr(1, other(v6First, false, 0).getAddress().getHostAddress(), 81))
        .send();
    assertThat(peer.paths().events()).anyMatch(event -> event.startsWith("announced 1 "));
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), other(v6First, true, 0), other(v6First, false, 81));
    peer.connection().openSubflow(target, true);
    bench.poll();
    Seen syn = bench.takeSyn();
    MpJoinSyn join = syn.option(MpJoinSyn.class);
    assertThat(join.backup()).isTrue();
    Flow second = bench.flow(1, syn.to(), syn.from()).opened(syn);
    second.segment().flags("SA").mss(1440).option(peer.joinSynAck(join, 1)).send();
    assertThat(second.expect("A").option(MpJoinAck.class).hmac())
        .isEqualTo(peer.expectedAckHmac(join.nonce()));
    second.segment().option(peer.dataAck()).send();
    assertBothCarry(peer, second);
  }

  private Peer mixed(MptcpVersion version, boolean v6First) {
    Peer peer = new Peer(bench).version(version);
    peer.options(peer.options().withChecksum(true));
    if (v6First) {
      peer.v6();
    }
    return peer.establish(Role.PEER_OPENS).confirm();
  }

  private static InetSocketAddress other(boolean v6First, boolean engine, int port) {
    String last = engine ? "1" : "2";
    return Bench.at((v6First ? "10.0.2." : "fd00:2::") + last, port);
  }

  private void assertBothCarry(Peer peer, Flow second) {
    second.drain();
    peer.data(peer.flow(), "one,");
    peer.data(second, "two,");
    peer.data(peer.flow(), "three");
    assertThat(peer.recorder().text()).isEqualTo("one,two,three");
    peer.flow().drain();
    second.drain();
    peer.flow().segment().flags("R").send();
    peer.engineWrites("back");
    bench.advance(Bench.SECOND);
    assertThat(peer.expectData(second).text()).isEqualTo("back");
    peer.ack(second);
    assertThat(peer.connection().subflows()).hasSize(1);
  }
}
