package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.test.Covers;

/** Starting new subflows: RFC 6824, section 3.2. */
@BothVersions
class JoinTest {
  private final Bench bench = Bench.host();
  private final Peer peer;

  JoinTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void assertStillAlive() {
    int before = peer.recorder().bytes().length;
    peer.data(peer.flow(), "alive");
    assertThat(peer.recorder().text().substring(before)).isEqualTo("alive");
    assertThat(peer.connection().subflows()).hasSize(1);
  }

  @Covers({"6824-3.2-03", "8684-3.2-03"})
  @ParameterizedTest
  @CsvSource({"PEER_OPENS,false", "PEER_OPENS,true", "ENGINE_OPENS,false", "ENGINE_OPENS,true"})
  void peerJoins(Role role, boolean v6) {
    (v6 ? peer.v6().timestamps() : peer).establish(role).confirm();
    Flow second = peer.joins(7);
    assertThat(peer.recorder().events()).contains("up 1");
    assertThat(peer.connection().subflows()).hasSize(2);
    assertThat(peer.connection().subflows().get(1).state()).isEqualTo(SubflowState.ESTABLISHED);
    assertThat(peer.connection().subflows().get(1).zone()).isEqualTo("b");
    peer.data(second, "over the second");
    assertThat(peer.recorder().text()).isEqualTo("over the second");
  }

