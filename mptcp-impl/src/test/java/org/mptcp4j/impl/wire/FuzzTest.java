package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.option.MptcpOptions;

/** Random packets, and real ones with random damage: a verdict each time, never an exception. */
class FuzzTest {
  private static final int ROUNDS = 300_000;

  private final SegmentView view = new SegmentView();
  private final IcmpErrorView error = new IcmpErrorView();

  @Test
  void damagedPackets() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("FuzzTest: -Dfuzz.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> packets = Captures.tcp();
    packets.addAll(Captures.read("icmp"));
    int tcp = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] packet = packets.get(random.nextInt(packets.size())).clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        packet[headerByte(random, packet)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(packet.length + 1) : packet.length;
      tcp += judge(Arrays.copyOf(packet, length), seed) ? 1 : 0;
    }
    assertThat(tcp).isGreaterThan(ROUNDS / 100);
  }

  private static int headerByte(Random random, byte[] packet) {
    return random.nextInt(Math.min(packet.length, random.nextBoolean() ? 80 : 140));
  }

  @Test
  void noise() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("FuzzTest: -Dfuzz.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] packet = new byte[random.nextInt(120)];
      random.nextBytes(packet);
      if (packet.length > 9 && random.nextBoolean()) {
        packet[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        packet[packet[0] == 0x45 ? 9 : 6] = 6;
      }
      judge(packet, seed);
    }
  }

  /** Whether it is a segment; its options are looked at then. */
  private boolean judge(byte[] packet, long seed) {
    try {
      PacketBuffer buffer = Captures.packet(packet);
      view.parse(buffer);
      error.parse(buffer);
      repairIpv4(packet);
      buffer.checksum(PacketBuffer.Checksum.TRUSTED);
      error.parse(buffer);
      if (view.parse(buffer) != ParseResult.TCP) {
        return false;
      }
      int end = view.payloadOffset();
      assertThat(end).isBetween(40, packet.length);
      assertThat(view.payloadLength()).isBetween(0, packet.length - end);
      int options = Math.min(end, Math.max(0, end - 40));
      String printed =
          MptcpOptions.parse(ByteBuffer.wrap(packet).limit(end).position(options)).toString();
      assertThat(printed).isNotNull();
      return true;
    } catch (RuntimeException e) {
      return fail("seed " + seed + " packet " + HexFormat.of().formatHex(packet), e);
    }
  }

  /** Else most damage ends at the header checksum. */
  private static void repairIpv4(byte[] packet) {
    int header = packet.length > 0 ? (packet[0] & 0x0F) * 4 : 0;
    if (packet.length > 20 && packet[0] >> 4 == 4 && header >= 20 && header <= packet.length) {
      ByteBuffer buf = ByteBuffer.wrap(packet).putShort(10, (short) 0);
      buf.putShort(10, (short) Checksums.finish(Checksums.add(0, buf, 0, header)));
    }
  }
}
