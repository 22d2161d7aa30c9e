package org.mptcp4j.impl.tcp;

import org.mptcp4j.engine.PacketBuffer;

/** One direction of a path: rate, delay, a queue in bytes, and a rule for each packet. */
public final class TestPath {
  /** What happens to a packet. */
  public interface Rule {
    /**
     * What happens to a packet.
     *
     * @param index of the packet in this direction, from 0
     * @return additional delay in nanoseconds, {@link TestPath#DROP}, or {@link TestPath#TWICE}
     */
    long apply(int index, PacketBuffer packet);
  }

  public static final long DROP = -1;
  public static final long TWICE = -2;

  /** A packet on its way. */
  public record InTransit(long arrival, long order, PacketBuffer packet) {}

  private final java.util.PriorityQueue<InTransit> transit =
      new java.util.PriorityQueue<>(
          (a, b) ->
              a.arrival() != b.arrival()
                  ? Long.compare(a.arrival(), b.arrival())
                  : Long.compare(a.order(), b.order()));
  public Rule rule = (index, packet) -> 0;
  public long delayNanos = 10_000_000;
  public long bytesPerSecond;
  public long queueBytes = Long.MAX_VALUE;
  private long busyUntil;
  private long order;
  public int packets;
  public int dropped;
  public int queueDrops;

  public void send(PacketBuffer packet, long now) {
    long verdict = rule.apply(packets++, packet);
    int bytes = packet.bytes().remaining();
    long backlog =
        bytesPerSecond == 0 ? 0 : Math.max(0, busyUntil - now) * bytesPerSecond / 1_000_000_000L;
    if (verdict == DROP || backlog + bytes > queueBytes) {
      dropped++;
      queueDrops += verdict == DROP ? 0 : 1;
      packet.release();
      return;
    }
    long serialization = bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    busyUntil = Math.max(now, busyUntil) + serialization;
    long arrival = busyUntil + delayNanos + Math.max(0, verdict);
    transit.add(new InTransit(arrival, order++, packet));
    if (verdict == TWICE) {
      transit.add(new InTransit(arrival, order++, packet.retain()));
    }
  }

  public long nextArrival() {
    return transit.isEmpty() ? Long.MAX_VALUE : transit.peek().arrival();
  }

  public PacketBuffer take() {
    return transit.remove().packet();
  }

  public void clear() {
    while (!transit.isEmpty()) {
      take().release();
    }
  }
}