  @Covers("8684-3.9.2-01")
  @ParameterizedTest
  @CsvSource({"PEER_OPENS,false", "PEER_OPENS,true", "ENGINE_OPENS,false", "ENGINE_OPENS,true"})
  void engineJoins(Role role, boolean v6) {
    (v6 ? peer.v6().timestamps() : peer).establish(role).confirm();
    Flow second = peer.engineStartsJoin(false);
    MpJoinSyn join = peer.lastJoin();
    // "Host A will send Token-B (which is generated from Key-B)"
    assertThat(join.token()).isEqualTo(peer.crypto().token(peer.key()));
    assertThat(join.backup()).isFalse();
    // the initial subflow's address has ID 0
    assertThat(join.addressId()).isNotZero();
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(join, 1)).send();
    Seen third = second.expect("A");
    assertThat(third.option(MpJoinAck.class).hmac()).isEqualTo(peer.expectedAckHmac(join.nonce()));
    second.segment().option(peer.dataAck()).send();
    assertThat(peer.recorder().events()).contains("up 1");
    peer.data(second, "second");
    assertThat(peer.recorder().text()).isEqualTo("second");
  }

  @Test
  void backupBitGoesBothWays() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(true);
    assertThat(peer.lastJoin().backup()).isTrue();
    second.segment().flags("SA").option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    second.expect("A");
    second.segment().option(peer.dataAck()).send();
    assertThat(peer.connection().subflows())
        .extracting(Subflow::backup)
        .containsExactly(false, true);
    Flow third = peer.second(41_000);
    MpJoinSyn plain = peer.joinSyn(3);
    third.syn().option(new MpJoinSyn(true, 3, plain.token(), plain.nonce())).send();
    MpJoinSynAck answer = third.expect("SA").option(MpJoinSynAck.class);
    third.segment().option(peer.joinAck(answer)).send();
    assertThat(peer.connection().subflows())
        .extracting(Subflow::backup)
        .containsExactly(false, true, true);
  }

  @Covers({"6824-3.2-07", "8684-3.2-07"})
  @Test
  void unknownTokenIsRefused() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().option(new MpJoinSyn(false, 1, 0xBAD_CAFE, 1)).send();
    Seen reset = second.expect("RA");
    assertThat(reset.seq()).isZero();
    assertThat(reset.ack()).isEqualTo(second.iss() + 1);
    assertThat(bench.counter("MPTcpExtMPJoinNoTokenFound")).isEqualTo(1);
    assertStillAlive();
  }

  @Test
  void tokenOfThePeersOwnKeyIsUnknown() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().option(new MpJoinSyn(false, 1, peer.crypto().token(peer.key()), 1)).send();
    second.expect("RA");
    assertStillAlive();
  }

  @Test
  void tokenIsForgottenWithItsConnection() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.connection().abort();
    bench.poll();
    bench.advance(600 * Bench.SECOND);
    Flow second = peer.second(40_001);
    second.syn().option(peer.joinSyn(1)).send();
    second.expect("RA");
  }

  @Covers({"6824-3.2-12", "8684-3.2-13"})
  @Test
  void joinIsFoundByItsTokenAndNotByItsPort() {
    peer.establish(Role.PEER_OPENS).confirm();
    // "it is possible to allow any port pairs to be used for a connection"
    Flow second = bench.flow(1, Bench.at("10.0.2.2", 5), Bench.at("10.0.2.1", 65_535));
    second.syn().option(peer.joinSyn(2)).send();
    second.expect("SA").option(MpJoinSynAck.class);
  }

  @Covers({"6824-3.2-09", "8684-3.2-10"})
  @ParameterizedTest
  @ValueSource(ints = {0, 19})
  void wrongHmacInTheThirdAck(int octet) {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    byte[] hmac = HexFormat.of().parseHex(peer.joinAck(answer).hmac());
    hmac[octet] ^= 1;
    second.segment().option(new MpJoinAck(HexFormat.of().formatHex(hmac))).send();
    // "If Host B does not receive the expected HMAC ... it MUST close the subflow with a TCP RST"
    assertThat(second.expect().flags()).startsWith("R");
    assertThat(bench.counter("MPTcpExtMPJoinAckHMacFailure")).isEqualTo(1);
    assertThat(peer.recorder().events()).doesNotContain("up 1");
    assertStillAlive();
  }

  @Covers({"6824-3.2-09", "8684-3.2-10"})
  @Test
  void thirdAckWithoutMpJoin() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    second.expect("SA");
    second.segment().option(peer.dataAck()).send();
    // "or the MP_JOIN option is missing from the ACK, it MUST close the subflow with a TCP RST"
    assertThat(second.expect().flags()).startsWith("R");
    assertStillAlive();
  }

  @Covers({"6824-3.2-08", "8684-3.2-08"})
  @Test
  void wrongHmacInTheSynAck() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    MpJoinSynAck right = peer.joinSynAck(peer.lastJoin(), 1);
    MpJoinSynAck wrong = new MpJoinSynAck(false, 1, right.truncatedHmac() ^ 1, right.nonce());
    second.segment().flags("SA").option(wrong).send();
    // "Host A MUST close the subflow with a TCP RST"
    assertThat(second.expect().flags()).startsWith("R");
    assertThat(bench.counter("MPTcpExtMPJoinSynAckHMacFailure")).isEqualTo(1);
    assertStillAlive();
  }

  @Covers({"6824-3.2-10", "6824-3.2-11", "8684-3.2-11", "8684-3.2-12"})
  @Test
  void synAckWithoutMpJoin() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).send();
    // "If the SYN/ACK ... does not have an MP_JOIN option, Host A MUST close the subflow with a
    // RST"
    assertThat(second.expect().flags()).startsWith("R");
    assertStillAlive();
  }

  @Test
  void refusedJoinLeavesTheConnectionAlone() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("RA").seq(0).send();
    assertThat(peer.recorder().events()).noneMatch(event -> event.startsWith("closed"));
    assertStillAlive();
  }

  @Covers({"6824-3.2-05", "8684-3.2-05"})
  @Test
  void thirdAckIsSentAgainUntilTheFourthComes() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    String hmac = second.expect("A").option(MpJoinAck.class).hmac();
    // "the packet MUST be retransmitted if this ACK is not received"
    bench.advance(5 * Bench.SECOND);
    List<Seen> again = second.drain();
    assertThat(again).hasSizeGreaterThanOrEqualTo(2);
    assertThat(again)
        .allSatisfy(seen -> assertThat(seen.option(MpJoinAck.class).hmac()).isEqualTo(hmac));
    assertThat(peer.recorder().events()).doesNotContain("up 1");
    second.segment().option(peer.dataAck()).send();
    assertThat(peer.recorder().events()).contains("up 1");
    second.drain();
    bench.advance(5 * Bench.SECOND);
    second.expectNothing();
  }

  @Test
  void noDataBeforeTheFourthAck() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    peer.flow().window(65_535);
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    // far more than the first subflow's congestion window takes
    peer.connection().write(ByteBuffer.allocate(200_000));
    bench.poll();
    bench.advance(300 * Bench.MILLI);
    // "It is not permitted to send data while in the PRE_ESTABLISHED state"
    assertThat(second.drain()).allSatisfy(seen -> assertThat(seen.payload()).isEmpty());
    assertThat(peer.flow().drain()).anySatisfy(seen -> assertThat(seen.payload()).isNotEmpty());
    second.segment().option(peer.dataAck()).send();
    assertThat(second.drain()).anySatisfy(seen -> assertThat(seen.payload()).isNotEmpty());
  }

  @Test
  void twoJoinsAtOnceAreBothConfirmed() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    MpJoinSyn join = peer.lastJoin();
    Flow third = peer.engineStartsAnotherJoin();
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(join, 1)).send();
    third.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 2)).send();
    second.expect("A");
    third.expect("A");
    // both third ACKs are lost, and sent again
    bench.advance(5 * Bench.SECOND);
    assertThat(second.drain()).isNotEmpty();
    assertThat(third.drain()).isNotEmpty();
    second.segment().option(peer.dataAck()).send();
    third.segment().option(peer.dataAck()).send();
    assertThat(peer.recorder().events()).contains("up 1", "up 2");
  }

  @Test
  void joinWithoutAFourthAckEndsSometime() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow second = peer.engineStartsJoin(false);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    bench.advance(600 * Bench.SECOND);
    second.drain();
    assertStillAlive();
  }

  @Covers({"6824-3.2-04", "8684-3.2-04"})
  @Test
  void fourthAckIsSentAgainForARepeatedThird() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    // "receipt of this packet MUST trigger a regular TCP ACK in response"
    second.segment().option(peer.joinAck(answer)).send();
    second.expect("A");
    second.segment().option(peer.joinAck(answer)).send();
    second.expect("A");
    assertThat(peer.recorder().events().stream().filter("up 1"::equals)).hasSize(1);
  }

  @Test
  void joinBeforeTheThirdAckIsRefused() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    Flow second = peer.second(40_001);
    second.syn().option(peer.joinSyn(1)).send();
    second.expect("RA");
    peer.flow().segment().option(peer.capableAck()).send();
    assertStillAlive();
  }

  @Covers({"6824-3.1-05", "8684-3.1-13"})
  @Test
  void engineDoesNotJoinBeforeADssCame() {
    peer.establish(Role.ENGINE_OPENS);
    // "new subflows MUST NOT be established until a DSS option has been successfully received"
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), Bench.at("10.0.2.1", 0), Bench.at("10.0.2.2", 80));
    assertThatThrownBy(() -> peer.connection().openSubflow(target, false))
        .isInstanceOf(IllegalStateException.class);
    bench.advance(Bench.SECOND);
    assertThat(bench.takeSyn()).isNull();
    assertThat(peer.paths().events()).isEmpty();
  }

  @Covers({"6824-3.2-07", "8684-3.2-07"})
  @ParameterizedTest
  @EnumSource
  void limitOfSubflowsHolds(Role role) {
    peer.establish(role).confirm();
    for (int i = 1; i < peer.options().maxSubflows(); i++) {
      peer.joins(i);
    }
    Flow tooMany = peer.second(42_000);
    tooMany.syn().option(peer.joinSyn(99)).send();
    tooMany.expect("RA");
    assertThat(peer.connection().subflows()).hasSize(peer.options().maxSubflows());
  }

  @Test
  void synOfAJoinIsAnsweredAgain() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck first = second.expect("SA").option(MpJoinSynAck.class);
    second.syn().ssn(0).mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck again = second.expect("SA").option(MpJoinSynAck.class);
    assertThat(again).isEqualTo(first);
    second.segment().option(peer.joinAck(first)).send();
    assertThat(peer.recorder().events()).contains("up 1");
  }

  @Test
  void noncesAreFreshForEachJoin() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().option(peer.joinSyn(1)).send();
    Flow third = peer.second(40_002);
    third.syn().option(peer.joinSyn(2)).send();
    assertThat(second.expect("SA").option(MpJoinSynAck.class).nonce())
        .isNotEqualTo(third.expect("SA").option(MpJoinSynAck.class).nonce());
  }
}
