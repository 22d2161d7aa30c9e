package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.sim.link.LinkSpec;

/** A router with a LAN and two ways out, one of them with a small MTU. */
class SimNodeTest {
  private static final long SECOND = 1_000_000_000;

  private final Simulation sim = new Simulation(1);
  private final Link lan = sim.link("lan", LinkSpec.parse("0,1ms"));
  private final Link wan1 = sim.link("wan1", LinkSpec.parse("0,1ms"));
  private final Link wan2 = sim.link("wan2", LinkSpec.parse("0,1ms,mtu=1300"));
  private final List<ByteBuffer> atLan = new ArrayList<>();
  private final List<ByteBuffer> atWan1 = new ArrayList<>();
  private final List<ByteBuffer> atWan2 = new ArrayList<>();
  private SimNode router;

  @BeforeEach
  void build() {
    lan.a().attach((packet, now) -> atLan.add(copy(packet.bytes())));
    wan1.b().attach((packet, now) -> atWan1.add(copy(packet.bytes())));
    wan2.b().attach((packet, now) -> atWan2.add(copy(packet.bytes())));
    router =
        SimNode.builder(sim, "router")
            .attach(lan.b(), "192.168.0.1/24", "fd00::1/64")
            .attach(wan1.a(), "10.1.0.1/24", "2001:db8:1::1/64")
            .attach(wan2.a())
            .route("0.0.0.0/1", "wan1")
            .route("10.2.0.0/16", "wan2")
            .route("2001:db8::/32", "wan1")
            .route("2001:db8:2::/48", "wan2")
            .router();
  }

  private static ByteBuffer copy(ByteBuffer packet) {
    return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
  }

  private void fromLan(ByteBuffer packet) {
    lan.a().send(packet);
    sim.run(sim.nowNanos() + SECOND);
  }

  @Test
  void theLongestPrefixWins() {
    fromLan(Packets.tcp("192.168.0.2", "10.2.3.4", 1, 10));
    fromLan(Packets.tcp("192.168.0.2", "10.3.3.4", 1, 10));
    fromLan(Packets.tcp("fd00::2", "2001:db8:2::9", 1, 10));
    fromLan(Packets.tcp("fd00::2", "2001:db8:3::9", 1, 10));
    assertThat(atWan1).hasSize(2);
    assertThat(atWan2).hasSize(2);
    assertThat(atLan).isEmpty();
    assertThat(router.forwarded()).isEqualTo(4);
  }

  @Test
  void oneHopLessAndNothingElseChanges() {
    ByteBuffer sent = Packets.tcp("192.168.0.2", "10.2.3.4", 99, 1000);
    fromLan(sent);
    ByteBuffer got = atWan2.get(0);
    assertThat(got.get(8)).isEqualTo((byte) 63);
    assertThat(Packets.valid(got, 0, 20, 0)).isTrue();
    assertThat(got.slice(20, 1020)).isEqualTo(sent.slice(20, 1020));

    fromLan(Packets.tcp("fd00::2", "2001:db8:2::9", 1, 10));
    assertThat(atWan2.get(1).get(7)).isEqualTo((byte) 63);
  }

  /** RFC 1624 is about the sums near zero, where the older way of updating goes wrong. */
  @Test
  void theChecksumStaysRightForEveryHopLimitAndLength() {
    for (int payload = 0; payload < 500; payload++) {
      fromLan(Packets.tcp("192.168.0.2", "10.2." + payload % 250 + "." + payload / 2, 1, payload));
    }
    assertThat(atWan2).hasSize(500).allMatch(packet -> Packets.valid(packet, 0, 20, 0));
  }

  @Test
  void noRouteIsAnsweredWithHostUnreachable() {
    ByteBuffer sent = Packets.tcp("192.168.0.2", "200.1.1.1", 5, 1000);
    fromLan(sent);
    assertThat(router.drops(SimNode.Drop.NO_ROUTE)).isEqualTo(1);
    ByteBuffer error = atLan.get(0);
    assertIcmp4(error, 3, 1);
    assertThat(error.remaining()).isEqualTo(576);
    assertThat(error.slice(28, 548)).isEqualTo(sent.slice(0, 548));
  }

  @Test
  void noRouteForVersion6() {
    fromLan(Packets.tcp("fd00::2", "3000::1", 5, 100));
    assertIcmp6(atLan.get(0), 1, 0);
  }

