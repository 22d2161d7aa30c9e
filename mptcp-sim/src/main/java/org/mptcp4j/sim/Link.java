package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.sim.link.DropCause;
import org.mptcp4j.sim.link.LinkModel;
import org.mptcp4j.sim.link.LinkSpec;

/** A link between two endpoints: a {@link LinkModel} in each direction. */
public final class Link {
  private final Simulation simulation;
  private final String name;
  private final LinkModel fromA;
  private final LinkModel fromB;
  private final LinkEnd a;
  private final LinkEnd b;
  private final List<Tap> taps = new ArrayList<>();

  Link(Simulation simulation, String name, LinkSpec fromA, LinkSpec fromB) {
    this.simulation = simulation;
    this.name = name;
    a = new LinkEnd(simulation, this, Direction.A_TO_B);
    b = new LinkEnd(simulation, this, Direction.B_TO_A);
    this.fromA = new LinkModel(fromA, simulation.entropy("link " + name + " a"));
    this.fromB = new LinkModel(fromB, simulation.entropy("link " + name + " b"));
  }

  /** Unique in its simulation. */
  public String name() {
    return name;
  }

  /** The first end; by custom the client's. */
  public LinkEnd a() {
    return a;
  }

  /** The other end. */
  public LinkEnd b() {
    return b;
  }

  /** The model of one direction, with its counters. */
  public LinkModel model(Direction direction) {
    return direction == Direction.A_TO_B ? fromA : fromB;
  }

  /** Shows {@code tap} all packets from now on; taps are called in the order of their coming. */
  public void addTap(Tap tap) {
    taps.add(tap);
  }

  /** Cuts both directions: all packets on the link are lost, and new ones are. */
  public void cut() {
    fromA.cut(simulation.nowNanos());
    fromB.cut(simulation.nowNanos());
  }

  /** Mends a cut link. */
  public void mend() {
    fromA.mend();
    fromB.mend();
  }

  long nowNanos() {
    return simulation.nowNanos();
  }

  PacketBuffer buffer(int bytes) {
    PacketPool pool = simulation.pool();
    return bytes <= pool.bufferBytes()
        ? pool.acquire()
        : PacketBuffer.wrap(ByteBuffer.allocate(bytes));
  }

  /**
   * @param packet its reference is handed over
   */
  void transmit(Direction direction, PacketBuffer packet) {
    LinkModel model = model(direction);
    long now = simulation.nowNanos();
    long arrival = model.offer(now, packet.bytes());
    if (arrival == LinkModel.DROPPED) {
      dropped(direction, packet, model.lastDrop());
      return;
    }
    for (Tap tap : taps) {
      tap.onSent(this, direction, view(packet), now);
    }
    int cuts = model.cuts();
    simulation.schedule(arrival, () -> arrive(direction, packet, cuts));
  }

  private void arrive(Direction direction, PacketBuffer packet, int cutsWhenSent) {
    LinkModel model = model(direction);
    if (model.cuts() != cutsWhenSent) {
      model.lostOnTheWay(packet.bytes().remaining());
      dropped(direction, packet, DropCause.DOWN);
      return;
    }
    long now = simulation.nowNanos();
    for (Tap tap : taps) {
      tap.onDelivered(this, direction, view(packet), now);
    }
    (direction == Direction.A_TO_B ? b : a).deliver(packet, now);
    packet.release();
  }

  private void dropped(Direction direction, PacketBuffer packet, DropCause cause) {
    for (Tap tap : taps) {
      tap.onDropped(this, direction, view(packet), cause, simulation.nowNanos());
    }
    packet.release();
  }

  private static ByteBuffer view(PacketBuffer packet) {
    return packet.bytes().asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return name;
  }
}
