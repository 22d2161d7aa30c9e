package org.mptcp4j.benchmarks.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Engines joined in memory, in lock step: all of them send, half a round trip of virtual time
 * passes, all of them receive. Nothing is lost, nothing overtakes, no queue is full.
 */
public final class Network {
  /** Half of the round-trip time between neighbours, in nanoseconds. */
  public static final long ONE_WAY_NANOS = 50_000;

  private static final int MOST_STEPS = 1_000_000;

  private final List<Node> nodes = new ArrayList<>();
  private final Packets packets;
  private long now = 1_000_000_000L;

  public Network(Packets packets) {
    this.packets = packets;
  }

  /** A node with a zone for each address. */
  public Node node(String... addresses) {
    Node node = new Node(packets, nodes.size() + 1L, addresses);
    nodes.add(node);
    return node;
  }

  /** Two nodes that are joined by so many paths. */
  public Node[] pair(int paths) {
    String[] ones = new String[paths];
    String[] others = new String[paths];
    for (int i = 0; i < paths; i++) {
      ones[i] = "10.0." + i + ".1";
      others[i] = "10.0." + i + ".2";
    }
    Node[] ends = {node(ones), node(others)};
    for (int i = 0; i < paths; i++) {
      join(ends[0], i, ends[1], i);
    }
    return ends;
  }

  /** What leaves one of these zones comes in at the other. */
  public Network join(Node one, int zone, Node other, int otherZone) {
    one.link(zone, other, otherZone);
    other.link(otherZone, one, zone);
    return this;
  }

  /** The virtual time. */
  public long nowNanos() {
    return now;
  }

  /** All send, time passes, all receive. */
  public void step() {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).engine().poll(now, nodes.get(i));
    }
    now += ONE_WAY_NANOS;
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).deliver(now);
    }
  }

  /**
   * Steps until {@code done}.
   *
   * @throws IllegalStateException where it does not come to that
   */
  public void stepUntil(BooleanSupplier done) {
    for (int i = 0; !done.getAsBoolean(); i++) {
      if (i == MOST_STEPS) {
        throw new IllegalStateException("that does not happen any more");
      }
      step();
    }
  }
}
