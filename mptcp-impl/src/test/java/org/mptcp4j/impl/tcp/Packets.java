package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;

/** Writes packets of outgoing segments, as an egress does, and describes packets. */
public final class Packets {
  private Packets() {}

  /** The packet of payload bytes {@code from} to {@code from + length} of a segment. */
  public static PacketBuffer write(
      PacketWriter writer,
      PacketPool pool,
      OutgoingSegment segment,
      int from,
      int length,
      boolean last) {
    FlowKey key = segment.key();
    PacketBuffer packet = pool.acquire();
    ByteBuffer target = packet.bytes();
    int flags =
        last ? segment.flags() : segment.flags() & ~(OutgoingSegment.FIN | OutgoingSegment.PSH);
    writer
        .from(key.local(), key.localPort())
        .to(key.remote(), key.remotePort())
        .sequence(segment.wireSequence() + from)
        .acknowledgment(segment.wireAcknowledgment())
        .flags(from == 0 ? flags : flags & ~OutgoingSegment.CWR)
        .trafficClass(segment.ecn())
        .window(segment.window())
        .urgentPointer(segment.urgentPointer());
    int start = target.position();
    int payloadAt = start + PacketWriter.headerLength(key.local().v6()) + segment.options().limit();
    copyPayload(segment, from, length, target, payloadAt);
    writer.begin(target);
    int optionBytes = segment.options().limit();
    target.put(target.position(), segment.options(), 0, optionBytes);
    target.position(target.position() + optionBytes);
    writer.end(target, length, Checksums.add(0, target, payloadAt, length));
    target.limit(payloadAt + length).position(start);
    return packet;
  }

  private static void copyPayload(
      OutgoingSegment segment, int from, int length, ByteBuffer target, int at) {
    int skip = from;
    int left = length;
    int put = at;
    for (int i = 0; i < segment.payload().count() && left > 0; i++) {
      ByteBuffer piece = segment.payload().get(i);
      int n = Math.min(left, piece.remaining() - skip);
      if (n <= 0) {
        skip -= piece.remaining();
        continue;
      }
      target.put(put, piece, piece.position() + skip, n);
      skip = 0;
      put += n;
      left -= n;
    }
    if (left > 0) {
      throw new AssertionError("the payload is " + left + " bytes too short");
    }
  }

  public static String describe(PacketBuffer packet, String direction) {
    SegmentView view = new SegmentView();
    view.parse(packet);
    StringBuilder text = new StringBuilder(direction);
    text.append(view.syn() ? " SYN" : "").append(view.fin() ? " FIN" : "");
    text.append(view.rst() ? " RST" : "").append(view.ack() ? " ACK" : "");
    text.append(" seq=").append(Integer.toUnsignedString(view.sequence()));
    text.append(" ack=").append(Integer.toUnsignedString(view.acknowledgment()));
    text.append(" len=").append(view.payloadLength()).append(" win=").append(view.window());
    for (int i = 0; i < view.options().sackBlockCount(); i++) {
      text.append(" sack=").append(Integer.toUnsignedString(view.options().sackLeft(i)));
      text.append('-').append(Integer.toUnsignedString(view.options().sackRight(i)));
    }
    return text.toString();
  }
}
