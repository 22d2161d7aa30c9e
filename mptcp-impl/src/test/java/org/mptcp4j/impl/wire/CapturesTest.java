package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.wire.option.DssView;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOptions;

/** Real packets of a Linux kernel; capture.py beside them tells how they were made. */
class CapturesTest {
  private final SegmentView view = new SegmentView();

  @Test
  void everySegmentIsReadWhole() {
    for (byte[] packet : Captures.tcp()) {
      assertThat(view.parse(Captures.packet(packet))).isEqualTo(ParseResult.TCP);
      assertThat(view.options().mptcpMalformed()).isFalse();
      assertThat(view.payloadOffset() + view.payloadLength()).isEqualTo(packet.length);
    }
  }

  @Test
  void theHeadersThatWeWriteAreTheSame() {
    PacketWriter writer = new PacketWriter();
    for (byte[] packet : Captures.tcp()) {
      view.parse(Captures.packet(packet));
      int tcpAt = view.v6() ? 40 : 20;
      ByteBuffer original = ByteBuffer.wrap(packet);
      ByteBuffer target = ByteBuffer.allocate(200).position(3);
      describe(writer, original);
      writer.begin(target);
      target.put(packet, tcpAt + 20, view.payloadOffset() - tcpAt - 20);
      writer.end(
          target,
          view.payloadLength(),
          Checksums.add(0, original, view.payloadOffset(), view.payloadLength()));
      if (!view.v6()) {
        withoutIdentification(original);
        withoutIdentification(target);
      }
      assertThat(target.flip().position(3).slice())
          .isEqualTo(original.limit(view.payloadOffset()).position(0));
    }
  }

  private void describe(PacketWriter writer, ByteBuffer original) {
    writer
        .from(view.source(), view.sourcePort())
        .to(view.destination(), view.destinationPort())
        .trafficClass(view.trafficClass())
        .hopLimit(view.hopLimit())
        .flowLabel(view.v6() ? original.getInt(0) & 0xFFFFF : 0)
        .sequence(view.sequence())
        .acknowledgment(view.acknowledgment())
        .flags(view.flags())
        .window(view.window())
        .urgentPointer(view.urgentPointer());
  }

  /** Linux numbers its packets, we don't: RFC 6864 lets both be. */
  private static void withoutIdentification(ByteBuffer ip) {
    int at = ip.get(0) == 0x45 || ip.get(0) == 0x40 ? 0 : 3;
    ip.putShort(at + 4, (short) 0).putShort(at + 10, (short) 0);
  }

  @Test
  void theHandshakeOfVersion1() {
    List<byte[]> packets = Captures.read("v1-ipv4-checksum");
    view.parse(Captures.packet(packets.get(0)));
    assertThat(view.syn()).isTrue();
    assertThat(view.ack()).isFalse();
    assertThat(view.options().mss()).isEqualTo(1460);
    assertThat(view.options().windowScale()).isEqualTo(10);
    assertThat(view.options().sackPermitted()).isTrue();
    assertThat(view.options().hasTimestamps()).isTrue();
    assertThat(view.options().mpCapable().version()).isEqualTo(1);
    assertThat(view.options().mpCapable().length()).isEqualTo(4);
    assertThat(view.options().mpCapable().flags()).isEqualTo(0x81);
    view.parse(Captures.packet(packets.get(1)));
    assertThat(view.options().mpCapable().length()).isEqualTo(12);
    final long listenerKey = view.options().mpCapable().senderKey();
    view.parse(Captures.packet(packets.get(2)));
    assertThat(view.options().mpCapable().length()).isEqualTo(20);
    assertThat(view.options().mpCapable().receiverKey()).isEqualTo(listenerKey);
    view.parse(Captures.packet(packets.get(3)));
    assertThat(view.options().mpCapable().hasData()).isTrue();
    assertThat(view.options().mpCapable().dataLevelLength()).isEqualTo(300);
    assertThat(view.options().mpCapable().hasChecksum()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-ipv4-checksum", "v1-ipv6", "v1-fastclose", "v1-fail"})
  void everyOptionIsWrittenAsItWasRead(String name) {
    for (byte[] packet : Captures.read(name)) {
      view.parse(Captures.packet(packet));
      for (MptcpOption option : MptcpOptions.parse(optionsOf(packet))) {
        ByteBuffer written = ByteBuffer.allocate(44);
        MptcpOptions.write(List.of(option), written);
        assertThat(MptcpOptions.parse(written.flip())).containsExactly(option);
        byte[] wire = new byte[option.length()];
        written.position(0).get(wire);
        assertThat(packet).as(option.toString()).containsSequence(wire);
      }
    }
  }

  private ByteBuffer optionsOf(byte[] packet) {
    int tcpAt = view.v6() ? 40 : 20;
    return ByteBuffer.wrap(packet).limit(view.payloadOffset()).position(tcpAt + 20);
  }

  @Test
  void theCapturesHoldEveryOptionOfVersion1() {
    Set<Class<?>> kinds = new HashSet<>();
    for (byte[] packet : Captures.tcp()) {
      view.parse(Captures.packet(packet));
      MptcpOptions.parse(optionsOf(packet)).forEach(option -> kinds.add(option.getClass()));
    }
    assertThat(kinds).containsExactlyInAnyOrder(MptcpOption.class.getPermittedSubclasses());
  }

  @Test
  void dssChecksumsOfTheKernelVerify() {
    int checked = 0;
    for (byte[] packet : Captures.read("v1-ipv4-checksum")) {
      view.parse(Captures.packet(packet));
      DssView dss = view.options().dss();
      if (dss.hasMapping() && dss.dsnIs64() && view.payloadLength() > 0) {
        assertThat(dss.hasChecksum()).isTrue();
        assertThat(view.payloadLength()).isEqualTo(dss.dataLevelLength());
        long payload =
            Checksums.add(0, ByteBuffer.wrap(packet), view.payloadOffset(), view.payloadLength());
        int ssn = dss.subflowSequence();
        int length = dss.dataLevelLength();
        assertThat(DssChecksum.compute(dss.dsn(), ssn, length, payload)).isEqualTo(dss.checksum());
        assertThat(DssChecksum.verifies(dss.dsn(), ssn, length, payload, dss.checksum())).isTrue();
        assertThat(DssChecksum.verifies(dss.dsn(), ssn, length, payload + 1, dss.checksum()))
            .isFalse();
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(4);
  }

  @Test
  void sackBlocksNameWhatCameOutOfOrder() {
    Map<Integer, Integer> byCount = new HashMap<>();
    for (byte[] packet : Captures.read("tcp-sack")) {
      view.parse(Captures.packet(packet));
      ReceivedOptions options = view.options();
      byCount.merge(options.sackBlockCount(), 1, Integer::sum);
      for (int i = 0; i < options.sackBlockCount(); i++) {
        assertThat(SequenceNumbers.lessThan(options.sackLeft(i), options.sackRight(i))).isTrue();
      }
    }
    assertThat(byCount).containsKeys(1, 2, 3);
  }
}
