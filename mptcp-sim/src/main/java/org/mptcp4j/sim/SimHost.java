package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.sim.packet.TcpSegmentation;

/**
 * A node with an engine: an end host, or a gateway in whose transparent interfaces what the engine
 * does not claim is forwarded.
 *
 * <p>All packets of one moment go in before the engine is polled. An engine that is called from
 * outside of its handlers is polled after it where the call is made within {@link Simulation#at} or
 * before {@link Simulation#run}; else call {@link #pollSoon}.
 */
public final class SimHost extends SimNode {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int MOST_POLLS_AT_ONE_TIME = 100_000;

  private final Simulation simulation;
  private final Engine engine;
  private final TcpSegmentation segmentation = new TcpSegmentation();
  private long wakeUp = NEVER;
  private long lastPoll = -1;
  private int pollsAtOneTime;

  SimHost(SimNodeBuilder builder, EngineProvider provider) {
    super(builder);
    simulation = builder.simulation();
    engine = provider.newEngine(builder.engineOptions());
    simulation.add(this);
  }

  /** The engine that this host drives. See above for who may call it when. */
  public Engine engine() {
    return engine;
  }

  /** Polls the engine at the current time, after the events that are due already. */
  public void pollSoon() {
    wakeAt(simulation.nowNanos());
  }

  @Override
  void receive(Zone zone, PacketBuffer packet, long nowNanos) {
    if (!engine.input(zone, packet, nowNanos)) {
      forward(zone, packet);
    }
    pollSoon();
  }

  private void wakeAt(long timeNanos) {
    if (timeNanos >= wakeUp) {
      return;
    }
    wakeUp = timeNanos;
    simulation.schedule(timeNanos, () -> wake(timeNanos));
  }

  /** A wake-up that an earlier one replaced does nothing. */
  private void wake(long timeNanos) {
    if (timeNanos != wakeUp) {
      return;
    }
    wakeUp = NEVER;
    checkProgress(timeNanos);
    engine.poll(timeNanos, this::send);
    long next = engine.nextDeadlineNanos();
    if (next != NEVER) {
      wakeAt(Math.max(next, timeNanos));
    }
  }

  private void checkProgress(long timeNanos) {
    pollsAtOneTime = timeNanos == lastPoll ? pollsAtOneTime + 1 : 0;
    lastPoll = timeNanos;
    if (pollsAtOneTime > MOST_POLLS_AT_ONE_TIME) {
      throw new IllegalStateException(
          "the engine of " + name() + " wants to be polled for ever at " + timeNanos + " ns");
    }
  }

  private void send(OutgoingPacket packet) {
    LinkEnd end = end(packet.zone());
    if (packet.segmentSize() == 0) {
      end.send(packet);
      return;
    }
    ByteBuffer whole = ByteBuffer.allocate(packet.length());
    packet.copyTo(whole);
    segmentation.cut(whole.flip(), packet.segmentSize(), end::send);
  }
}
