package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketBuffer.Checksum;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOptionSamples;
import org.mptcp4j.impl.wire.option.MptcpOptions;

/** Good segments of every kind, and all the ways in which they can be spoiled. */
class SegmentViewTest {
  private static final IpAddress A4 = IpAddress.v4(0x0A00_0102);
  private static final IpAddress B4 = IpAddress.v4(0xC000_0201);
  private static final IpAddress A6 = IpAddress.v6(0x2001_0DB8L << 32, 0xA);
  private static final IpAddress B6 = IpAddress.v6(0x2001_0DB8L << 32 | 1, 0xB);

  private final SegmentView view = new SegmentView();

  /** A segment with one option and so much payload. */
  static byte[] segment(boolean v6, MptcpOption option, int payloadLength) {
    PacketWriter writer = new PacketWriter();
    writer.from(v6 ? A6 : A4, 4000).to(v6 ? B6 : B4, 443).trafficClass(0xB8).hopLimit(9);
    writer.sequence(0x8000_0001).acknowledgment(-5).window(0xFFFE);
    writer.flags(TcpFlags.ACK | TcpFlags.PSH);
    ByteBuffer target = ByteBuffer.allocate(200 + payloadLength);
    writer.begin(target);
    option.writeTo(target);
    ByteBuffer payload = ByteBuffer.allocate(payloadLength);
    for (int i = 0; i < payloadLength; i++) {
      payload.put(i, (byte) (i * 31 + 7));
    }
    writer.end(target, payloadLength, Checksums.add(0, payload, 0, payloadLength));
    byte[] packet = new byte[target.put(payload).position()];
    target.flip().get(packet);
    return packet;
  }

