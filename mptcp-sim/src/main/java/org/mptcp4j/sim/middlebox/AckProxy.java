package org.mptcp4j.sim.middlebox;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.sim.Direction;

/**
 * A performance enhancing proxy (RFC 3135) that acknowledges the data of one direction before the
 * receiver has it, and sends it again itself, or loses it: "middleboxes that proactively ACK data"
 * (RFC 8684, section 3.3.6).
 */
public final class AckProxy extends TcpMiddlebox {
  private final Direction data;
  private final long timeoutNanos;
  private long loseFrom = Long.MAX_VALUE;
  private long loseTo;
  private long lost;
  private final Map<TcpFlow, State> states = new LinkedHashMap<>();

  private static final class State {
    private final ArrayDeque<TcpSegment> unacked = new ArrayDeque<>();
    private long acked = 1;
    private int window;
    private int scale;
    private long deadline = Long.MAX_VALUE;
    private TcpSegment lastAck;
  }

  /**
   * @param data the direction whose data is acknowledged early, as far as it comes in order
   * @param timeoutNanos after which it sends again what the receiver did not acknowledge
   */
  public AckProxy(Selection selection, Direction data, long timeoutNanos) {
    super(selection.towards(data).types(SegmentType.DATA));
    this.data = data;
    this.timeoutNanos = timeoutNanos;
  }

  /** Loses what lies at these positions of each flow, after it was acknowledged. */
  public AckProxy losing(long from, long to) {
    loseFrom = from;
    loseTo = to;
    return this;
  }

  /** How many acknowledged segments were lost for good. */
  public long lost() {
    return lost;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpFlow flow = arrival.flow();
    State state = states.computeIfAbsent(flow, any -> new State());
    TcpSegment segment = arrival.segment();
    long start = flow.position(data, segment.sequence());
    long end = start + segment.payloadBytes();
    boolean next = start <= state.acked && state.lastAck != null && !segment.has(TcpSegment.FIN);
    if (!next) {
      pass(arrival, out);
      return;
    }
    if (start <= loseTo && end > loseFrom) {
      lost++;
    } else {
      if (end > state.acked) {
        state.unacked.addLast(segment.copy());
        state.deadline = Math.min(state.deadline, arrival.nowNanos() + timeoutNanos);
      }
      pass(arrival, out);
    }
    state.acked = Math.max(state.acked, end);
    out.forward(data.reverse(), acknowledgment(flow, state, segment).toPacket());
  }

  private TcpSegment acknowledgment(TcpFlow flow, State state, TcpSegment segment) {
    Direction back = data.reverse();
    TcpSegment ack = state.lastAck.copy().payload(new byte[0]);
    ack.flags(TcpSegment.ACK).options(List.of());
    segment
        .option(TcpOption.TIMESTAMPS)
        .ifPresent(option -> ack.options(List.of(echo(state.lastAck, option))));
    ack.sequence(flow.sequence(back, flow.end(back)));
    return raise(flow, state, ack);
  }

  private static TcpOption echo(TcpSegment lastAck, TcpOption received) {
    TcpOption own = lastAck.option(TcpOption.TIMESTAMPS).orElse(received);
    return own.with(6, received.bytes().getInt(2));
  }

  /** Has {@code ack} acknowledge all that this box did; the window's edge stays where it was. */
  private TcpSegment raise(TcpFlow flow, State state, TcpSegment ack) {
    long real = flow.position(data, state.lastAck.acknowledgment());
    if (real < state.acked) {
      long left = ((long) state.window << state.scale) - (state.acked - real);
      ack.acknowledgment(flow.sequence(data, state.acked));
      ack.window((int) (Math.max(0, left) >>> state.scale));
    }
    return ack;
  }

  @Override
  protected void onOther(Arrival arrival, Output out) {
    TcpFlow flow = arrival.flow();
    TcpSegment segment = arrival.segment();
    State state = states.computeIfAbsent(flow, any -> new State());
    if (arrival.type() == SegmentType.RST) {
      state.unacked.clear();
    }
    if (arrival.direction() == data || arrival.type() == SegmentType.RST) {
      pass(arrival, out);
      return;
    }
    if (segment.has(TcpSegment.SYN)) {
      segment
          .option(TcpOption.WINDOW_SCALE)
          .ifPresent(option -> state.scale = option.bytes().get(2));
      pass(arrival, out);
      return;
    }
    long acknowledged = flow.position(data, segment.acknowledgment());
    while (!state.unacked.isEmpty() && end(flow, state.unacked.getFirst()) <= acknowledged) {
      state.unacked.removeFirst();
      state.deadline = arrival.nowNanos() + timeoutNanos;
    }
    state.window = segment.window();
    state.lastAck = segment.copy();
    raise(flow, state, segment);
    pass(arrival, out);
  }

  private long end(TcpFlow flow, TcpSegment segment) {
    return flow.position(data, segment.sequence()) + segment.payloadBytes();
  }

  @Override
  public long nextDeadlineNanos() {
    long next = Long.MAX_VALUE;
    for (State state : states.values()) {
      next = Math.min(next, state.unacked.isEmpty() ? Long.MAX_VALUE : state.deadline);
    }
    return next;
  }

  @Override
  public void onDeadline(long nowNanos, Output out) {
    for (State state : states.values()) {
      if (!state.unacked.isEmpty() && state.deadline <= nowNanos) {
        state.deadline = nowNanos + timeoutNanos;
        out.forward(data, state.unacked.getFirst().toPacket());
      }
    }
  }
}
