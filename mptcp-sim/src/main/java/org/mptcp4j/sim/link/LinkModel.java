package org.mptcp4j.sim.link;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.sim.packet.IpHeader;

/**
 * One direction of a link: a queue with tail drop or marks, a serializer with a rate, and a wire
 * with delay, loss, jitter and reordering, in this order.
 *
 * <p>The model holds no packet. It says when one arrives; who drives it keeps the packet until
 * then. Nothing is allocated for a packet. Not thread-safe.
 *
 * <pre>{@code
 * long arrival = model.offer(now, bytes);
 * if (arrival == LinkModel.DROPPED) { count(model.lastDrop()); } else { deliverAt(arrival); }
 * }</pre>
 */
public final class LinkModel {
  /** The answer of {@link #offer} for a dropped packet; no time is equal to it. */
  public static final long DROPPED = Long.MIN_VALUE;

  private final Entropy entropy;
  private final LinkStats stats = new LinkStats();
  private final QueuedPackets queue = new QueuedPackets();
  private final IpHeader header = new IpHeader();
  private LinkSpec spec;
  private boolean up = true;
  private int cuts;
  private DropCause lastDrop;
  private boolean started;
  private boolean congested;
  private long busyUntil;
  private long lastArrival;

  /**
   * @param entropy decides on loss, jitter and reordering; asked once for each of these that {@code
   *     spec} has, for each packet that passes the queue
   */
  public LinkModel(LinkSpec spec, Entropy entropy) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.entropy = Objects.requireNonNull(entropy, "entropy");
  }

  /** What the link is like now. */
  public LinkSpec spec() {
    return spec;
  }

  /** Changes the link. What is queued or on its way keeps its time; later packets don't pass it. */
  public void spec(LinkSpec value) {
    spec = Objects.requireNonNull(value, "value");
  }

  /** What happened so far: a live view. */
  public LinkStats stats() {
    return stats;
  }

  /**
   * A packet comes to the link.
   *
   * @param nowNanos never less than in an earlier call
   * @param bytes of the whole IP packet
   * @return when it arrives at the other end, in nanoseconds on the same clock, or {@link #DROPPED}
   */
  public long offer(long nowNanos, int bytes) {
    if (!started) {
      started = true;
      busyUntil = nowNanos;
      lastArrival = nowNanos;
    }
    stats.offered(bytes);
    queue.leaveUntil(nowNanos);
    congested = spec.markBytes() > 0 && queue.bytes() > spec.markBytes();
    if (!up) {
      return drop(DropCause.DOWN);
    }
    if (bytes > spec.mtu()) {
      return drop(DropCause.TOO_BIG);
    }
    if (queue.bytes() + bytes > spec.queueBytes()) {
      return drop(DropCause.QUEUE);
    }
    long departure = serialize(nowNanos, bytes);
    if (spec.loss() > 0 && chance(spec.loss())) {
      return drop(DropCause.LOSS);
    }
    stats.carried(bytes);
    return arrival(departure);
  }

  /**
   * A packet comes to the link, and is marked where the queue is long and it may be marked (RFC
   * 3168, section 5); else as {@link #offer(long, int)}.
   *
   * @param packet from position to limit; only its ECN field changes, and the checksum with it
   */
  public long offer(long nowNanos, ByteBuffer packet) {
    long arrival = offer(nowNanos, packet.remaining());
    if (congested && arrival != DROPPED && header.parse(packet) && header.markCongestion()) {
      stats.marked();
    }
    return arrival;
  }

  private long serialize(long nowNanos, int bytes) {
    long nanos = spec.serializationNanos(bytes);
    busyUntil = Math.max(busyUntil, nowNanos) + nanos;
    if (nanos > 0) {
      queue.add(busyUntil, bytes);
    }
    stats.serialized(nanos, queue.bytes());
    return busyUntil;
  }

  private long arrival(long departure) {
    long arrival = departure + spec.delayNanos();
    if (spec.jitterNanos() > 0) {
      arrival += (long) (unit() * spec.jitterNanos());
    }
    arrival = Math.max(arrival, lastArrival);
    if (spec.reorder() > 0 && chance(spec.reorder())) {
      return arrival + spec.reorderNanos();
    }
    lastArrival = arrival;
    return arrival;
  }

  private long drop(DropCause cause) {
    stats.dropped(cause);
    lastDrop = cause;
    return DROPPED;
  }

  /** Why {@link #offer} dropped a packet last; null before. */
  public DropCause lastDrop() {
    return lastDrop;
  }

  /** Bytes of the packets that are not serialized yet. */
  public long queuedBytes(long nowNanos) {
    queue.leaveUntil(nowNanos);
    return queue.bytes();
  }

  /** Whether the link is not cut. */
  public boolean isUp() {
    return up;
  }

  /** Cuts the link: the queue is lost, packets on their way are, and new ones are dropped. */
  public void cut(long nowNanos) {
    if (up) {
      up = false;
      cuts++;
      queue.clear();
      busyUntil = nowNanos;
      lastArrival = nowNanos;
    }
  }

  /** Mends a cut link. */
  public void mend() {
    up = true;
  }

  /**
   * How often the link was cut. A packet is lost on its way where this changed between its {@link
   * #offer} and its arrival: then call {@link #lostOnTheWay}.
   */
  public int cuts() {
    return cuts;
  }

  /** Counts a packet as dropped that a cut took after {@link #offer} had let it pass. */
  public void lostOnTheWay(int bytes) {
    stats.lostOnTheWay(bytes);
    lastDrop = DropCause.DOWN;
  }

  private boolean chance(double probability) {
    return unit() < probability;
  }

  /** 0 (inclusive) to 1 (exclusive), of 53 bits. */
  private double unit() {
    return (entropy.nextLong() >>> 11) * 0x1.0p-53;
  }
}