  private static List<byte[]> everyOption() {
    List<MptcpOption> options = new ArrayList<>(MptcpOptionSamples.version0());
    options.addAll(MptcpOptionSamples.version1());
    List<byte[]> packets = new ArrayList<>();
    for (MptcpOption option : options) {
      packets.add(segment(packets.size() % 2 == 0, option, packets.size() % 7));
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allFieldsComeBack(boolean v6) {
    byte[] packet = segment(v6, new MptcpOption.MpFail(77), 1001);
    ByteBuffer memory = ByteBuffer.allocateDirect(packet.length + 20).position(13).put(packet);
    PacketBuffer buffer = PacketBuffer.wrap(memory.flip().position(13));
    assertThat(view.parse(buffer)).isEqualTo(ParseResult.TCP);
    assertThat(view.ipVersion()).isEqualTo(v6 ? 6 : 4);
    assertThat(view.source()).isEqualTo(v6 ? A6 : A4);
    assertThat(view.destination()).isEqualTo(v6 ? B6 : B4);
    assertThat(view.sourceLo()).isEqualTo(view.source().lo());
    assertThat(view.destinationHi()).isEqualTo(view.destination().hi());
    assertThat(view.flowKey(3)).isEqualTo(new FlowKey(3, v6 ? B6 : B4, 443, v6 ? A6 : A4, 4000));
    assertThat(view.trafficClass()).isEqualTo(0xB8);
    assertThat(view.hopLimit()).isEqualTo(9);
    assertThat(view.protocol()).isEqualTo(6);
    assertThat(view.sequence()).isEqualTo(0x8000_0001);
    assertThat(view.acknowledgment()).isEqualTo(-5);
    assertThat(view.window()).isEqualTo(0xFFFE);
    assertThat(view.flags()).isEqualTo(0x18);
    assertThat(view.ack() && view.psh()).isTrue();
    assertThat(view.syn() || view.fin() || view.rst() || view.urg()).isFalse();
    assertThat(view.urgentPointer()).isZero();
    assertThat(view.payloadLength()).isEqualTo(1001);
    assertThat(view.sequenceLength()).isEqualTo(1001);
    assertThat(view.payloadOffset()).isEqualTo(memory.limit() - 1001);
    assertThat(view.options().mpFail().dsn()).isEqualTo(77);
    assertThat(view.packet()).isSameAs(buffer);
    assertThat(memory.position()).isEqualTo(13);
    assertThat(memory.limit()).isEqualTo(13 + packet.length);
  }

  @Test
  void everyOptionPassesThroughASegment() {
    for (MptcpOption option : MptcpOptionSamples.version1()) {
      byte[] packet = segment(false, option, 1);
      assertThat(view.parse(Captures.packet(packet))).isEqualTo(ParseResult.TCP);
      assertThat(view.options().hasMptcp()).isTrue();
      assertThat(view.options().mptcpMalformed()).isFalse();
      ByteBuffer field = ByteBuffer.wrap(packet).limit(view.payloadOffset()).position(40);
      assertThat(MptcpOptions.parse(field)).containsExactly(option);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsSeen(boolean trusted) {
    List<byte[]> packets = everyOption();
    packets.addAll(Captures.tcp());
    for (byte[] packet : packets) {
      for (int length = 0; length < packet.length; length++) {
        PacketBuffer cut = PacketBuffer.wrap(ByteBuffer.wrap(packet, 0, length));
        cut.checksum(trusted ? Checksum.TRUSTED : Checksum.UNVERIFIED);
        assertThat(view.parse(cut)).isEqualTo(ParseResult.MALFORMED);
      }
    }
  }

  /** The IP header is made to match: now TCP's own lengths must show that something lacks. */
  @Test
  void everyTruncationOfTheTcpHeaderIsSeen() {
    for (byte[] packet : everyOption()) {
      view.parse(Captures.packet(packet));
      int ipHeader = view.v6() ? 40 : 20;
      int headers = view.payloadOffset();
      for (int length = ipHeader; length < packet.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(packet.clone(), 0, length);
        setIpLength(cut, length);
        assertThat(view.parse(PacketBuffer.wrap(cut)))
            .isIn(
                length < headers
                    ? List.of(ParseResult.MALFORMED)
                    : List.of(ParseResult.BAD_CHECKSUM));
        assertThat(view.parse(PacketBuffer.wrap(cut).checksum(Checksum.TRUSTED)))
            .isEqualTo(length < headers ? ParseResult.MALFORMED : ParseResult.TCP);
      }
    }
  }

  private static void setIpLength(ByteBuffer packet, int length) {
    if (packet.get(0) >> 4 == 6) {
      packet.putShort(4, (short) (length - 40));
    } else {
      packet.putShort(2, (short) length).putShort(10, (short) 0);
      packet.putShort(10, (short) Checksums.finish(Checksums.add(0, packet, 0, 20)));
    }
  }

  @Test
  void everyValueOfEveryByteIsJudgedWithoutException() {
    for (byte[] packet : everyOption()) {
      boolean v6 = packet[0] >> 4 == 6;
      for (int i = 0; i < packet.length; i++) {
        byte original = packet[i];
        for (int value = 0; value < 256; value++) {
          packet[i] = (byte) value;
          view.parse(Captures.packet(packet).checksum(Checksum.TRUSTED));
          ParseResult verdict = view.parse(Captures.packet(packet));
          boolean unprotected = v6 && ((i >= 1 && i <= 3) || i == 7 || (i == 0 && value >> 4 == 6));
          if (value != (original & 0xFF) && !unprotected) {
            assertThat(verdict).as("byte %d = %02x", i, value).isNotEqualTo(ParseResult.TCP);
          } else {
            assertThat(verdict).isEqualTo(ParseResult.TCP);
          }
        }
        packet[i] = original;
      }
    }
  }

  @Test
  void bytesBehindThePacketArePadding() {
    for (boolean v6 : new boolean[] {false, true}) {
      byte[] packet = segment(v6, new MptcpOption.MpFail(1), 3);
      byte[] padded = java.util.Arrays.copyOf(packet, packet.length + 9);
      assertThat(view.parse(Captures.packet(padded))).isEqualTo(ParseResult.TCP);
      assertThat(view.payloadLength()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, TCP",
    "0x4000, 1, TCP",
    "0x2000, 1, FRAGMENT",
    "1, 1, FRAGMENT",
    "0x1FFF, 1, FRAGMENT"
  })
  void fragmentsOfIpv4(String field, int length, ParseResult expected) {
    byte[] packet = segment(false, new MptcpOption.MpFail(1), length);
    ByteBuffer.wrap(packet).putShort(6, (short) (int) Integer.decode(field));
    setIpLength(ByteBuffer.wrap(packet), packet.length);
    assertThat(view.parse(Captures.packet(packet))).isEqualTo(expected);
    assertThat(view.source()).isEqualTo(A4);
  }

  @Test
  void extensionHeadersOfIpv6AreSkipped() {
    byte[] packet = segment(true, new MptcpOption.MpFail(5), 10);
    assertThat(view.parse(Captures.packet(extended(packet, 0, 60, 43)))).isEqualTo(ParseResult.TCP);
    assertThat(view.payloadLength()).isEqualTo(10);
    assertThat(view.options().mpFail().dsn()).isEqualTo(5);
    assertThat(view.parse(Captures.packet(extended(packet, 0, 44))))
        .isEqualTo(ParseResult.FRAGMENT);
    assertThat(view.parse(Captures.packet(extended(packet, 50)))).isEqualTo(ParseResult.OTHER);
    assertThat(view.parse(Captures.packet(extended(packet, 0, 60, 60, 60, 60, 60, 60, 60, 60))))
        .isEqualTo(ParseResult.MALFORMED);
  }

  @Test
  void truncatedExtensionHeadersAreSeen() {
    byte[] packet = extended(segment(true, new MptcpOption.MpFail(5), 0), 0, 60);
    for (int length = 41; length < packet.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(packet.clone(), 0, length);
      setIpLength(cut, length);
      assertThat(view.parse(PacketBuffer.wrap(cut).checksum(Checksum.TRUSTED)))
          .isEqualTo(ParseResult.MALFORMED);
    }
    packet[41] = (byte) 200;
    assertThat(view.parse(Captures.packet(packet))).isEqualTo(ParseResult.MALFORMED);
  }

  /** The packet with extension headers of these kinds, 8 octets each. */
  private static byte[] extended(byte[] packet, int... kinds) {
    ByteBuffer out = ByteBuffer.allocate(packet.length + 8 * kinds.length);
    out.put(packet, 0, 40);
    out.putShort(4, (short) (out.capacity() - 40)).put(6, (byte) kinds[0]);
    for (int i = 0; i < kinds.length; i++) {
      out.put((byte) (i + 1 < kinds.length ? kinds[i + 1] : 6)).put((byte) 0).put(new byte[6]);
    }
    return out.put(packet, 40, packet.length - 40).array();
  }

  @Test
  void ipv4OptionsAreSkipped() {
    byte[] packet = segment(false, new MptcpOption.MpFail(5), 4);
    ByteBuffer longer = ByteBuffer.allocate(packet.length + 8);
    longer.put(packet, 0, 20).put(new byte[] {1, 1, 1, 1, 1, 1, 1, 0});
    longer.put(packet, 20, packet.length - 20).flip();
    longer.put(0, (byte) 0x47).putShort(2, (short) longer.limit()).putShort(10, (short) 0);
    longer.putShort(10, (short) Checksums.finish(Checksums.add(0, longer, 0, 28)));
    assertThat(view.parse(PacketBuffer.wrap(longer))).isEqualTo(ParseResult.TCP);
    assertThat(view.payloadLength()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "17, false, OTHER",
    "17, true, OTHER",
    "58, false, OTHER",
    "1, true, OTHER",
    "59, true, OTHER"
  })
  void otherProtocolsAreForOthers(int protocol, boolean v6, ParseResult expected) {
    byte[] packet = segment(v6, new MptcpOption.MpFail(5), 4);
    packet[v6 ? 6 : 9] = (byte) protocol;
    setIpLength(ByteBuffer.wrap(packet), packet.length);
    assertThat(view.parse(Captures.packet(packet))).isEqualTo(expected);
    assertThat(view.protocol()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLargestSuperSegment(boolean v6) {
    byte[] packet = segment(v6, new MptcpOption.MpFail(5), 65_535 - 20 - 20 - 12);
    assertThat(view.parse(Captures.packet(packet))).isEqualTo(ParseResult.TCP);
    assertThat(view.payloadLength()).isEqualTo(65_483);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void offloadStartsFromThePseudoHeader(boolean v6) {
    PacketWriter writer = new PacketWriter();
    writer.from(v6 ? A6 : A4, 1).to(v6 ? B6 : B4, 2).flags(TcpFlags.ACK);
    ByteBuffer target = ByteBuffer.allocate(100);
    writer.begin(target);
    writer.endForOffload(target, 0);
    target.flip();
    PacketBuffer packet = PacketBuffer.wrap(target);
    assertThat(view.parse(packet)).isEqualTo(ParseResult.BAD_CHECKSUM);
    assertThat(view.parse(packet.checksum(Checksum.TRUSTED))).isEqualTo(ParseResult.TCP);
    int tcp = v6 ? 40 : 20;
    // what the device does: it sums up from the TCP header on, the field included
    target.putShort(tcp + 16, (short) Checksums.finish(Checksums.add(0, target, tcp, 20)));
    assertThat(view.parse(PacketBuffer.wrap(target))).isEqualTo(ParseResult.TCP);
  }

  @Test
  void fieldsWithoutTheirFlagAreWrittenAsZero() {
    PacketWriter writer = new PacketWriter().from(A4, 1).to(B4, 2);
    writer.acknowledgment(77).urgentPointer(88);
    assertThat(view.parse(written(writer.flags(TcpFlags.SYN)))).isEqualTo(ParseResult.TCP);
    assertThat(view.acknowledgment()).isZero();
    assertThat(view.urgentPointer()).isZero();
    assertThat(view.sequenceLength()).isEqualTo(1);
    int both = TcpFlags.ACK | TcpFlags.URG | TcpFlags.FIN;
    assertThat(view.parse(written(writer.flags(both)))).isEqualTo(ParseResult.TCP);
    assertThat(view.acknowledgment()).isEqualTo(77);
    assertThat(view.urgentPointer()).isEqualTo(88);
    assertThat(view.urg() && view.fin() && view.ack()).isTrue();
    assertThat(view.rst() || view.psh() || view.syn()).isFalse();
  }

  private static PacketBuffer written(PacketWriter writer) {
    ByteBuffer target = ByteBuffer.allocate(60);
    writer.begin(target);
    writer.end(target, 0, 0);
    return PacketBuffer.wrap(target.flip());
  }
}
