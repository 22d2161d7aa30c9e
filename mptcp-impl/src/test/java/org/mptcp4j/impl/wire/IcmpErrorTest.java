package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.engine.PacketBuffer;

class IcmpErrorTest {
  private final SegmentView segment = new SegmentView();
  private final IcmpErrorView error = new IcmpErrorView();

  @ParameterizedTest
  @CsvSource({
    "0, 3, 1, 0, 10.77.1.2, 10.98.0.1, 80",
    "1, 3, 13, 0, 10.77.1.2, 10.99.0.1, 80",
    "2, 1, 0, 0, fd77:1:0:0:0:0:0:2, fd98:0:0:0:0:0:0:1, 80",
    "3, 1, 1, 0, fd77:1:0:0:0:0:0:2, fd99:0:0:0:0:0:0:1, 80",
    "4, 11, 0, 0, 10.77.1.2, 10.77.3.2, 80",
    "5, 3, 0, 0, fd77:1:0:0:0:0:0:2, fd77:3:0:0:0:0:0:2, 80",
    "6, 3, 4, 1300, 10.77.1.2, 10.77.3.2, 5205",
    "7, 2, 0, 1300, fd77:1:0:0:0:0:0:2, fd77:3:0:0:0:0:0:2, 5205"
  })
  void errorsOfALinuxRouter(
      int index, int type, int code, int mtu, String source, String peer, int port) {
    PacketBuffer packet = Captures.packet(Captures.read("icmp").get(index));
    assertThat(segment.parse(packet)).isEqualTo(ParseResult.ICMP_ERROR);
    assertThat(error.parse(packet)).isEqualTo(ParseResult.ICMP_ERROR);
    assertThat(error.type()).isEqualTo(type);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.mtu()).isEqualTo(mtu);
    assertThat(error.source()).hasToString(source);
    assertThat(error.flowKey(1).remote()).hasToString(peer);
    assertThat(error.flowKey(1).remotePort()).isEqualTo(port);
    assertThat(error.flowKey(1).local()).isEqualTo(error.destination());
    assertThat(error.quotedSourcePort()).isGreaterThan(1023);
    assertThat(error.quotedSequence()).isNotZero();
  }

  /** An error that we write about each captured segment. */
  @Test
  void whatIsWrittenIsReadBack() {
    IpAddress router4 = IpAddress.v4(0x0A01_0203);
    IpAddress router6 = IpAddress.v6(0xFD01L << 48, 1);
    for (byte[] bytes : Captures.tcp()) {
      PacketBuffer offending = Captures.packet(bytes);
      segment.parse(offending);
      boolean v6 = segment.v6();
      ByteBuffer target = ByteBuffer.allocate(1400).position(11);
      int written =
          IcmpErrorWriter.write(
              target,
              v6 ? router6 : router4,
              segment.source(),
              v6 ? 2 : 3,
              v6 ? 0 : 4,
              1280,
              offending.bytes());
      assertThat(target.position()).isEqualTo(11 + written);
      assertThat(written).isLessThanOrEqualTo(v6 ? 1280 : 576);
      assertThat(written).isEqualTo(Math.min(v6 ? 1280 : 576, bytes.length + (v6 ? 48 : 28)));
      assertThat(error.parse(PacketBuffer.wrap(target.flip().position(11))))
          .isEqualTo(ParseResult.ICMP_ERROR);
      assertThat(error.mtu()).isEqualTo(1280);
      assertThat(error.source()).isEqualTo(v6 ? router6 : router4);
      assertThat(error.quotedSource()).isEqualTo(segment.source());
      assertThat(error.quotedDestination()).isEqualTo(segment.destination());
      assertThat(error.quotedSourcePort()).isEqualTo(segment.sourcePort());
      assertThat(error.quotedDestinationPort()).isEqualTo(segment.destinationPort());
      assertThat(error.quotedSequence()).isEqualTo(segment.sequence());
    }
  }

  @Test
  void everyTruncationIsSeen() {
    for (byte[] packet : Captures.read("icmp")) {
      for (int length = 0; length < packet.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(packet, 0, length);
        PacketBuffer trusted = PacketBuffer.wrap(cut).checksum(PacketBuffer.Checksum.TRUSTED);
        assertThat(error.parse(trusted)).isEqualTo(ParseResult.MALFORMED);
      }
    }
  }

  /** A router may quote little: the IP packet is whole, what it quotes is not. */
  @Test
  void eightOctetsOfTheQuotedHeaderSuffice() {
    for (byte[] bytes : List.of(Captures.read("icmp").get(0), Captures.read("icmp").get(2))) {
      boolean v6 = bytes[0] >> 4 == 6;
      int ipHeader = v6 ? 40 : 20;
      int full = ipHeader + 8 + ipHeader + 8;
      for (int length = ipHeader; length <= full; length++) {
        ByteBuffer packet = ByteBuffer.wrap(bytes.clone(), 0, length);
        shorten(packet, v6, length);
        assertThat(error.parse(PacketBuffer.wrap(packet).checksum(PacketBuffer.Checksum.TRUSTED)))
            .as("length " + length)
            .isEqualTo(verdictAt(length, ipHeader, full));
      }
    }
  }

  private static ParseResult verdictAt(int length, int ipHeader, int full) {
    if (length == full) {
      return ParseResult.ICMP_ERROR;
    }
    return length == ipHeader ? ParseResult.OTHER : ParseResult.MALFORMED;
  }

  private static void shorten(ByteBuffer packet, boolean v6, int length) {
    if (v6) {
      packet.putShort(4, (short) (length - 40));
    } else {
      packet.putShort(2, (short) length).putShort(10, (short) 0);
      packet.putShort(10, (short) Checksums.finish(Checksums.add(0, packet, 0, 20)));
    }
  }

  @Test
  void everyChangedByteBehindTheHeaderIsSeen() {
    for (byte[] packet : Captures.read("icmp")) {
      int header = packet[0] >> 4 == 6 ? 40 : 20;
      for (int i = header; i < packet.length; i++) {
        packet[i]++;
        assertThat(error.parse(Captures.packet(packet)))
            .isIn(ParseResult.BAD_CHECKSUM, ParseResult.OTHER)
            .matches(verdict -> verdict == ParseResult.BAD_CHECKSUM || onlyTypeSays(packet));
        packet[i]--;
      }
    }
  }

  private static boolean onlyTypeSays(byte[] packet) {
    boolean v6 = packet[0] >> 4 == 6;
    return !IcmpTypes.isError(v6, packet[v6 ? 40 : 20] & 0xFF);
  }

  @Test
  void anErrorAboutUdpIsForOthers() {
    byte[] packet = Captures.read("icmp").get(0);
    packet[28 + 9] = 17;
    assertThat(error.parse(Captures.packet(packet).checksum(PacketBuffer.Checksum.TRUSTED)))
        .isEqualTo(ParseResult.OTHER);
  }
}
