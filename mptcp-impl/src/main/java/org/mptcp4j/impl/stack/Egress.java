package org.mptcp4j.impl.stack;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;

/**
 * The last step of the way out: writes IP and TCP headers, cuts super-segments where the device
 * does not, and hands packets over. Payload stays where it is.
 */
final class Egress implements OutgoingSegment.Sink {
  private static final int MAX_HEADER_BYTES = 40 + 60;

  private final Zones zones;
  private final CounterTable counters;
  private final ByteBuffer header = ByteBuffer.allocateDirect(MAX_HEADER_BYTES);
  private final PacketWriter writer = new PacketWriter();
  private final HeldPacket packet = new HeldPacket();
  private PacketSink sink;

  Egress(Zones zones, CounterTable counters) {
    this.zones = zones;
    this.counters = counters;
  }

  /** Where packets go until the next call. */
  void begin(PacketSink target) {
    sink = target;
  }

  /** A packet that stands in one buffer: a RST or an ICMP error. */
  void sendWhole(Zone zone, ByteBuffer whole) {
    sink.send(packet.begin(zone, whole));
  }

  @Override
  public void send(OutgoingSegment segment) {
    Zone zone = zones.get(segment.key().zone());
    int total = segment.length();
    int piece = segment.segmentSize();
    if (total <= piece || piece <= 0) {
      sendPiece(zone, segment, 0, total, 0);
    } else if (zone.maxPacketBytes() > zone.mtu() && !segment.isFragmentable()) {
      sendPiece(zone, segment, 0, total, piece);
    } else {
      for (int at = 0; at < total; at += piece) {
        sendPiece(zone, segment, at, Math.min(piece, total - at), 0);
      }
    }
  }

  private void sendPiece(Zone zone, OutgoingSegment segment, int at, int length, int cutBy) {
    boolean last = at + length == segment.length();
    int onlyLast = OutgoingSegment.FIN | OutgoingSegment.PSH;
    int flags = last ? segment.flags() : segment.flags() & ~onlyLast;
    writeHeader(segment, at, at == 0 ? flags : flags & ~OutgoingSegment.CWR);
    packet.begin(zone, header).take(segment.payload(), at, length);
    packet.cutBy(cutBy);
    if (cutBy == 0) {
      writer.end(header, length, packet.sum());
    } else {
      writer.endForOffload(header, length);
    }
    header.flip();
    counters.add(Mib.SEGMENTS_OUT, 1);
    if (segment.isRetransmission()) {
      counters.add(Mib.SEGMENTS_RETRANSMITTED, 1);
    }
    sink.send(packet);
  }

  private void writeHeader(OutgoingSegment segment, int at, int flags) {
    FlowKey key = segment.key();
    writer
        .from(key.local(), key.localPort())
        .to(key.remote(), key.remotePort())
        .sequence(segment.wireSequence() + at)
        .acknowledgment(segment.wireAcknowledgment())
        .flags(flags)
        .trafficClass(segment.ecn())
        .fragmentable(segment.isFragmentable())
        .window(segment.window())
        .urgentPointer(segment.urgentPointer());
    header.clear();
    writer.begin(header);
    ByteBuffer options = segment.options();
    int length = options.remaining();
    header.put(header.position(), options, options.position(), length);
    header.position(header.position() + length);
  }
}
