package org.mptcp4j.sim.middlebox;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Middlebox;

/**
 * A box that works on TCP segments and knows of which flow they are. All other packets pass. What a
 * subclass does not forward is lost.
 */
public abstract class TcpMiddlebox implements Middlebox {
  private final Selection selection;
  private final Map<Ends, TcpFlow> flows = new HashMap<>();
  private int count;
  private long covered;
  private long selected;

  /**
   * A segment that comes to the box.
   *
   * @param flow which it is of
   * @param direction where it is going
   * @param segment the box's own, to keep and to change
   * @param type what it is in its flow
   * @param nowNanos the virtual time
   */
  public record Arrival(
      TcpFlow flow, Direction direction, TcpSegment segment, SegmentType type, long nowNanos) {}

  private record Ends(InetSocketAddress a, InetSocketAddress b) {
    static Ends of(Direction direction, TcpSegment segment) {
      return direction == Direction.A_TO_B
          ? new Ends(segment.source(), segment.destination())
          : new Ends(segment.destination(), segment.source());
    }
  }

  /**
   * @param selection what {@link #onSelected} gets
   */
  protected TcpMiddlebox(Selection selection) {
    this.selection = selection;
  }

  /** How many segments were selected so far. */
  public final long selected() {
    return selected;
  }

  @Override
  public final void onPacket(Direction direction, ByteBuffer packet, long nowNanos, Output out) {
    Optional<TcpSegment> parsed = TcpSegment.parse(packet);
    if (parsed.isEmpty()) {
      out.forward(direction, packet);
      return;
    }
    TcpSegment segment = parsed.get();
    TcpFlow flow = flow(direction, segment);
    flow.see(direction, segment);
    Arrival arrival =
        new Arrival(flow, direction, segment, flow.type(direction, segment), nowNanos);
    if (selection.covers(arrival) && selection.counts(++covered)) {
      selected++;
      onSelected(arrival, out);
    } else {
      onOther(arrival, out);
    }
  }

  private TcpFlow flow(Direction direction, TcpSegment segment) {
    Ends ends = Ends.of(direction, segment);
    TcpFlow known = flows.get(ends);
    boolean anew =
        known == null
            || (segment.has(TcpSegment.SYN)
                && !segment.has(TcpSegment.ACK)
                && known.knows(direction)
                && known.position(direction, segment.sequence()) != 0);
    if (anew) {
      known = new TcpFlow(++count);
      flows.put(ends, known);
    }
    return known;
  }

  /** A segment that the selection covers. */
  protected abstract void onSelected(Arrival arrival, Output out);

  /** Any other segment: passes, unless a subclass knows better. */
  protected void onOther(Arrival arrival, Output out) {
    pass(arrival, out);
  }

  /** Sends the segment on as it is now. */
  protected static void pass(Arrival arrival, Output out) {
    out.forward(arrival.direction(), arrival.segment().toPacket());
  }
}
