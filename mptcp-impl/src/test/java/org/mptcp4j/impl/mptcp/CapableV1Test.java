package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Crypto;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.test.Covers;

/** RFC 8684, section 3.1: the handshake of version 1, as far as it is not that of version 0. */
class CapableV1Test {
  private static final int CHECKSUM = 0x80;
  private static final int EXTENSION = 0x40;
  private static final int NO_JOIN = 0x20;
  private static final int SHA256 = 0x01;

  private final Bench bench = Bench.host();
  private final Peer peer = new Peer(bench).version(1);

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private static MpCapable capable(int version, int flags, int length, long key) {
    return new MpCapable(version, flags, length, key, 0, 0, 0);
  }

  private MptcpVersion negotiated() {
    return peer.connection().info().version();
  }

  private String fallback() {
    return peer.connection().info().fallback().orElse("none");
  }

  // the three segments

  @Covers({"8684-3.1-15", "8684-3.1-18", "8684-3.1-19"})
  @Test
  void synIsFourOctetsWithoutAKey() {
    peer.start(Role.ENGINE_OPENS);
    bench.advance(Bench.SECOND);
    // "SYN (A->B): only the first four octets (Length = 4)"
    assertThat(peer.flow().expect("S").capable()).isEqualTo(capable(1, SHA256, 4, 0));
  }

