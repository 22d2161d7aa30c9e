package org.mptcp4j.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.wire.IcmpErrorView;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOptions;

/**
 * A packet that the engine sent. Whatever else a test looks at: each one has right checksums, well
 * formed options, and no more than 40 bytes of them.
 *
 * @param flags letters of S, F, R, A; or ICMP
 * @param options of Multipath TCP, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Seen(
    long time,
    Zone zone,
    InetSocketAddress from,
    InetSocketAddress to,
    String flags,
    int seq,
    int ack,
    int window,
    byte[] payload,
    int optionBytes,
    int mss,
    int tsValue,
    List<MptcpOption> options,
    byte[] packet) {

  static Seen of(Zone zone, ByteBuffer bytes, long time) {
    PacketBuffer packet = PacketBuffer.wrap(bytes);
    byte[] raw = new byte[bytes.remaining()];
    bytes.get(0, raw);
    SegmentView view = new SegmentView();
    ParseResult result = view.parse(packet);
    if (result == ParseResult.ICMP_ERROR) {
      return icmp(zone, packet, raw, time);
    }
    assertThat(result).isEqualTo(ParseResult.TCP);
    assertThat(view.options().mptcpMalformed()).as("malformed option").isFalse();
    int ipHeader = view.v6() ? 40 : 20;
    int optionBytes = view.payloadOffset() - ipHeader - 20;
    assertThat(optionBytes).as("options in bytes").isBetween(0, 40);
    byte[] payload = new byte[view.payloadLength()];
    bytes.get(view.payloadOffset(), payload);
    ByteBuffer field = bytes.duplicate().position(ipHeader + 20).limit(view.payloadOffset());
    return new Seen(
        time,
        zone,
        new InetSocketAddress(view.source().toInetAddress(), view.sourcePort()),
        new InetSocketAddress(view.destination().toInetAddress(), view.destinationPort()),
        letters(view),
        view.sequence(),
        view.acknowledgment(),
        view.window(),
        payload,
        optionBytes,
        view.options().hasMss() ? view.options().mss() : 0,
        view.options().hasTimestamps() ? view.options().tsValue() : 0,
        MptcpOptions.parse(field),
        raw);
  }

  /** The packets of a capture. */
  static List<Seen> ofCapture(List<byte[]> packets) {
    return packets.stream().map(packet -> of(null, ByteBuffer.wrap(packet), 0)).toList();
  }

  private static Seen icmp(Zone zone, PacketBuffer packet, byte[] raw, long time) {
    IcmpErrorView view = new IcmpErrorView();
    assertThat(view.parse(packet)).isEqualTo(ParseResult.ICMP_ERROR);
    return new Seen(
        time,
        zone,
        new InetSocketAddress(view.source().toInetAddress(), 0),
        new InetSocketAddress(view.destination().toInetAddress(), 0),
        "ICMP",
        0,
        0,
        0,
        new byte[0],
        0,
        0,
        0,
        List.of(),
        raw);
  }

  private static String letters(SegmentView view) {
    return (view.syn() ? "S" : "")
        + (view.fin() ? "F" : "")
        + (view.rst() ? "R" : "")
        + (view.ack() ? "A" : "");
  }

  /** Whether it has the PSH bit, which {@link #flags} leaves out. */
  public boolean push() {
    int ipHeader = from.getAddress().getAddress().length == 16 ? 40 : 20;
    return (packet[ipHeader + 13] & 0x08) != 0;
  }

  /** What it takes of the sequence space. */
  public int length() {
    return payload.length + (flags.contains("S") || flags.contains("F") ? 1 : 0);
  }

  public boolean has(Class<? extends MptcpOption> type) {
    return options.stream().anyMatch(type::isInstance);
  }

  /** Its option of that type; fails where there is none. */
  public <T extends MptcpOption> T option(Class<T> type) {
    return options.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + this));
  }

  public MptcpOption.Dss dss() {
    return option(MptcpOption.Dss.class);
  }

  public MptcpOption.MpCapable capable() {
    return option(MptcpOption.MpCapable.class);
  }

  /** Its payload as ASCII. */
  public String text() {
    return new String(payload, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "%d.%03d s %s %s seq %d ack %d win %d len %d %s"
        .formatted(
            time / Bench.SECOND,
            time / Bench.MILLI % 1000,
            from.getPort() + ">" + to,
            flags,
            Integer.toUnsignedLong(seq),
            Integer.toUnsignedLong(ack),
            window,
            payload.length,
            options);
  }
}
