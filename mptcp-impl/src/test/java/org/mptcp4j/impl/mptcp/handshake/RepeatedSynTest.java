package org.mptcp4j.impl.mptcp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.script.Segment;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.test.Covers;

/** SYNs that come again, the same or otherwise: RFC 6824 and RFC 8684, sections 3.1 and 3.2. */
class RepeatedSynTest {
  private static final int HMAC = 0x01;
  private static final int CHECKSUM = 0x80;
  private static final int EXTENSIBILITY = 0x40;

  private final Bench bench = Bench.host();

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Peer both(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version);
    return peer.options(peer.options().withVersions(MptcpVersion.V1, MptcpVersion.V0));
  }

  private static Segment synAgain(Flow flow) {
    return flow.segment().flags("S").seq(flow.iss()).mss(1460);
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void itsAnswerHasTheSameKey(MptcpVersion version) {
    Peer peer = both(version).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    MpCapable first = peer.flow().expect("SA").capable();
    synAgain(peer.flow()).option(peer.capable()).send();
    assertThat(peer.flow().expect("SA").capable()).isEqualTo(first);
    bench.advance(2 * Bench.SECOND);
    assertThat(peer.flow().expect("SA").capable()).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void theEnginesOwnHasTheSameKey(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version).start(Role.ENGINE_OPENS);
    bench.advance(1500 * Bench.MILLI);
    Seen again = peer.flow().expect("S");
    assertThat(again.seq()).isEqualTo(peer.flow().irs());
    if (version == MptcpVersion.V0) {
      assertThat(again.capable().senderKey()).isEqualTo(peer.remoteKey());
    }
    peer.flow().segment().flags("SA").mss(1460).option(peer.capable()).send();
    long before = peer.remoteKey();
    Seen third = peer.takeThirdAck();
    assertThat(third.capable().receiverKey()).isEqualTo(peer.key());
    assertThat(version == MptcpVersion.V1 || third.capable().senderKey() == before).isTrue();
  }

  /**
   * "which MUST be equal to or lower than the version number indicated in the initial MP_CAPABLE"
   */
  @Covers("8684-3.1-02")
  @ParameterizedTest
  @CsvSource({"V1,V0", "V0,V1"})
  void anotherVersionIsNotAnsweredWithThatOfTheFirst(MptcpVersion first, MptcpVersion then) {
    Peer peer = both(first).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isTrue();
    int version = then == MptcpVersion.V1 ? 1 : 0;
    MpCapable other = new MpCapable(version, HMAC, version == 1 ? 4 : 12, 0, 0, 0, 0);
    synAgain(peer.flow()).option(other).send();
    assertPlain(peer);
  }

  @ParameterizedTest
  @CsvSource({"V0,0x00", "V0,0x02", "V1,0x00", "V1,0x41"})
  void withFlagsThatDoNotFitItGetsPlainTcp(MptcpVersion version, String flags) {
    Peer peer = both(version).start(Role.PEER_OPENS);
    MpCapable right = peer.capable();
    peer.flow().syn().mss(1460).option(right).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isTrue();
    int octet = Integer.decode(flags);
    MpCapable odd =
        new MpCapable(right.version(), octet, right.length(), right.senderKey(), 0, 0, 0);
    synAgain(peer.flow()).option(odd).send();
    assertPlain(peer);
  }

  private void assertPlain(Peer peer) {
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertThat(peer.connection().info().fallback()).isPresent();
    peer.flow().segment().payload("plain").send();
    assertThat(peer.recorder().text()).isEqualTo("plain");
  }

  // joins

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void ofAJoinGetsTheSameAnswer(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck first = second.expect("SA").option(MpJoinSynAck.class);
    synAgain(second).option(peer.joinSyn(1)).send();
    assertThat(second.expect("SA").option(MpJoinSynAck.class)).isEqualTo(first);
    bench.advance(1500 * Bench.MILLI);
    assertThat(second.expect("SA").option(MpJoinSynAck.class)).isEqualTo(first);
    second.segment().option(peer.joinAck(first)).send();
    assertThat(peer.connection().subflows()).hasSize(2);
  }

  /** Whatever it says, it is not the SYN that was answered: the handshake goes on as it was. */
  @ParameterizedTest
  @CsvSource({"V0,none", "V0,nonce", "V0,length", "V1,none", "V1,nonce", "V1,length"})
  void ofAJoinButOtherwiseChangesNothing(MptcpVersion version, String difference) {
    Peer peer = new Peer(bench).version(version).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    MpJoinSyn join = peer.joinSyn(1);
    second.syn().mss(1460).option(join).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    Segment other = synAgain(second);
    switch (difference) {
      case "nonce" ->
          other.option(new MpJoinSyn(true, 9, join.token(), join.nonce() ^ 0x100)).send();
      case "length" -> other.option(new MpJoinSynAck(true, 9, 42, 42)).send();
      default -> other.send();
    }
    assertThat(second.waiting()).noneMatch(seen -> seen.flags().equals("SA"));
    second.drain();
    bench.advance(1500 * Bench.MILLI);
    assertThat(second.expect("SA").option(MpJoinSynAck.class)).isEqualTo(answer);
    second.segment().option(peer.joinAck(answer)).send();
    assertThat(peer.connection().subflows()).hasSize(2);
    assertThat(peer.connection().subflows().get(1).backup()).isFalse();
  }

  // one segment

  /** "Note that the length of the MP_CAPABLE option ... may be altered by setting B=1." */
  @Covers({"8684-3.1-16", "6824-3.1-08"})
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 16, 20})
  void extensionMayHaveAnyLength(int length) {
    for (int version = 0; version < 2; version++) {
      Peer peer = both(MptcpVersion.V1).port(81 + version).start(Role.PEER_OPENS);
      int[] octets = new int[length];
      octets[0] = 30;
      octets[1] = length;
      octets[2] = version;
      octets[3] = EXTENSIBILITY | HMAC;
      peer.flow().syn().mss(1460).raw(octets).send();
      if (version == 0) {
        // "this SYN MUST be silently ignored"
        peer.flow().expectNothing();
      } else {
        // "the MP_CAPABLE in this SYN MUST be silently ignored, which triggers a fallback"
        assertThat(peer.flow().expect("SA").options()).isEmpty();
      }
    }
  }

  /** Which of the two it would be is not said: one connection comes of it, of one kind. */
  @Test
  void twoOptionsInOneSegment() {
    Peer peer = both(MptcpVersion.V1).start(Role.PEER_OPENS);
    MpCapable old = new MpCapable(0, HMAC, 12, 42, 0, 0, 0);
    peer.flow().syn().mss(1460).option(peer.capable()).option(old).send();
    Seen answer = peer.flow().expect("SA");
    assertThat(answer.options()).hasSize(1);
    assertThat(answer.capable().version()).isEqualTo(1);
    assertThat(bench.counter("Mptcp4jMalformedOptions")).isEqualTo(1);
  }

  /** "ignoring the MP_CAPABLE option as if it was invalid", in the repeated SYN as in the first. */
  @Covers("8684-3.1-27")
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void wishForChecksumsThatAreRefused(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version);
    peer.options(peer.options().withMptcp(peer.options().mptcp().withAcceptChecksum(false)));
    peer.start(Role.PEER_OPENS);
    MpCapable right = peer.capable();
    peer.flow().syn().mss(1460).option(right).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isTrue();
    MpCapable wish =
        new MpCapable(right.version(), CHECKSUM | HMAC, right.length(), right.senderKey(), 0, 0, 0);
    synAgain(peer.flow()).option(wish).send();
    assertPlain(peer);
  }
}