  @Covers({"8684-3.1-15", "8684-3.1-18", "8684-3.1-19"})
  @Test
  void synAckHasTheKeyOfTheListener() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    MpCapable answer = peer.flow().expect("SA").capable();
    assertThat(answer).isEqualTo(capable(1, SHA256, 12, answer.senderKey()));
    assertThat(answer.senderKey()).isNotZero();
  }

  @Covers("8684-3.1-11")
  @Test
  void thirdAckHasBothKeys() {
    peer.establish(Role.ENGINE_OPENS);
    assertThat(peer.remoteKey()).isNotZero();
    peer.flow().segment().flags("SA").ssn(0).mss(1460).option(peer.capable()).send();
    assertThat(peer.flow().expect("A").capable())
        .isEqualTo(new MpCapable(1, SHA256, 20, peer.remoteKey(), peer.key(), 0, 0));
  }

  @Test
  void tokenAndIdsnAreTheOnesOfSha256() {
    // SHA-256 of eight octets 0: af5570f5 a1810b7a f78caf4b c70a660f 0df51e42 baf91d4d e5b2328d
    // e0e83dfc
    assertThat(Crypto.SHA256.token(0)).isEqualTo(0xaf5570f5);
    assertThat(Crypto.SHA256.idsn(0)).isEqualTo(0xe5b2328de0e83dfcL);
  }

  // data in the first window

  @Covers("8684-3.7-02")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firstDataHasMpCapableInPlaceOfTheDss(boolean checksum) {
    peer.options(peer.options().withChecksum(checksum)).establish(Role.ENGINE_OPENS);
    peer.engineWrites("a".repeat(3000));
    Seen first = peer.expectData(peer.flow());
    assertThat(first.capable().length()).isEqualTo(checksum ? 24 : 22);
    assertThat(first.capable().flags()).isEqualTo(SHA256 | (checksum ? CHECKSUM : 0));
    assertThat(first.capable().senderKey()).isEqualTo(peer.remoteKey());
    assertThat(first.capable().receiverKey()).isEqualTo(peer.key());
    assertThat(first.capable().dataLevelLength()).isEqualTo(first.payload().length);
    assertThat(first.has(Dss.class)).isFalse();
    Seen second = peer.expectData(peer.flow());
    assertThat(second.has(MpCapable.class)).isFalse();
    assertThat(peer.mapped(second)).isEqualTo(1 + first.payload().length);
  }

  @Test
  void lostFirstDataComesAgainWithItsKeys() {
    peer.establish(Role.ENGINE_OPENS);
    peer.engineWrites("hello");
    Seen first = peer.expectData(peer.flow());
    bench.advance(2 * Bench.SECOND);
    Seen again = peer.flow().expectData();
    assertThat(again.capable()).isEqualTo(first.capable());
    peer.ack(peer.flow());
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(5);
  }

  @Test
  void initiatorThatGotADssMapsItsFirstDataWithADss() {
    peer.establish(Role.ENGINE_OPENS);
    // "the reliable delivery of the ACK+MP_CAPABLE can be inferred by the receipt of this data"
    peer.data(peer.flow(), "greeting");
    peer.flow().drain();
    peer.engineWrites("answer");
    Seen answer = peer.expectData(peer.flow());
    assertThat(answer.has(MpCapable.class)).isFalse();
    assertThat(answer.text()).isEqualTo("answer");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listenerTakesTheKeysFromTheFirstData(boolean checksum) {
    peer.options(peer.options().withChecksum(checksum)).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().option(peer.capableAck()).lose();
    peer.data(peer.flow(), "hello");
    assertThat(negotiated()).isEqualTo(MptcpVersion.V1);
    assertThat(peer.recorder().text()).isEqualTo("hello");
    // "The receiver will acknowledge this data at the connection level with a Data ACK"
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(6);
  }

  @Test
  void listenerWaitsForTheKeysWhereADssOvertookThem() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    byte[] hello = Peer.bytes("hello ");
    byte[] world = Peer.bytes("world");
    int ssn = peer.flow().ssn() + hello.length;
    peer.flow().segment().ssn(ssn).option(peer.map(7, ssn, world)).payload(world).send();
    peer.data(peer.flow(), "hello ");
    peer.flow().segment().ssn(ssn).option(peer.map(7, ssn, world)).payload(world).send();
    assertThat(peer.recorder().text()).isEqualTo("hello world");
    assertThat(negotiated()).isEqualTo(MptcpVersion.V1);
  }

  @Test
  void repeatedMpCapableWithDataIsTheSameMapping() {
    peer.establish(Role.PEER_OPENS);
    byte[] text = Peer.bytes("once");
    MptcpOption mapping = peer.mapFirst(text);
    peer.flow().segment().ssn(1).option(mapping).payload(text).send();
    peer.flow().segment().ssn(1).option(mapping).payload(text).send();
    peer.skip(text.length);
    peer.flow().skip(text.length);
    // "semantically equivalent to those in a DSS option and can be used interchangeably"
    peer.flow().segment().ssn(1).option(peer.map(1, 1, text)).payload(text).send();
    peer.data(peer.flow(), " more");
    assertThat(peer.recorder().text()).isEqualTo("once more");
  }

  @Test
  void bothSidesSpeakFirst() {
    peer.establish(Role.PEER_OPENS);
    peer.engineWrites("from the listener");
    assertThat(peer.expectData(peer.flow()).has(Dss.class)).isTrue();
    byte[] text = Peer.bytes("from the initiator");
    peer.flow().segment().option(peer.mapFirst(text)).payload(text).send();
    assertThat(peer.recorder().text()).isEqualTo("from the initiator");
  }

  @Test
  void closeWithoutDataReachesTheListener() {
    peer.establish(Role.ENGINE_OPENS);
    peer.connection().close();
    bench.poll();
    Seen fin = peer.flow().expect("A");
    bench.advance(3 * Bench.SECOND);
    List<Seen> more = peer.flow().drain();
    assertThat(more.size()).isLessThan(10);
    assertThat(fin.has(Dss.class) || more.stream().anyMatch(seen -> seen.has(Dss.class))).isTrue();
    assertThat(more.stream().anyMatch(seen -> seen.has(MpCapable.class))).isTrue();
  }

  // what leads to plain TCP

  @Covers({"8684-3.1-16", "8684-3.1-20", "8684-3.1-28"})
  @ParameterizedTest
  @ValueSource(ints = {SHA256 | EXTENSION, 0, NO_JOIN, CHECKSUM | 0x02})
  void synWithoutAKnownAlgorithmOrWithAnExtensionGetsPlainTcp(int flags) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(capable(1, flags, 4, 0)).send();
    // "the MP_CAPABLE in this SYN MUST be silently ignored, which triggers a fallback"
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isFalse();
    assertThat(negotiated()).isEqualTo(MptcpVersion.OFF);
  }

  @ParameterizedTest
  @ValueSource(ints = {SHA256 | 0x02, SHA256 | 0x1e, SHA256 | NO_JOIN})
  void otherProposalsAreIgnored(int flags) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(capable(1, flags, 4, 0)).send();
    // "The responder responds with only 1 bit set -- this is the chosen algorithm"
    assertThat(peer.flow().expect("SA").capable().flags()).isEqualTo(SHA256);
  }

  @Covers("8684-3.1-02")
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 15})
  void aVersionOfTheFutureGetsPlainTcp(int version) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(capable(version, SHA256, 4, 0)).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isFalse();
  }

  @Covers("8684-3.1-12")
  @Test
  void synAckOfTheWrongLengthMeansPlainTcp() {
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).option(capable(1, SHA256, 4, 0)).send();
    assertThat(peer.flow().expect("A").has(MpCapable.class)).isFalse();
    assertThat(fallback()).contains("does not fit");
  }

  @Covers({"8684-3.1-31", "8684-3.1-33"})
  @Test
  void thirdAckWithoutMpCapableMeansPlainTcp() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().send();
    assertThat(fallback()).isEqualTo("third ACK without MP_CAPABLE");
    assertThat(bench.counter("MPTcpExtMPCapableFallbackACK")).isEqualTo(1);
  }

  @Covers("8684-3.1-12")
  @Test
  void thirdAckThatDoesNotEchoTheKeyMeansPlainTcp() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    long wrong = peer.remoteKey() ^ 1;
    peer.flow().segment().option(new MpCapable(1, SHA256, 20, peer.key(), wrong, 0, 0)).send();
    assertThat(negotiated()).isEqualTo(MptcpVersion.OFF);
  }

  // flags

  @Covers("8684-3.1-27")
  @ParameterizedTest
  @EnumSource
  void checksumsThatAreRefusedMeanPlainTcp(Role role) {
    MptcpOptions refuses = peer.options().mptcp().withAcceptChecksum(false);
    peer.options(peer.options().withMptcp(refuses)).wantsChecksum().start(role);
    if (role == Role.PEER_OPENS) {
      peer.flow().syn().mss(1460).option(peer.capable()).send();
      assertThat(peer.flow().expect("SA").has(MpCapable.class)).isFalse();
    } else {
      peer.flow().segment().flags("SA").mss(1460).option(peer.capable()).send();
      assertThat(peer.flow().expect("A").has(MpCapable.class)).isFalse();
      assertThat(fallback()).contains("checksums");
    }
    // "it MUST fall back to regular TCP by ignoring the MP_CAPABLE option as if it was invalid"
    assertThat(negotiated()).isEqualTo(MptcpVersion.OFF);
  }

  @ParameterizedTest
  @EnumSource
  void flagCSaysThatTheInitialAddressTakesNoJoins(Role role) {
    MptcpOptions strict = peer.options().mptcp().withJoinInitialAddress(false);
    peer.options(peer.options().withMptcp(strict)).start(role);
    if (role == Role.PEER_OPENS) {
      peer.flow().syn().mss(1460).option(peer.capable()).send();
      assertThat(peer.flow().expect("SA").capable().flags()).isEqualTo(SHA256 | NO_JOIN);
    } else {
      bench.advance(Bench.SECOND);
      assertThat(peer.flow().expect("S").capable().flags()).isEqualTo(SHA256 | NO_JOIN);
    }
  }
}
