package org.mptcp4j.impl.mptcp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;

/** Each way to plain TCP has a reason, which the connection tells, and a counter. */
class FallbackReasonTest {
  private static final int HMAC = 0x01;

  private final Bench bench = Bench.host();

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Peer peer(MptcpVersion version) {
    return new Peer(bench).version(version);
  }

  private static String reason(Peer peer) {
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    return peer.connection().info().fallback().orElse("none");
  }

  private void assertCounted(String name) {
    assertThat(bench.counter(name)).as(name).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void synWithoutTheOption(MptcpVersion version) {
    Peer peer = peer(version).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).send();
    peer.flow().expect("SA");
    peer.flow().segment().send();
    assertThat(reason(peer)).isEqualTo("SYN without MP_CAPABLE");
    assertThat(bench.counter("Mptcp4jMPCapableSYNRefused")).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void synOfAnotherVersion(MptcpVersion version) {
    Peer peer = peer(version).start(Role.PEER_OPENS);
    int other = version == MptcpVersion.V0 ? 1 : 0;
    MpCapable odd = new MpCapable(other, HMAC, other == 1 ? 4 : 12, 0, 0, 0, 0);
    peer.flow().syn().mss(1460).option(odd).send();
    peer.flow().expect("SA");
    peer.flow().segment().send();
    assertThat(reason(peer)).isEqualTo("SYN with an MP_CAPABLE that does not fit");
    assertCounted("Mptcp4jMPCapableSYNRefused");
  }

  @Test
  void whereNoVersionIsWantedNothingFellBack() {
    Peer peer = peer(MptcpVersion.V1);
    peer.options(peer.options().withVersion(MptcpVersion.OFF)).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    peer.flow().expect("SA");
    peer.flow().segment().send();
    assertThat(reason(peer)).isEqualTo("none");
    assertThat(bench.counter("Mptcp4jMPCapableSYNRefused")).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void synAckAndThirdAckWithoutTheOption(MptcpVersion version) {
    Peer client = peer(version).start(Role.ENGINE_OPENS);
    client.flow().segment().flags("SA").mss(1460).send();
    assertThat(reason(client)).isEqualTo("SYN+ACK without MP_CAPABLE");
    assertCounted("MPTcpExtMPCapableFallbackSYNACK");
    Peer server = peer(version).port(81).start(Role.PEER_OPENS);
    server.flow().syn().mss(1460).option(server.capable()).send();
    server.takeSynAck();
    server.flow().segment().send();
    assertThat(reason(server)).isEqualTo("third ACK without MP_CAPABLE");
    assertCounted("MPTcpExtMPCapableFallbackACK");
  }

  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void dataWithoutAndDataAcknowledgedWithout(MptcpVersion version) {
    Peer reader = peer(version).establish(Role.PEER_OPENS);
    reader.flow().segment().payload("plain").send();
    assertThat(reason(reader)).isEqualTo("data without DSS");
    Peer writer = peer(version).port(81).establish(Role.ENGINE_OPENS);
    writer.engineWrites("data");
    writer.expectData(writer.flow());
    writer.flow().segment().send();
    assertThat(reason(writer)).isEqualTo("data acknowledged without DSS");
    assertThat(bench.counter("MPTcpExtMPCapableDataFallback")).isEqualTo(2);
    assertCounted("MPTcpExtNoDSSInWindow");
  }
}
