package org.mptcp4j.examples.bench.endpoint;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketDevice;

/**
 * The one connection of a bare endpoint: as little of RFC 9293 as a kernel peer needs to send bytes
 * or take them. What does not come in order is dropped, and what the peer asks for three times, or
 * has not acknowledged in time, is sent again with all behind it.
 */
final class BareConnection {
  private static final int IPV4 = 0x45;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int PSH = 8;
  private static final int ACK = 16;
  private static final int WINDOW_SCALE_OPTION = 3;
  private static final int DUPLICATES = 3;
  private static final long PATIENCE_NANOS = 200_000_000;

  private final PacketDevice device;
  private final BareSegment segment = new BareSegment();
  private boolean source;
  private boolean open;
  private boolean finCame;
  private boolean finSent;
  private boolean ackDue;
  private int rcvNxt;
  private int sndUna;
  private int sndNxt;
  private int sndEnd;
  private int scale;
  private long window;
  private int duplicates;
  private long progressAt;

  BareConnection(PacketDevice device) {
    this.device = device;
  }

  /** Takes in a packet, IPv4 without options as a kernel sends it. */
  void take(ByteBuffer packet) {
    int at = packet.position();
    if (packet.get(at) != IPV4 || packet.get(at + 9) != BareSegment.TCP) {
      return;
    }
    int tcp = at + BareSegment.IP_BYTES;
    int flags = packet.get(tcp + 13);
    int payload = packet.limit() - tcp - headerBytes(packet, tcp);
    if ((flags & SYN) != 0) {
      begin(packet, tcp);
    } else if (open) {
      acknowledged(packet.getInt(tcp + 8), packet.getShort(tcp + 14) & 0xffff, payload);
      received(packet.getInt(tcp + 4), payload, (flags & FIN) != 0);
    }
  }

  private static int headerBytes(ByteBuffer packet, int tcp) {
    return (packet.get(tcp + 12) >> 4 & 15) * 4;
  }

  private void begin(ByteBuffer packet, int tcp) {
    segment.answerTo(packet);
    source = packet.getShort(tcp + 2) == EngineEndpoint.SOURCE_PORT;
    open = true;
    finCame = false;
    finSent = false;
    rcvNxt = packet.getInt(tcp + 4) + 1;
    sndUna = 0;
    sndNxt = 1;
    sndEnd = 1;
    scale = windowScale(packet, tcp);
    window = 0;
    duplicates = 0;
    segment.send(device, SYN | ACK, 0, rcvNxt, 0);
  }

  private static int windowScale(ByteBuffer packet, int tcp) {
    int end = tcp + headerBytes(packet, tcp);
    int at = tcp + BareSegment.TCP_BYTES;
    while (at < end && packet.get(at) != 0) {
      int kind = packet.get(at);
      if (kind == WINDOW_SCALE_OPTION) {
        return packet.get(at + 2);
      }
      at += kind == 1 ? 1 : Math.max(2, packet.get(at + 1));
    }
    return 0;
  }

  private void acknowledged(int ack, int rawWindow, int payload) {
    long room = (long) rawWindow << scale;
    if (ack - sndUna > 0) {
      sndUna = ack;
      sndNxt = sndNxt - ack < 0 ? ack : sndNxt;
      duplicates = 0;
      progressAt = System.nanoTime();
    } else if (payload == 0 && room == window && sndNxt != sndUna) {
      duplicates++;
      if (duplicates == DUPLICATES) {
        goBack();
      }
    }
    window = room;
  }

  private void received(int sequence, int payload, boolean fin) {
    ackDue |= payload > 0 || fin;
    if (sequence == rcvNxt) {
      rcvNxt += payload + (fin ? 1 : 0);
      finCame |= fin;
    }
  }

  /** Sends what is due. */
  void answer() {
    if (!open) {
      return;
    }
    for (int bytes = sendable(); bytes > 0; bytes = sendable()) {
      send(ACK | PSH, bytes);
    }
    if (finCame && !finSent && !mayGoOn()) {
      send(FIN | ACK, 0);
      sndNxt++;
      finSent = true;
    }
    if (ackDue) {
      send(ACK, 0);
    }
  }

  /** Super-segments, or what a smaller window takes when there is nothing to wait for. */
  private int sendable() {
    if (!source || !mayGoOn()) {
      return 0;
    }
    int most =
        finCame ? Math.min(sndEnd - sndNxt, BareSegment.PAYLOAD_BYTES) : BareSegment.PAYLOAD_BYTES;
    long room = window - (sndNxt - sndUna);
    return room >= most ? most : sndNxt == sndUna ? (int) room : 0;
  }

  /** Whether data is due: new data, or when the peer has ended its stream what was sent before. */
  private boolean mayGoOn() {
    return !finCame || (!finSent && sndNxt - sndEnd < 0);
  }

  private void send(int flags, int payload) {
    segment.send(device, flags, sndNxt, rcvNxt, payload);
    ackDue = false;
    sndNxt += payload;
    sndEnd = sndNxt - sndEnd > 0 ? sndNxt : sndEnd;
  }

  private void goBack() {
    sndNxt = sndUna;
    finSent = false;
  }

  /** How long to wait for a packet, in nanoseconds. */
  long patienceNanos() {
    return waits() ? PATIENCE_NANOS : Long.MAX_VALUE;
  }

  private boolean waits() {
    return open && (sndNxt != sndUna || (source && mayGoOn()));
  }

  /**
   * Nothing may have come for that long: what is not acknowledged is sent again, and a window that
   * is closed is probed with a byte.
   */
  void waited(long now) {
    if (waits() && now - progressAt >= PATIENCE_NANOS) {
      progressAt = now;
      goBack();
      window = Math.max(window, 1);
    }
  }
}
