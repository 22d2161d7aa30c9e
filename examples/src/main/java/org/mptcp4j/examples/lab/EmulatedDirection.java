package org.mptcp4j.examples.lab;

import java.io.IOException;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.sim.link.LinkModel;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/** One direction of an emulated link: from a TUN device through the model to another one. */
final class EmulatedDirection {
  /** So many packets are taken in before packets that are due get their turn. */
  private static final int BATCH = 64;

  private final TunDevice from;
  private final TunDevice to;
  private final LinkModel model;
  private final DelayLine line = new DelayLine();
  private volatile long carriedBytes;
  private volatile long drops;

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
      long arrival = model.offer(System.nanoTime(), packet.bytes().remaining());
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

  /** Bytes of the IP packets that this direction carried; any thread may ask. */
  long carriedBytes() {
    return carriedBytes;
  }

  /** Packets that were dropped for any reason; any thread may ask. */
  long drops() {
    return drops;
  }

  private void publish() {
    carriedBytes = model.stats().carriedBytes();
    drops = model.stats().drops();
  }
}
