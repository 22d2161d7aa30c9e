package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.test.Covers;

/** When a connection is plain TCP after all: RFC 6824, sections 3.1 and 3.6. */
@BothVersions
class FallbackTest {
  private final Bench bench = Bench.host();
  private final MptcpVersion version;
  private final Peer peer;

  FallbackTest(MptcpVersion version) {
    this.version = version;
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  /** Data both ways without any option of Multipath TCP, and an orderly end. */
  private void assertPlain() {
    Flow flow = peer.flow();
    flow.drain();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    int before = peer.recorder().bytes().length;
    flow.segment().payload("to the engine").send();
    assertThat(peer.recorder().text().substring(before)).isEqualTo("to the engine");
    peer.engineWrites("to the peer");
    Seen data = flow.expectData();
    assertThat(data.text()).isEqualTo("to the peer");
    assertThat(data.options()).isEmpty();
    peer.connection().shutdownOutput();
    bench.poll();
    Seen fin = flow.expect("FA");
    assertThat(fin.options()).isEmpty();
    flow.segment().flags("FA").send();
    flow.segment().send();
    assertThat(peer.recorder().ended()).isTrue();
  }

  @Covers({"8684-3.1-29", "8684-3.7-01", "6824-3.1-18", "6824-3.6-01"})
  @Test
  void synAckWithoutMpCapable() {
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertThat(peer.connection().info().fallback()).isPresent();
    assertPlain();
  }

  @Covers({"8684-3.1-31", "6824-3.1-20"})
  @Test
  void thirdAckWithoutMpCapable() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().send();
    assertThat(peer.connection().info().fallback()).isPresent();
    assertPlain();
  }

