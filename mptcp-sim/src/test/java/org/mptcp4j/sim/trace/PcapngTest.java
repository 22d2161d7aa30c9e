package org.mptcp4j.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Packets;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.test.Needs;

class PcapngTest {
  private static final long MS = 1_000_000;

  /** The type and body of each block; both lengths are checked. */
  private record Block(int type, ByteBuffer body) {}

  private static List<Block> blocks(byte[] file) {
    List<Block> blocks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int at = in.position();
      int type = in.getInt();
      int length = in.getInt();
      assertThat(length % 4).isZero();
      assertThat(in.getInt(at + length - 4)).isEqualTo(length);
      blocks.add(new Block(type, in.slice(at + 8, length - 12).order(ByteOrder.LITTLE_ENDIAN)));
      in.position(at + length);
    }
    return blocks;
  }

  @Test
  void theBlocksAreAsTheFormatSays() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteBuffer packet = Packets.tcp("10.0.0.1", "10.0.0.2", 7, 1);
    try (PcapngWriter writer = new PcapngWriter(file)) {
      assertThat(writer.addInterface("dsl")).isZero();
      assertThat(writer.addInterface("lte")).isEqualTo(1);
      writer.packet(1, 0x1_0000_0002L, packet, PcapngWriter.Flow.OUTBOUND, "dropped: queue");
      writer.packet(0, 5, packet, PcapngWriter.Flow.UNKNOWN, null);
      assertThatThrownBy(() -> writer.packet(2, 0, packet, PcapngWriter.Flow.INBOUND, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(packet.remaining()).isEqualTo(41);

    List<Block> blocks = blocks(file.toByteArray());
    assertThat(blocks).extracting(Block::type).containsExactly(0x0A0D0D0A, 1, 1, 6, 6);
    assertThat(blocks.get(0).body.getInt(0)).isEqualTo(0x1A2B3C4D);
    assertThat(blocks.get(0).body.getLong(8)).isEqualTo(-1);

    ByteBuffer dsl = blocks.get(1).body;
    assertThat(dsl.getShort(0)).isEqualTo((short) 101);
    assertThat(dsl.getInt(8)).isEqualTo(2 | (3 << 16));
    assertThat(text(dsl, 12, 3)).isEqualTo("dsl");
    assertThat(dsl.getInt(16)).isEqualTo(9 | (1 << 16));
    assertThat(dsl.get(20)).isEqualTo((byte) 9);
    assertThat(dsl.getInt(24)).isZero();

    ByteBuffer first = blocks.get(3).body;
    assertThat(first.getInt(0)).isEqualTo(1);
    assertThat(first.getInt(4)).isEqualTo(1);
    assertThat(first.getInt(8)).isEqualTo(2);
    assertThat(first.getInt(12)).isEqualTo(41);
    assertThat(first.slice(20, 41)).isEqualTo(packet);
    assertThat(first.getInt(64)).isEqualTo(1 | (14 << 16));
    assertThat(text(first, 68, 14)).isEqualTo("dropped: queue");
    assertThat(first.getInt(84)).isEqualTo(2 | (4 << 16));
    assertThat(first.getInt(88)).isEqualTo(2);
    assertThat(blocks.get(4).body.remaining()).isEqualTo(20 + 44);
  }

  private static String text(ByteBuffer bytes, int offset, int length) {
    byte[] copy = new byte[length];
    bytes.get(offset, copy);
    return new String(copy, StandardCharsets.US_ASCII);
  }

  @Test
  @Needs(commands = "tshark")
  void tsharkReadsACaptureOfALink(@TempDir Path directory) throws Exception {
    Simulation sim = new Simulation(1);
    Link link = sim.link("dsl", LinkSpec.parse("12M,10ms,queue=1500"));
    try (LinkCapture capture = LinkCapture.toDirectory(link, directory)) {
      assertThat(capture).isNotNull();
      sim.at(MS, () -> link.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 100, 1460)));
      sim.at(MS, () -> link.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1560, 1460)));
      sim.at(1_234_567_891, () -> link.b().send(Packets.tcp("fd00::2", "fd00::1", 1, 3)));
      sim.run(5_000_000_000L);
    }
    Path file = directory.resolve("dsl.pcapng");
    assertThat(tshark(file))
        .containsExactly(
            "0.001000000|dsl|1500||1|1",
            "0.001000000|dsl|1500|dropped: queue|1|1",
            "1.234567891|dsl|63|||1");
  }

  private static List<String> tshark(Path file) throws Exception {
    List<String> command =
        List.of(
            "tshark",
            "-r",
            file.toString(),
            "-o",
            "ip.check_checksum:TRUE",
            "-o",
            "tcp.check_checksum:TRUE",
            "-T",
            "fields",
            "-E",
            "separator=|",
            "-e",
            "frame.time_epoch",
            "-e",
            "frame.interface_name",
            "-e",
            "frame.len",
            "-e",
            "frame.comment",
            "-e",
            "ip.checksum.status",
            "-e",
            "tcp.checksum.status");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return output.lines().toList();
  }
}
