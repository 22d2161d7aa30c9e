package org.mptcp4j.sim.middlebox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Middlebox;
import org.mptcp4j.sim.Packets;

/** A box by itself: segments go in, and what comes out has right checksums. */
final class BoxBench {
  static final String CLIENT = "10.0.0.1";
  static final String SERVER = "10.0.0.2";
  static final int CLIENT_ISS = 1000;
  static final int SERVER_ISS = 5000;
  static final TcpOption MSS = TcpOption.of((byte) 2, (byte) 4, (byte) 5, (byte) 0xb4);

  /** A DSS, as far as its subtype goes. */
  static final TcpOption DSS = TcpOption.of((byte) 30, (byte) 4, (byte) 0x20, (byte) 0);

  record Out(Direction direction, TcpSegment segment) {
    String text() {
      return new String(segment.payload(), StandardCharsets.US_ASCII);
    }
  }

  private final Middlebox box;
  private long now;

  BoxBench(Middlebox box) {
    this.box = box;
  }

  /** A segment from the client, at a position of its stream. */
  static TcpSegment up(int flags, long position, long acknowledged, String payload) {
    return segment(CLIENT, SERVER, CLIENT_ISS + (int) position, payload)
        .flags(flags)
        .acknowledgment(SERVER_ISS + (int) acknowledged);
  }

  /** A segment from the server. */
  static TcpSegment down(int flags, long position, long acknowledged, String payload) {
    TcpSegment opposite = up(flags, 0, 0, payload);
    return segment(SERVER, CLIENT, SERVER_ISS + (int) position, payload)
        .flags(flags)
        .source(opposite.destination())
        .destination(opposite.source())
        .acknowledgment(CLIENT_ISS + (int) acknowledged);
  }

  private static TcpSegment segment(String from, String to, int sequence, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = Packets.tcp(from, to, sequence, 0);
    return TcpSegment.parse(packet).orElseThrow().payload(bytes);
  }

  /** Lets the handshake pass. */
  BoxBench opened() {
    send(Direction.A_TO_B, up(TcpSegment.SYN, 0, 0, "").options(List.of(MSS)));
    send(Direction.B_TO_A, down(TcpSegment.SYN | TcpSegment.ACK, 0, 1, "").options(List.of(MSS)));
    send(Direction.A_TO_B, up(TcpSegment.ACK, 1, 1, ""));
    return this;
  }

  List<Out> data(long position, String payload, TcpOption... options) {
    TcpSegment segment = up(TcpSegment.ACK | TcpSegment.PSH, position, 1, payload);
    return send(Direction.A_TO_B, segment.options(List.of(options)));
  }

  List<Out> ack(long acknowledged) {
    return send(Direction.B_TO_A, down(TcpSegment.ACK, 1, acknowledged, ""));
  }

  List<Out> send(Direction direction, TcpSegment segment) {
    List<Out> out = new ArrayList<>();
    box.onPacket(direction, segment.toPacket(), now, (to, packet) -> out.add(check(to, packet)));
    return out;
  }

  /** Lets time pass. */
  List<Out> advance(long nanos) {
    List<Out> out = new ArrayList<>();
    long end = now + nanos;
    while (box.nextDeadlineNanos() <= end) {
      now = Math.max(now, box.nextDeadlineNanos());
      box.onDeadline(now, (to, packet) -> out.add(check(to, packet)));
    }
    now = end;
    return out;
  }

  private static Out check(Direction direction, ByteBuffer packet) {
    int length = packet.limit();
    assertThat(packet.getShort(2)).isEqualTo((short) length);
    assertThat(Packets.valid(packet, 0, 20, 0)).as("header checksum").isTrue();
    long pseudo = 6 + (length - 20) + Packets.sum(packet, 12, 8);
    assertThat(Packets.valid(packet, 20, length - 20, pseudo)).as("TCP checksum").isTrue();
    return new Out(direction, TcpSegment.parse(packet).orElseThrow());
  }
}
