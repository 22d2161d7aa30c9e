package org.mptcp4j.sim.middlebox;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.sim.Direction;

/** A normalizer that holds data behind a gap until the gap is filled: what leaves is in order. */
public final class GapFiller extends TcpMiddlebox {
  private final Map<TcpFlow, Map<Direction, Queue>> queues = new HashMap<>();
  private long held;

  private static final class Queue {
    private final TreeMap<Long, TcpSegment> waiting = new TreeMap<>();
    private long next;

    Queue(long next) {
      this.next = next;
    }
  }

  public GapFiller(Selection selection) {
    super(selection);
  }

  /** How many segments had to wait so far. */
  public long held() {
    return held;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpFlow flow = arrival.flow();
    Direction direction = arrival.direction();
    TcpSegment segment = arrival.segment();
    boolean ordered = arrival.type() == SegmentType.DATA || arrival.type() == SegmentType.FIN;
    if (!ordered || !flow.knows(direction)) {
      pass(arrival, out);
      return;
    }
    long start = flow.position(direction, segment.sequence());
    // what went before the first selected segment is no gap
    Queue queue =
        queues
            .computeIfAbsent(flow, any -> new EnumMap<>(Direction.class))
            .computeIfAbsent(direction, any -> new Queue(start));
    if (start > queue.next) {
      held++;
      queue.waiting.put(start, segment);
      return;
    }
    queue.next = Math.max(queue.next, start + segment.sequenceLength());
    pass(arrival, out);
    while (!queue.waiting.isEmpty() && queue.waiting.firstKey() <= queue.next) {
      Map.Entry<Long, TcpSegment> first = queue.waiting.pollFirstEntry();
      queue.next = Math.max(queue.next, first.getKey() + first.getValue().sequenceLength());
      out.forward(direction, first.getValue().toPacket());
    }
  }
}
