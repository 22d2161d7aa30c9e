package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.mptcp4j.CloseReason.IcmpError;
import org.mptcp4j.ResetReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.wire.IcmpErrorWriter;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.TcpFlags;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/**
 * Answers that belong to no connection: the RST to a segment that nobody wants (RFC 9293, section
 * 3.10.7.1) and ICMP errors. Only so many wait for the next poll: a flood gets fewer answers.
 */
final class Replies {
  private static final int MAX_WAITING = 256;

  private record Reply(Zone zone, ByteBuffer packet) {}

  private final CounterTable counters;
  private final ArrayDeque<Reply> waiting = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
  private final PacketWriter writer = new PacketWriter();

  Replies(CounterTable counters) {
    this.counters = counters;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** "If the connection does not exist (CLOSED), then a reset is sent" for anything but a RST. */
  void reset(Zone zone, SegmentView segment) {
    reset(zone, segment, null);
  }

  /**
   * The same with MP_TCPRST (RFC 8684, section 3.6).
   *
   * @param reason null for none
   */
  void reset(Zone zone, SegmentView segment, ResetReason reason) {
    ByteBuffer packet = segment.rst() ? null : take();
    if (packet == null) {
      return;
    }
    writer
        .from(segment.destination(), segment.destinationPort())
        .to(segment.source(), segment.sourcePort())
        .window(0);
    if (segment.ack()) {
      writer.sequence(segment.acknowledgment()).acknowledgment(0).flags(TcpFlags.RST);
    } else {
      writer
          .sequence(0)
          .acknowledgment(segment.sequence() + segment.sequenceLength())
          .flags(TcpFlags.RST | TcpFlags.ACK);
    }
    writer.begin(packet);
    if (reason != null) {
      MptcpOptionWriter.tcpRst(packet, reason);
      counters.add(Mib.MP_RST_TX, 1);
    }
    writer.end(packet, 0, 0);
    counters.add(Mib.RST_SENT, 1);
    add(zone, packet);
  }

  /** Passes an ICMP error on to the sender of {@code offending}. */
  void unreachable(Zone zone, IcmpError error, SegmentView offending) {
    ByteBuffer packet = take();
    if (packet == null) {
      return;
    }
    IpAddress to = offending.source();
    InetAddress from = error.source();
    boolean sameFamily = from.getAddress().length == to.length();
    IpAddress source = sameFamily ? IpAddress.of(from) : offending.destination();
    PacketBuffer quoted = offending.packet();
    // between the families there is one that both have: the address can't be reached
    int type = sameFamily ? error.type() : to.v6() ? 1 : 3;
    int code = sameFamily ? error.code() : to.v6() ? 3 : 1;
    IcmpErrorWriter.write(packet, source, to, type, code, 0, quoted.bytes());
    counters.add(Mib.ICMP_ERRORS_OUT, 1);
    add(zone, packet);
  }

  void flush(Egress egress) {
    Reply reply;
    while ((reply = waiting.pollFirst()) != null) {
      egress.sendWhole(reply.zone, reply.packet);
      idle.addFirst(reply.packet);
    }
  }

  private ByteBuffer take() {
    if (waiting.size() >= MAX_WAITING) {
      counters.add(Mib.REPLIES_DROPPED, 1);
      return null;
    }
    ByteBuffer packet = idle.pollFirst();
    return packet == null ? ByteBuffer.allocate(IcmpErrorWriter.V6_MAX_BYTES) : packet.clear();
  }

  private void add(Zone zone, ByteBuffer packet) {
    waiting.addLast(new Reply(zone, packet.flip()));
  }
}
