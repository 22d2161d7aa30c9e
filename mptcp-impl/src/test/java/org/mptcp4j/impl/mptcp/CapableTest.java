package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Crypto;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.test.Covers;

/** The MP_CAPABLE handshake where both sides have it: RFC 6824, section 3.1. */
class CapableTest {
  private static final int CHECKSUM = 0x80;
  private static final int SHA1 = 0x01;

  private final Bench bench = Bench.host();
  private final Peer peer = new Peer(bench);

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  @Test
  void synCarriesTheKeyOfTheInitiator() {
    peer.start(Role.ENGINE_OPENS);
    assertThat(peer.remoteKey()).isNotZero();
  }

  @Covers({"6824-3.1-07", "6824-3.1-09", "6824-3.1-10"})
  @Test
  void initiatorProposesSha1AndNothingElse() {
    peer.start(Role.ENGINE_OPENS);
    bench.advance(Bench.SECOND); // the SYN again
    MpCapable again = peer.flow().expect("S").capable();
    assertThat(again).isEqualTo(new MpCapable(0, SHA1, 12, peer.remoteKey(), 0, 0, 0));
  }

  @Test
  void synAckCarriesTheKeyOfTheListener() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    MpCapable answer = peer.flow().expect("SA").capable();
    assertThat(answer.version()).isZero();
    assertThat(answer.flags()).isEqualTo(SHA1);
    assertThat(answer.length()).isEqualTo(12);
    assertThat(answer.senderKey()).isNotZero().isNotEqualTo(peer.key());
  }

  @Covers({"6824-3.1-16", "6824-3.1-17"})
  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void thirdAckCarriesBothKeysAndTheDecisionOnChecksums(boolean ours, boolean theirs) {
    peer.options(peer.options().withChecksum(ours));
    if (theirs) {
      peer.wantsChecksum();
    }
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).option(peer.capable()).send();
    Seen third = peer.flow().expect("A");
    // "if either host requires the use of checksums, checksums MUST be used"
    int flags = SHA1 | (ours || theirs ? CHECKSUM : 0);
    assertThat(third.capable())
        .isEqualTo(new MpCapable(0, flags, 20, peer.remoteKey(), peer.key(), 0, 0));
    assertThat(third.has(Dss.class)).isFalse();
    assertThat(third.payload()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesAreMultipathAfterwards(Role role) {
    peer.establish(role).confirm();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.V0);
    assertThat(peer.connection().info().fallback()).isEmpty();
    assertThat(peer.paths().events()).containsExactly("established");
  }

  @ParameterizedTest
  @EnumSource
  void worksOverIpv6WithTimestamps(Role role) {
    peer.v6().timestamps().establish(role).confirm();
    peer.data(peer.flow(), "over IPv6");
    assertThat(peer.recorder().text()).isEqualTo("over IPv6");
    peer.engineWrites("and back");
    assertThat(peer.expectData(peer.flow()).text()).isEqualTo("and back");
  }

  @Test
  void keyTokenAndIdsnAreTheOnesOfSha1() {
    // SHA-1 of eight octets 0 is 05fe405753166f125559e7c9ac558654f107c7e9
    assertThat(Crypto.SHA1.token(0)).isEqualTo(0x05fe4057);
    assertThat(Crypto.SHA1.idsn(0)).isEqualTo(0xac558654f107c7e9L);
  }

  @ParameterizedTest
  @EnumSource
  void firstByteHasTheNumberAfterTheIdsn(Role role) {
    peer.establish(role).confirm();
    peer.engineWrites("x");
    // "The SYN with MP_CAPABLE occupies the first octet of Data Sequence Space"
    assertThat(peer.mapped(peer.expectData(peer.flow()))).isEqualTo(1);
    peer.data(peer.flow(), "y");
    assertThat(peer.recorder().text()).isEqualTo("y");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(2);
  }

  @Covers("6824-3.1-02")
  @Test
  void keysOfTwoConnectionsDiffer() {
    Peer first = new Peer(bench).port(81).establish(Role.ENGINE_OPENS);
    Peer second = new Peer(bench).port(82).establish(Role.ENGINE_OPENS);
    assertThat(first.remoteKey()).isNotEqualTo(second.remoteKey());
  }

  @Covers("6824-3.6-02")
  @ParameterizedTest
  @EnumSource
  void everySegmentHasAMappingUntilADataAckCame(Role role) {
    peer.establish(role);
    if (role == Role.PEER_OPENS) {
      peer.confirm();
    }
    peer.engineWrites("a".repeat(4000));
    // "A sender MUST include a DSS option with Data Sequence Mapping in every segment until ..."
    for (int got = 0; got < 4000; ) {
      Seen seen = peer.flow().expectData();
      assertThat(seen.dss().flags() & DssLayout.MAPPING).isNotZero();
      got += seen.payload().length;
    }
  }

  @Test
  void lostThirdAckIsSentAgainWhenTheSynAckComesAgain() {
    peer.establish(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").ssn(0).mss(1460).option(peer.capable()).send();
    Seen again = peer.flow().expect("A");
    assertThat(again.capable().length()).isEqualTo(20);
    assertThat(again.capable().receiverKey()).isEqualTo(peer.key());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listenerIsMultipathWhereTheThirdAckIsLostAndDataHasADss(boolean wide) {
    peer.wide(wide, wide).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().option(peer.capableAck()).lose();
    peer.data(peer.flow(), "hello");
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.V0);
    assertThat(peer.recorder().text()).isEqualTo("hello");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(6);
  }

  @Test
  void initiatorTakesDataOfAPeerThatSpeaksFirst() {
    peer.establish(Role.ENGINE_OPENS);
    peer.data(peer.flow(), "greeting");
    assertThat(peer.recorder().text()).isEqualTo("greeting");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(9);
  }

  @Test
  void repeatedThirdAckIsHarmless() {
    peer.establish(Role.PEER_OPENS);
    peer.flow().segment().option(peer.capableAck()).send();
    peer.flow().segment().option(peer.capableAck()).send();
    peer.data(peer.flow(), "data");
    assertThat(peer.recorder().text()).isEqualTo("data");
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.V0);
  }

  @Covers("6824-3.1-19")
  @Test
  void synWithoutMpCapableGetsAnAnswerWithout() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).send();
    // "If a SYN does not contain a MP_CAPABLE option, the SYN/ACK MUST NOT contain one"
    assertThat(peer.flow().expect("SA").has(MptcpOption.MpCapable.class)).isFalse();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
  }
}
