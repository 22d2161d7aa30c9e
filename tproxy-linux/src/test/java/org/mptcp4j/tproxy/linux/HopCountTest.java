package org.mptcp4j.tproxy.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HopCountTest {
  @Test
  void addsOneHopAndKeepsTheChecksumRight() {
    for (int ttl = 0; ttl < 255; ttl++) {
      ByteBuffer packet = Packets.udp4("10.0.0." + ttl, "192.0.2.1", 9, 0);
      packet.put(8, (byte) ttl).putShort(10, (short) 0);
      packet.putShort(10, Packets.checksum(packet.duplicate().limit(20)));
      assertThat(HopCount.giveBack(packet)).isTrue();
      assertThat(packet.get(8) & 0xff).isEqualTo(ttl + 1);
      assertThat(Packets.checksum(packet.duplicate().limit(20))).as("ttl " + ttl).isZero();
    }
  }

  @Test
  void leavesTheLargestTtl() {
    ByteBuffer packet = Packets.udp4("10.0.0.1", "192.0.2.1", 9, 0);
    packet.put(8, (byte) 255);
    short checksum = packet.getShort(10);
    assertThat(HopCount.giveBack(packet)).isTrue();
    assertThat(packet.get(8)).isEqualTo((byte) 255);
    assertThat(packet.getShort(10)).isEqualTo(checksum);
  }

  @Test
  void addsOneHopInIpv6() {
    ByteBuffer packet = ByteBuffer.allocate(40).put(0, (byte) 0x60).put(7, (byte) 63);
    packet.put(24, (byte) 0xfd);
    assertThat(HopCount.giveBack(packet)).isTrue();
    assertThat(packet.get(7)).isEqualTo((byte) 64);
  }

  @Test
  void refusesMulticastAndWhatIsNoPacket() {
    assertThat(HopCount.giveBack(Packets.udp4("10.0.0.1", "224.0.0.1", 9, 0))).isFalse();
    ByteBuffer multicast = ByteBuffer.allocate(40).put(0, (byte) 0x60).put(24, (byte) 0xff);
    assertThat(HopCount.giveBack(multicast)).isFalse();
    assertThat(HopCount.giveBack(ByteBuffer.allocate(0))).isFalse();
    assertThat(HopCount.giveBack(ByteBuffer.allocate(60))).isFalse();
    assertThat(HopCount.giveBack(ByteBuffer.allocate(19).put(0, (byte) 0x45))).isFalse();
  }
}
