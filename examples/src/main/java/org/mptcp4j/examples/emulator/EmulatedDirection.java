package org.mptcp4j.examples.emulator;

import java.io.IOException;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.sim.link.LinkModel;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.LinkStats;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/** One direction of an emulated link: from a TUN device through the model to another one. */
public final class EmulatedDirection {
  /** So many packets are taken in before packets that are due get their turn. */
  private static final int BATCH = 64;

  private final TunDevice from;
  private final TunDevice to;
  private final LinkModel model;
  private final DelayLine line = new DelayLine();
  private volatile Tally tally = new Tally(0, 0, 0);
  private long talliedPackets;

  EmulatedDirection(TunDevice from, TunDevice to, LinkSpec spec, Entropy entropy) {
    this.from = from;
    this.to = to;
    this.model = new LinkModel(spec, entropy);
  }

  /** Takes in what waits; returns whether there may be more. */
  boolean takeIn(PacketPool pool) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      PacketBuffer packet = from.receive(pool);
      if (packet == null) {
        publish();
        return false;
      }
      long arrival = model.offer(System.nanoTime(), packet.bytes());
      if (arrival == LinkModel.DROPPED) {
        packet.release();
      } else {
        line.add(arrival, packet);
      }
    }
    publish();
    return true;
  }

  /** Hands over what has arrived. */
  void deliver(long nowNanos) {
    while (line.nextArrivalNanos() <= nowNanos) {
      PacketBuffer packet = line.poll();
      to.write(packet.bytes());
      packet.release();
    }
  }

  long nextArrivalNanos() {
    return line.nextArrivalNanos();
  }

  /** What it did so far; any thread may ask. */
  public Tally tally() {
    return tally;
  }

  private void publish() {
    LinkStats stats = model.stats();
    if (stats.offeredPackets() != talliedPackets) {
      talliedPackets = stats.offeredPackets();
      tally = new Tally(stats.carriedBytes(), stats.drops(), stats.busyNanos());
    }
  }

  /**
   * What a direction did.
   *
   * @param carriedBytes of whole IP packets
   * @param drops packets dropped for any reason
   * @param busyNanos how long it was serializing
   */
  public record Tally(long carriedBytes, long drops, long busyNanos) {
    /** What was done after {@code before}. */
    public Tally since(Tally before) {
      return new Tally(
          carriedBytes - before.carriedBytes, drops - before.drops, busyNanos - before.busyNanos);
    }
  }
}
