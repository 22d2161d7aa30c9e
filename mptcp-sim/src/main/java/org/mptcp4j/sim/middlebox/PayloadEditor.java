package org.mptcp4j.sim.middlebox;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.mptcp4j.sim.Direction;

/**
 * An application-level gateway that replaces a piece of the payload by another that may be longer
 * or shorter, as one does with addresses in FTP. It adjusts sequence numbers, acknowledgments and
 * SACK blocks behind that place, and does the same each time the piece is sent again.
 */
public final class PayloadEditor extends TcpMiddlebox {
  private final Direction direction;
  private final long at;
  private final int removed;
  private final byte[] inserted;
  private final int packetBytes;
  private final Set<TcpFlow> begun = new HashSet<>();
  private long edits;

  /**
   * @param direction of the payload that is edited
   * @param at position of the piece in its flow (1 is the first byte)
   * @param removed how many bytes from there on go
   * @param inserted what takes their place
   * @param packetBytes a packet that grows beyond it is cut in two
   */
  public PayloadEditor(
      Selection selection,
      Direction direction,
      long at,
      int removed,
      byte[] inserted,
      int packetBytes) {
    super(selection);
    this.direction = direction;
    this.at = at;
    this.removed = removed;
    this.inserted = inserted.clone();
    this.packetBytes = packetBytes;
  }

  /** How many segments were changed so far. */
  public long edits() {
    return edits;
  }

  /** Selected are the flows that are edited: from the first selected segment on. */
  @Override
  protected void onSelected(Arrival arrival, Output out) {
    if (arrival.flow().knows(direction) && arrival.flow().end(direction) <= at) {
      begun.add(arrival.flow());
    }
    onOther(arrival, out);
  }

  @Override
  protected void onOther(Arrival arrival, Output out) {
    if (!begun.contains(arrival.flow())) {
      pass(arrival, out);
    } else if (arrival.direction() == direction) {
      edit(arrival, out);
    } else {
      acknowledge(arrival);
      pass(arrival, out);
    }
  }

  private void edit(Arrival arrival, Output out) {
    TcpSegment segment = arrival.segment();
    TcpFlow flow = arrival.flow();
    long start = flow.position(direction, segment.sequence());
    byte[] old = segment.payload();
    boolean inside = start < at + removed && start > at;
    segment.sequence(flow.sequence(direction, inside ? at + inserted.length : moved(start)));
    if (old.length > 0 && start + old.length > at && start < at + Math.max(1, removed)) {
      edits++;
      segment.payload(edited(start, old));
    }
    if (segment.packetBytes() <= packetBytes || segment.payloadBytes() < 2) {
      out.forward(direction, segment.toPacket());
    } else {
      cut(segment, out);
    }
  }

  private byte[] edited(long start, byte[] old) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    int before = (int) Math.max(0, at - start);
    int behind = (int) Math.min(old.length, Math.max(0, at + removed - start));
    result.write(old, 0, before);
    if (start <= at) {
      result.writeBytes(inserted);
    }
    result.write(old, behind, old.length - behind);
    return result.toByteArray();
  }

  private void cut(TcpSegment segment, Output out) {
    int half = segment.payloadBytes() / 2;
    byte[] all = segment.payload();
    TcpSegment first = segment.copy().payload(Arrays.copyOf(all, half));
    first.flags(segment.flags() & ~(TcpSegment.FIN | TcpSegment.PSH));
    out.forward(direction, first.toPacket());
    segment.sequence(segment.sequence() + half);
    segment.payload(Arrays.copyOfRange(all, half, all.length));
    out.forward(direction, segment.toPacket());
  }

  private long moved(long position) {
    return position >= at + Math.max(1, removed) ? position + inserted.length - removed : position;
  }

  private void acknowledge(Arrival arrival) {
    TcpFlow flow = arrival.flow();
    TcpSegment segment = arrival.segment();
    if (segment.has(TcpSegment.ACK)) {
      segment.acknowledgment(original(flow, segment.acknowledgment()));
    }
    SackBlocks.rewrite(segment, edge -> original(flow, edge));
  }

  /** What an acknowledgment of the edited stream means to the sender. */
  private int original(TcpFlow flow, int sequence) {
    long position = flow.position(direction, sequence);
    long old = position;
    if (position > at && position < at + inserted.length) {
      old = at;
    } else if (position >= at + inserted.length) {
      old = position - inserted.length + removed;
    }
    return flow.sequence(direction, Math.min(old, flow.end(direction)));
  }
}
