package org.mptcp4j.sim.middlebox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.sim.Direction;

/**
 * A box that makes one segment of those that follow each other without a gap. It holds data back
 * for a short time in the hope of more.
 */
public final class SegmentCoalescer extends TcpMiddlebox {
  /** Whose options the joint segment has. */
  public enum Options {
    FIRST,
    LAST
  }

  private final int packetBytes;
  private final long holdNanos;
  private final Options keeps;
  private final Map<Side, Held> held = new LinkedHashMap<>();
  private long joined;

  private record Side(TcpFlow flow, Direction direction) {}

  private record Held(TcpSegment segment, long deadline) {}

  /**
   * @param packetBytes the largest packet that is made
   * @param holdNanos how long data waits for more
   */
  public SegmentCoalescer(Selection selection, int packetBytes, long holdNanos, Options keeps) {
    super(selection);
    this.packetBytes = packetBytes;
    this.holdNanos = holdNanos;
    this.keeps = keeps;
  }

  /** How many segments became part of the one before them. */
  public long joined() {
    return joined;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    Side side = new Side(arrival.flow(), arrival.direction());
    TcpSegment next = arrival.segment();
    Held waiting = held.get(side);
    if (waiting != null && fits(waiting.segment(), next)) {
      joined++;
      held.put(side, new Held(join(waiting.segment(), next), waiting.deadline()));
      next = null;
    } else {
      release(side, out);
    }
    if (next != null && arrival.type() == SegmentType.DATA) {
      held.put(side, new Held(next, arrival.nowNanos() + holdNanos));
    } else if (next != null) {
      pass(arrival, out);
    }
  }

  @Override
  protected void onOther(Arrival arrival, Output out) {
    release(new Side(arrival.flow(), arrival.direction()), out);
    pass(arrival, out);
  }

  private boolean fits(TcpSegment first, TcpSegment second) {
    int plain = TcpSegment.ACK | TcpSegment.PSH;
    return second.payloadBytes() > 0
        && (second.flags() & ~plain) == 0
        && (first.flags() & ~plain) == 0
        && second.sequence() == first.sequence() + first.payloadBytes()
        && Math.max(first.packetBytes(), second.packetBytes())
                + Math.min(first.payloadBytes(), second.payloadBytes())
            <= packetBytes;
  }

  private TcpSegment join(TcpSegment first, TcpSegment second) {
    byte[] payload = new byte[first.payloadBytes() + second.payloadBytes()];
    System.arraycopy(first.payload(), 0, payload, 0, first.payloadBytes());
    System.arraycopy(second.payload(), 0, payload, first.payloadBytes(), second.payloadBytes());
    TcpSegment whole = second.copy().sequence(first.sequence()).payload(payload);
    if (keeps == Options.FIRST) {
      whole.options(first.options());
    }
    return whole;
  }

  private void release(Side side, Output out) {
    Held waiting = held.remove(side);
    if (waiting != null) {
      out.forward(side.direction(), waiting.segment().toPacket());
    }
  }

  @Override
  public long nextDeadlineNanos() {
    return held.values().stream().mapToLong(Held::deadline).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public void onDeadline(long nowNanos, Output out) {
    List<Side> due = new ArrayList<>();
    held.forEach(
        (side, waiting) -> {
          if (waiting.deadline() <= nowNanos) {
            due.add(side);
          }
        });
    due.forEach(side -> release(side, out));
  }
}
