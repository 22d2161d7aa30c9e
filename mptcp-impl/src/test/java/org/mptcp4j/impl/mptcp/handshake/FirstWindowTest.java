package org.mptcp4j.impl.mptcp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.ResetReason;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpTcpRst;
import org.mptcp4j.test.Covers;

/** The first data of either side, and what a path takes away: RFC 8684, sections 3.1 and 3.7. */
class FirstWindowTest {
  private static final int HMAC = 0x01;

  private final Bench bench = Bench.host();

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Peer peer(MptcpVersion version) {
    return new Peer(bench).version(version);
  }

  /**
   * Options pass from the peer, not to it: it fell back when data came without, and has nothing
   * more to say. "If ... an ACK is received for data (not just for the SYN) without a DSS option
   * containing a Data ACK, the sender determines the path is not MPTCP capable."
   */
  @Covers({"8684-3.7-05", "6824-3.6-04"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void dataAcknowledgedWithoutDataAckThoughADssHadCome(MptcpVersion version, Role role) {
    Peer peer = peer(version).establish(role);
    peer.data(peer.flow(), "request");
    assertThat(peer.recorder().text()).isEqualTo("request");
    peer.engineWrites("answer");
    assertThat(peer.expectData(peer.flow()).text()).isEqualTo("answer");
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(6);
    peer.flow().drain();
    assertPlain(peer, "request");
  }

  /** The peer fell back, as above, and says so by data without a mapping. */
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void dataWithoutAMappingEndsTheDoubt(MptcpVersion version, Role role) {
    Peer peer = peer(version).establish(role);
    peer.data(peer.flow(), "request");
    peer.engineWrites("answer");
    peer.expectData(peer.flow());
    peer.flow().segment().payload(" plain").send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(6);
    assertThat(peer.recorder().text()).isEqualTo("request plain");
    peer.flow().drain();
    assertPlain(peer, "request plain");
  }

  private void assertPlain(Peer peer, String read) {
    assertThat(peer.connection().info().fallback()).contains("data acknowledged without DSS");
    assertThat(bench.counter("MPTcpExtMPCapableDataFallback")).isEqualTo(1);
    peer.engineWrites("more");
    Seen infinite = peer.flow().expectData();
    assertThat(infinite.dss().dataLevelLength()).isZero();
    peer.flow().segment().send();
    peer.engineWrites("and more");
    assertThat(peer.flow().expectData().options()).isEmpty();
    peer.flow().segment().payload(" and more").send();
    assertThat(peer.recorder().text()).isEqualTo(read + " and more");
  }

  /** Once a DATA_ACK came for data, options pass both ways, and an ACK may do without. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void dataAcknowledgedWithADataAckOnceIsEnough(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS);
    peer.data(peer.flow(), "request");
    peer.engineWrites("answer");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    peer.flow().drain();
    peer.engineWrites("more");
    peer.expectData(peer.flow());
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(version);
    bench.advance(3 * Bench.SECOND);
    assertThat(peer.connection().info().version()).isEqualTo(version);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(6);
    peer.ack(peer.flow());
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(10);
  }

  /** And then they are stripped for good: the connection does not hang on it for ever. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void optionsThatPassNoMoreLaterEndTheConnectionSometime(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS).confirm();
    peer.engineWrites("answer");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    peer.engineWrites("more");
    for (int i = 0; i < 3600 && peer.recorder().closed() == null; i++) {
      bench.advance(Bench.SECOND);
      if (!peer.flow().drain().isEmpty()) {
        peer.flow().segment().send();
      }
    }
    assertThat(peer.recorder().closed()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void synWithDataIsMappedWhenItsDataComesAgain(MptcpVersion version) {
    Peer peer = peer(version).start(Role.PEER_OPENS);
    Flow flow = peer.flow();
    byte[] text = Peer.bytes("early");
    flow.segment().flags("S").seq(flow.iss()).mss(1460).option(peer.capable()).payload(text).send();
    flow.skip(1);
    peer.takeSynAck();
    flow.segment().option(peer.capableAck()).send();
    peer.data(flow, "early");
    assertThat(peer.recorder().text()).isEqualTo("early");
    assertThat(peer.connection().info().version()).isEqualTo(version);
    peer.engineWrites("answer");
    Seen answer = peer.expectData(flow);
    assertThat(answer.text()).isEqualTo("answer");
    assertThat(peer.acked(answer)).isEqualTo(6);
  }

  /** "the data parameters in a MP_CAPABLE are semantically equivalent to those in a DSS option" */
  @Covers({"8684-3.3-02", "8684-3.3-04"})
  @Test
  void checksumThatWasNotNegotiated() {
    Peer peer = peer(MptcpVersion.V1).establish(Role.PEER_OPENS);
    MpCapable odd = new MpCapable(1, HMAC, 24, peer.key(), peer.remoteKey(), 4, 0x1234);
    peer.flow().segment().option(odd).payload("data").send();
    Seen reset = peer.flow().expect();
    assertThat(reset.flags()).startsWith("R");
    assertThat(reset.option(MpTcpRst.class).reason()).isEqualTo(ResetReason.MPTCP_ERROR.code());
    assertThat(peer.recorder().bytes()).isEmpty();
  }

  /** "the reserved value of 0" means the same there as in a DSS: an infinite mapping. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lengthOfZeroIsAnInfiniteMapping(boolean checksum) {
    Peer peer = peer(MptcpVersion.V1);
    peer.options(peer.options().withChecksum(checksum)).establish(Role.PEER_OPENS);
    MpCapable infinite =
        new MpCapable(1, HMAC, checksum ? 24 : 22, peer.key(), peer.remoteKey(), 0, 0);
    peer.flow().segment().option(infinite).payload("plain").send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    assertThat(peer.connection().info().fallback()).contains("infinite mapping from the peer");
    peer.flow().segment().payload(" and more").send();
    assertThat(peer.recorder().text()).isEqualTo("plain and more");
  }

  @Test
  void keysOfAnotherConnectionOnTheFirstDataMapNothing() {
    Peer peer = peer(MptcpVersion.V1).establish(Role.PEER_OPENS);
    MpCapable odd = new MpCapable(1, HMAC, 22, peer.key() ^ 1, peer.remoteKey(), 4, 0);
    peer.flow().segment().option(odd).payload("data").send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thirdAckOvertakenByTheFirstData(boolean checksum) {
    Peer peer = peer(MptcpVersion.V1);
    peer.options(peer.options().withChecksum(checksum)).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.takeSynAck();
    byte[] late = peer.flow().segment().option(peer.capableAck()).toBytes();
    peer.data(peer.flow(), "first");
    bench.deliver(peer.flow().zone(), late);
    peer.data(peer.flow(), " second");
    assertThat(peer.recorder().text()).isEqualTo("first second");
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.V1);
    peer.engineWrites("answer");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(6);
  }
}
