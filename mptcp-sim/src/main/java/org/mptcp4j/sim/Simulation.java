package org.mptcp4j.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * The virtual clock, the queue of events, and the seed.
 *
 * <p>Time begins at 0 and is counted in nanoseconds; it stands still while an event runs. Events
 * are ordered by (time, insertion). Not thread-safe: a simulation belongs to the thread that runs
 * it.
 *
 * <pre>{@code
 * Simulation sim = new Simulation(1);
 * Link dsl = sim.link("dsl", LinkSpec.parse("20M,15ms"));
 * SimHost client = SimNode.builder(sim, "client").attach(dsl.a(), "10.0.1.2/24").host();
 * SimHost server = SimNode.builder(sim, "server").attach(dsl.b(), "10.0.1.1/24").host();
 * server.engine().listen(ListenTarget.port(80), request -> ...);
 * client.engine().connect(...);
 * sim.runUntil(() -> done, 60_000_000_000L);
 * }</pre>
 */
public final class Simulation {
  private static final int POOLED_PACKET_BYTES = 2048;
  private static final int IDLE_PACKETS = 4096;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long seed;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Link> links = new ArrayList<>();
  private final List<SimHost> hosts = new ArrayList<>();
  private final PacketPool pool = new PacketPool(POOLED_PACKET_BYTES, IDLE_PACKETS);
  private long now;
  private long insertions;

  private record Event(long time, long insertion, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(insertion, other.insertion);
    }
  }

  /** An empty network at time 0. */
  public Simulation(long seed) {
    this.seed = seed;
  }

  /** Virtual time in nanoseconds since the start. */
  public long nowNanos() {
    return now;
  }

  /** A link of that kind in both directions. */
  public Link link(String name, LinkSpec both) {
    return link(name, both, both);
  }

  /**
   * A link.
   *
   * @param name unique in this simulation: it seeds the link's random numbers
   * @param fromA the direction from {@link Link#a()} to {@link Link#b()}
   * @param fromB the other one
   */
  public Link link(String name, LinkSpec fromA, LinkSpec fromB) {
    for (Link link : links) {
      if (link.name().equals(name)) {
        throw new IllegalArgumentException("there is a link named " + name + " already");
      }
    }
    Link link = new Link(this, name, fromA, fromB);
    links.add(link);
    return link;
  }

  /** All links, in order of creation. */
  public List<Link> links() {
    return Collections.unmodifiableList(links);
  }

  /**
   * Random numbers that depend on the seed and on {@code purpose} alone; so what one part of a
   * network draws changes nothing for the others. Each call starts the sequence anew.
   */
  public Entropy entropy(String purpose) {
    long hash = FNV_OFFSET;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    long start = new SplittableRandom(seed).nextLong() ^ hash;
    return new SplittableRandom(start)::nextLong;
  }

  /**
   * Runs {@code action} at that time, and then polls every host: it may call any engine.
   *
   * @param timeNanos not in the past
   */
  public void at(long timeNanos, Runnable action) {
    schedule(
        timeNanos,
        () -> {
          action.run();
          pollHosts();
        });
  }

  /** Runs {@code action} after {@code delayNanos}, as {@link #at} does. */
  public void after(long delayNanos, Runnable action) {
    at(now + delayNanos, action);
  }

  /** Runs all events up to and including that time, which then is the time. */
  public void run(long untilNanos) {
    pollHosts();
    boolean more = true;
    while (more) {
      more = step(untilNanos);
    }
    now = Math.max(now, untilNanos);
  }

  /**
   * Runs until {@code done} holds, which is asked after each event.
   *
   * @return whether it holds; false after {@code limitNanos} or where no event is left
   */
  public boolean runUntil(BooleanSupplier done, long limitNanos) {
    pollHosts();
    while (!done.getAsBoolean()) {
      if (!step(limitNanos)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(long limitNanos) {
    Event next = events.peek();
    if (next == null || next.time > limitNanos) {
      return false;
    }
    events.poll();
    now = next.time;
    next.action.run();
    return true;
  }

  private void pollHosts() {
    for (SimHost host : hosts) {
      host.pollSoon();
    }
  }

  void schedule(long timeNanos, Runnable action) {
    if (timeNanos < now) {
      throw new IllegalArgumentException("time " + timeNanos + " is before now, " + now);
    }
    events.add(new Event(timeNanos, insertions++, action));
  }

  void add(SimHost host) {
    hosts.add(host);
  }

  PacketPool pool() {
    return pool;
  }
}