  @Test
  void firstDataWithoutMpCapableOrDss() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().option(peer.capableAck()).lose();
    peer.flow().segment().payload("plain").send();
    assertThat(peer.recorder().text()).isEqualTo("plain");
    assertPlain();
  }

  @ParameterizedTest
  @EnumSource
  void firstDataWithoutDss(Role role) {
    peer.establish(role);
    peer.flow().segment().payload("options were stripped").send();
    assertThat(peer.recorder().text()).isEqualTo("options were stripped");
    assertThat(peer.connection().info().fallback()).isPresent();
    assertPlain();
  }

  @Covers({"8684-3.7-05", "6824-3.6-04"})
  @ParameterizedTest
  @EnumSource
  void dataAcknowledgedWithoutDss(Role role) {
    peer.establish(role);
    peer.engineWrites("first");
    assertThat(peer.expectData(peer.flow()).text()).isEqualTo("first");
    peer.flow().segment().send();
    // "If ... an ACK is received for data ... without a DSS option containing a Data ACK ... it
    // MUST drop out of an MPTCP mode back to regular TCP"
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    // "The sender will send one final Data Sequence Mapping, with the Data-Level Length value of 0"
    peer.engineWrites("second");
    Seen infinite = peer.flow().expectData();
    assertThat(infinite.text()).isEqualTo("second");
    Dss dss = infinite.dss();
    assertThat(dss.flags() & DssLayout.MAPPING).isNotZero();
    assertThat(dss.dataLevelLength()).isZero();
    assertThat(peer.mapped(infinite) - dss.subflowSequence()).as("a stream's offset").isZero();
    peer.flow().segment().send();
    assertPlain();
  }

  @Covers({"8684-3.7-16", "6824-3.6-12"})
  @Test
  void infiniteMappingOfThePeer() {
    Peer confirmed = peer.establish(Role.PEER_OPENS).confirm();
    confirmed.data(confirmed.flow(), "mapped,");
    Dss infinite =
        new Dss(
            DssLayout.MAPPING | DssLayout.DSN_64,
            0,
            confirmed.idsn() + 8,
            confirmed.flow().ssn(),
            0,
            false,
            0);
    confirmed.flow().segment().option(infinite).payload("unmapped").send();
    confirmed.flow().segment().payload(",more").send();
    assertThat(confirmed.recorder().text()).isEqualTo("mapped,unmapped,more");
    assertThat(confirmed.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertPlain();
  }

  @Test
  void bitBOfTheSynIsIgnoredInSilence() {
    peer.start(Role.PEER_OPENS);
    // "If receiving a message with the "B" flag set to 1, and this is not understood, then this SYN
    // MUST be silently ignored"
    peer.flow().syn().mss(1460).option(new MpCapable(0, 0x41, 12, 77, 0, 0, 0)).send();
    bench.advance(10 * Bench.SECOND);
    peer.flow().expectNothing();
    assertThat(bench.engine().stateCount()).isZero();
    // "the sender is expected to retry with a format compatible"
    peer.flow().syn().ssn(0).mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().option(peer.capableAck()).send();
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x80, 0x02, 0x20})
  void synThatNamesNoKnownAlgorithm(int flags) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(capable(flags)).send();
    // "If flag bits C through H are all 0, the MP_CAPABLE option MUST be treated as invalid"
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x80, 0x02})
  void synAckThatNamesNoKnownAlgorithm(int flags) {
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).option(capable(flags)).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain();
  }

  @Test
  void synOfAnotherVersion() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(new Peer(bench).version(other()).capable()).send();
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain();
  }

  @Test
  void synAckOfAnotherVersion() {
    peer.start(Role.ENGINE_OPENS);
    peer.flow()
        .segment()
        .flags("SA")
        .mss(1460)
        .option(new MpCapable(other().ordinal() - 1, 0x01, 12, 77, 0, 0, 0))
        .send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 11, 12, 13, 16, 20, 22, 24})
  void synWithAWrongLength(int length) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).raw(oddCapable(length, peer.capable().length())).send();
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 11, 13, 20, 22})
  void synAckWithAWrongLength(int length) {
    peer.start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).raw(oddCapable(length, 12)).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 12, 16, 19, 21, 23})
  void thirdAckWithAWrongLength(int length) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    peer.flow().segment().raw(oddCapable(length, 20)).send();
    assertPlain();
  }

  @Test
  void thirdAckWithAnotherKeyThanThatOfTheSyn() {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    long wrong = peer.remoteKey() ^ 1;
    int number = peer.capable().version();
    peer.flow().segment().option(new MpCapable(number, 1, 20, peer.key(), wrong, 0, 0)).send();
    assertPlain();
  }

  @Test
  void peerWithMultipathOffIsAskedForNothing() {
    peer.options(peer.options().withVersion(MptcpVersion.OFF)).start(Role.ENGINE_OPENS);
    assertThat(peer.remoteKey()).as("key of MP_CAPABLE").isZero();
    peer.flow().segment().flags("SA").mss(1460).send();
    peer.flow().expect("A");
    assertThat(peer.connection().info().fallback()).isEmpty();
    assertPlain();
  }

  @Test
  void listenerWithMultipathOffGivesNothing() {
    peer.options(peer.options().withVersion(MptcpVersion.OFF)).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain();
  }

  @Covers({"8684-3.7-17", "6824-3.6-13"})
  @Test
  void neverRevertsToMultipath() {
    peer.establish(Role.PEER_OPENS);
    peer.flow().segment().payload("plain").send();
    // "Once MPTCP falls back to regular TCP, it MUST NOT revert to MPTCP later"
    peer.data(peer.flow(), "with a DSS");
    assertThat(peer.recorder().text()).isEqualTo("plainwith a DSS");
    Flow other = peer.second(40_001);
    other.syn().mss(1460).option(peer.joinSyn(1)).send();
    other.expect("RA");
    assertPlain();
  }

  @Test
  void dataQueuedBeforeTheFallbackIsNotLost() {
    peer.start(Role.ENGINE_OPENS);
    peer.connection().write(ByteBuffer.wrap(Peer.bytes("early")));
    peer.flow().segment().flags("SA").mss(1460).send();
    assertThat(peer.flow().expectData().text()).isEqualTo("early");
    assertPlain();
  }

  private MptcpVersion other() {
    return version == MptcpVersion.V0 ? MptcpVersion.V1 : MptcpVersion.V0;
  }

  private MpCapable capable(int flags) {
    MpCapable right = peer.capable();
    return new MpCapable(right.version(), flags, right.length(), right.senderKey(), 0, 0, 0);
  }

  /** MP_CAPABLE with another length than the right one, for which 36 stands. */
  private int[] oddCapable(int length, int right) {
    int[] octets = new int[length == right ? 36 : length];
    octets[0] = 30;
    octets[1] = octets.length;
    octets[2] = peer.capable().version();
    if (octets.length > 3) {
      octets[3] = 0x01;
    }
    return octets;
  }
}
