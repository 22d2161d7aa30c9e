package org.mptcp4j.examples.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.sim.link.LinkModel;
import org.mptcp4j.sim.link.LinkSpec;

/** One direction of a link in real time: the simulator's model, and what is on its way. */
final class Wire {
  private final LinkModel model;
  private final ArrayDeque<Packet> onTheWay = new ArrayDeque<>();
  private volatile boolean cut;
  private final LongAdder payloadBytes = new LongAdder();

  /** A packet that arrives at {@code nanos}. */
  private record Packet(long nanos, PacketBuffer buffer, Fabric.Port target) {}

  /**
   * @param seed of what is lost where the link loses
   */
  Wire(LinkSpec spec, long seed) {
    model = new LinkModel(spec, new SplittableRandom(seed)::nextLong);
  }

  /** Takes over the caller's reference. */
  void send(long nowNanos, PacketBuffer packet, Fabric.Port target) {
    long arrival = cut ? LinkModel.DROPPED : model.offer(nowNanos, packet.bytes());
    if (arrival == LinkModel.DROPPED) {
      packet.release();
    } else {
      onTheWay.add(new Packet(arrival, packet, target));
    }
  }

  void deliver(long nowNanos) {
    while (nextNanos() <= nowNanos) {
      Packet packet = onTheWay.remove();
      if (cut) {
        packet.buffer.release();
      } else {
        payloadBytes.add(payload(packet.buffer.bytes()));
        packet.target.take(packet.buffer);
      }
    }
  }

  long nextNanos() {
    return onTheWay.isEmpty() ? Long.MAX_VALUE : onTheWay.peek().nanos;
  }

  /** Cuts it or mends it, from any thread; what is on its way is lost. */
  void cut(boolean value) {
    cut = value;
  }

  /** TCP payload that arrived so far, retransmissions included; any thread may ask. */
  long payloadBytes() {
    return payloadBytes.sum();
  }

  private static int payload(ByteBuffer packet) {
    int at = packet.position();
    int ip = packet.get(at) >> 4 == 4 ? (packet.get(at) & 15) * 4 : 40;
    boolean tcp = packet.get(at + (ip == 40 ? 6 : 9)) == 6;
    return tcp ? packet.remaining() - ip - (packet.get(at + ip + 12) >> 4 & 15) * 4 : 0;
  }
}