  @Test
  void tooBigNamesTheMtu() {
    fromLan(Packets.tcp("192.168.0.2", "10.2.0.4", 5, 1300));
    assertIcmp4(atLan.get(0), 3, 4);
    assertThat(atLan.get(0).getShort(26)).isEqualTo((short) 1300);
    fromLan(Packets.tcp("fd00::2", "2001:db8:2::4", 5, 1300));
    assertIcmp6(atLan.get(1), 2, 0);
    assertThat(atLan.get(1).getInt(44)).isEqualTo(1300);
    assertThat(atWan2).isEmpty();
    assertThat(router.drops(SimNode.Drop.TOO_BIG)).isEqualTo(2);
  }

  @Test
  void theLastHopEndsHere() {
    ByteBuffer packet = Packets.tcp("fd00::2", "2001:db8:2::4", 5, 10);
    packet.put(7, (byte) 1);
    fromLan(packet);
    assertIcmp6(atLan.get(0), 3, 0);
    assertThat(router.drops(SimNode.Drop.HOP_LIMIT)).isEqualTo(1);
  }

  @Test
  void errorsAreNeverAnsweredWithErrors() {
    fromLan(Packets.tcp("192.168.0.2", "200.1.1.1", 5, 10));
    ByteBuffer error = copy(atLan.get(0));
    error
        .put(16, new byte[] {(byte) 200, 1, 1, 1})
        .put(12, new byte[] {(byte) 192, (byte) 168, 0, 2});
    fromLan(error);
    ByteBuffer multicast = Packets.tcp("192.168.0.2", "224.0.0.5", 5, 10);
    fromLan(multicast);
    assertThat(router.drops(SimNode.Drop.NO_ROUTE)).isEqualTo(3);
    assertThat(atLan).hasSize(1);
  }

  @Test
  void whatIsNotIpIsCounted() {
    ByteBuffer good = Packets.tcp("192.168.0.2", "10.2.3.4", 1, 10);
    for (int length = 0; length < good.remaining(); length++) {
      fromLan(good.slice(0, length));
    }
    fromLan(ByteBuffer.allocate(100));
    assertThat(router.drops(SimNode.Drop.MALFORMED)).isEqualTo(good.remaining() + 1);
    fromLan(Packets.tcp("192.168.0.2", "10.1.0.1", 1, 10));
    assertThat(router.drops(SimNode.Drop.LOCAL)).isEqualTo(1);
    assertThat(router.forwarded()).isZero();
  }

  @Test
  void anUnknownInterfaceIsNamed() {
    assertThatThrownBy(() -> SimNode.builder(sim, "n").route("0.0.0.0/0", "dsl"))
        .hasMessage("n has no interface dsl");
    assertThatThrownBy(() -> router.zone("dsl")).hasMessage("router has no interface dsl");
    assertThat(router.zone("wan1").index()).isEqualTo(1);
  }

  private static void assertIcmp4(ByteBuffer packet, int type, int code) {
    assertThat(packet.get(9)).isEqualTo((byte) 1);
    assertThat(address(packet, 12, 4)).isEqualTo(Addresses.literal("192.168.0.1"));
    assertThat(address(packet, 16, 4)).isEqualTo(Addresses.literal("192.168.0.2"));
    assertThat(packet.get(20)).isEqualTo((byte) type);
    assertThat(packet.get(21)).isEqualTo((byte) code);
    assertThat(Packets.valid(packet, 0, 20, 0)).isTrue();
    assertThat(Packets.valid(packet, 20, packet.remaining() - 20, 0)).isTrue();
  }

  private static void assertIcmp6(ByteBuffer packet, int type, int code) {
    assertThat(packet.get(6)).isEqualTo((byte) 58);
    assertThat(address(packet, 8, 16)).isEqualTo(Addresses.literal("fd00::1"));
    assertThat(address(packet, 24, 16)).isEqualTo(Addresses.literal("fd00::2"));
    assertThat(packet.get(40)).isEqualTo((byte) type);
    assertThat(packet.get(41)).isEqualTo((byte) code);
    int payload = packet.remaining() - 40;
    long pseudo = Packets.sum(packet, 8, 32) + payload + 58;
    assertThat(Packets.valid(packet, 40, payload, pseudo)).isTrue();
  }

  private static InetAddress address(ByteBuffer packet, int offset, int length) {
    byte[] bytes = new byte[length];
    packet.get(offset, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
