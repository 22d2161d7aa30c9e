package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.test.Covers;

/** The three packets that start another subflow, and what goes wrong there: section 3.2. */
class Rfc8684Section32Test extends RfcScript {
  private Peer connected(MptcpVersion version) {
    return connected(version, Role.PEER_OPENS);
  }

  /** The SYN and the SYN+ACK of a subflow that the peer starts. */
  private static MpJoinSynAck half(Peer peer, Flow second) {
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    return second.expect("SA").option(MpJoinSynAck.class);
  }

  private static void assertRefused(Flow second) {
    assertThat(second.drain()).isNotEmpty().anyMatch(RfcScript::reset);
  }

  private void assertOneSubflow(Peer peer) {
    assertThat(peer.recorder().events()).doesNotContain("up 1");
    assertThat(peer.connection().subflows()).hasSize(1);
    assertMultipath(peer, peer.flow());
  }

  @Covers({"8684-3.2-01", "6824-3.2-01"})
  @BothVersions
  void addressIdOfAnOwnSubflowIsThatOfItsAddress(MptcpVersion version) {
    Peer peer = connected(version);
    Flow ours = peer.engineJoins();
    int id = peer.lastJoin().addressId();
    peer.paths().paths().withdraw(ours.local());
    bench.advance(Bench.SECOND);
    List<Seen> signals =
        peer.flow().drain().stream().filter(seen -> seen.has(RemoveAddr.class)).toList();
    assertThat(signals).isNotEmpty();
    assertThat(signals.get(0).option(RemoveAddr.class).ids()).containsExactly(id);
  }

  @Covers({"8684-3.2-01", "8684-3.4.1-03", "6824-3.2-01", "6824-3.4.1-03"})
  @BothVersions
  void addressIdOfThePeersSubflowIsRemembered(MptcpVersion version) {
    Peer peer = connected(version);
    Flow theirs = peer.joins(9);
    peer.joins(8);
    peer.flow().segment().option(new RemoveAddr(List.of(9))).send();
    bench.advance(60 * Bench.SECOND);
    assertThat(theirs.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.connection().subflows()).hasSize(2);
  }

  @Covers({"8684-3.2-02", "8684-3.2-06", "6824-3.2-02", "6824-3.2-06"})
  @BothVersions
  void reservedBitsAreZero(MptcpVersion version) {
    Peer peer = connected(version);
    Flow theirs = peer.second(40_001);
    theirs.syn().mss(1460).option(peer.joinSyn(1)).send();
    assertThat(octets(theirs.expect("SA"), MP_JOIN)[2]).isEqualTo((byte) (MP_JOIN << 4));
    Flow ours = peer.engineStartsJoin(false);
    bench.advance(2 * Bench.SECOND);
    assertThat(octets(ours.expect("S"), MP_JOIN)[2]).isEqualTo((byte) (MP_JOIN << 4));
    ours.drain();
    ours.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    byte[] third = octets(ours.expect("A"), MP_JOIN);
    assertThat(third[2]).isEqualTo((byte) (MP_JOIN << 4));
    assertThat(third[3]).isZero();
  }

  @Covers({"8684-3.2-03", "6824-3.2-03"})
  @BothVersions
  void validTokenIsAnsweredWithANonceAndAnHmac(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.second(40_001);
    MpJoinSynAck answer = half(peer, second);
    assertThat(answer.truncatedHmac()).isEqualTo(peer.expectedSynAckHmac(answer.nonce()));
    Flow third = peer.second(40_002);
    third.syn().mss(1460).option(new MpJoinSyn(false, 2, peer.joinSyn(2).token(), 4711)).send();
    MpJoinSynAck another = third.expect("SA").option(MpJoinSynAck.class);
    assertThat(another.nonce()).isNotEqualTo(answer.nonce());
  }

  @Covers({"8684-3.2-04", "6824-3.2-04"})
  @BothVersions
  void eachThirdAckTriggersAFourth(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.second(40_001);
    MpJoinSynAck answer = half(peer, second);
    for (int i = 0; i < 3; i++) {
      second.segment().option(peer.joinAck(answer)).send();
      second.expect("A");
      second.expectNothing();
    }
    peer.data(second, "taken");
    assertThat(peer.recorder().text()).isEqualTo("taken");
  }

  @Covers({"8684-3.2-05", "6824-3.2-05"})
  @BothVersions
  void thirdAckIsSentUntilTheFourthComesAndNoDataBefore(MptcpVersion version) {
    Peer peer = connected(version, Role.ENGINE_OPENS);
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    peer.engineWrites("x".repeat(50_000));
    bench.advance(4 * Bench.SECOND);
    List<Seen> acks = second.drain();
    assertThat(acks)
        .hasSizeGreaterThan(1)
        .allMatch(seen -> seen.has(MpJoinAck.class) && seen.payload().length == 0);
    second.segment().option(peer.dataAck()).send();
    bench.advance(20 * Bench.SECOND);
    assertThat(second.drain()).noneMatch(seen -> seen.has(MpJoinAck.class));
    assertThat(peer.recorder().events()).contains("up 1");
  }

  @Covers({"8684-3.2-07", "6824-3.2-07"})
  @BothVersions
  void unknownToken(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.second(40_001);
    second.syn().option(new MpJoinSyn(false, 1, 0xBAD_CAFE, 1)).send();
    assertThat(reset(second.expect())).isTrue();
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-07", "6824-3.2-07"})
  @BothVersions
  void joinBeyondTheLimit(MptcpVersion version) {
    Peer peer = peer(version);
    peer.options(peer.options().withMaxSubflows(1)).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().option(peer.joinSyn(1)).send();
    assertThat(reset(second.expect())).isTrue();
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-08", "8684-3.9.3-02", "6824-3.2-08", "6824-3.8.3-02"})
  @BothVersions
  void wrongHmacInTheSynAck(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.engineStartsJoin(false);
    MpJoinSynAck right = peer.joinSynAck(peer.lastJoin(), 1);
    MpJoinSynAck wrong = new MpJoinSynAck(false, 1, right.truncatedHmac() ^ 1, right.nonce());
    second.segment().flags("SA").mss(1460).option(wrong).send();
    assertRefused(second);
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-10", "8684-3.9.3-02", "6824-3.2-09", "6824-3.8.3-02"})
  @ParameterizedTest
  @CsvSource({"V0,0", "V0,19", "V1,0", "V1,19"})
  void wrongHmacInTheThirdAck(MptcpVersion version, int octet) {
    Peer peer = connected(version);
    Flow second = peer.second(40_001);
    byte[] hmac = HexFormat.of().parseHex(peer.joinAck(half(peer, second)).hmac());
    hmac[octet] ^= 1;
    second.segment().option(new MpJoinAck(HexFormat.of().formatHex(hmac))).send();
    assertRefused(second);
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-10", "6824-3.2-09"})
  @BothVersions
  void thirdAckWithoutTheOption(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.second(40_001);
    half(peer, second);
    second.segment().option(peer.dataAck()).send();
    assertRefused(second);
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-11", "8684-3.2-12", "6824-3.2-10", "6824-3.2-11"})
  @BothVersions
  void synAckWithoutTheOption(MptcpVersion version) {
    Peer peer = connected(version);
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).send();
    assertRefused(second);
    assertOneSubflow(peer);
  }

  @Covers({"8684-3.2-13", "6824-3.2-12"})
  @BothVersions
  void synIsFoundByItsTokenAndNotByItsPort(MptcpVersion version) {
    Peer peer = connected(version);
    Peer other = peer(version).key(77).port(81).establish(Role.PEER_OPENS).confirm();
    // to the other connection's port: the token alone says which one it joins
    Flow second = bench.flow(1, Bench.at("10.0.2.2", 5), Bench.at("10.0.2.1", 81));
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    second.segment().option(peer.joinAck(answer)).send();
    assertThat(peer.connection().subflows()).hasSize(2);
    assertThat(other.connection().subflows()).hasSize(1);
    // and where nobody listens
    Flow third = bench.flow(1, Bench.at("10.0.2.2", 6), Bench.at("10.0.2.1", 9));
    third.syn().mss(1460).option(peer.joinSyn(2)).send();
    third.expect("SA").option(MpJoinSynAck.class);
  }
}
