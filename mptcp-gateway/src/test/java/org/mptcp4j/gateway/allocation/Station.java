package org.mptcp4j.gateway.allocation;

import java.util.List;
import java.util.Random;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;

/** An engine of the chain, with a wire out of each of its zones. */
final class Station {
  private final Engine engine;
  private final Wire[] wires;
  private final PacketSink sink = this::send;
  private long now;

  Station(int seed, Zone... zones) {
    wires = new Wire[zones.length];
    engine =
        EngineProvider.load()
            .newEngine(EngineOptions.of(List.of(zones), new Random(seed)::nextLong));
  }

  Engine engine() {
    return engine;
  }

  Zone zone(int index) {
    return engine.zones().get(index);
  }

  void wire(int zone, Wire wire) {
    wires[zone] = wire;
  }

  void input(Zone zone, PacketBuffer packet, long nowNanos) {
    if (!engine.input(zone, packet, nowNanos)) {
      throw new IllegalStateException("nobody claims a packet in " + zone.name());
    }
  }

  /** Delivers what has come to this station's neighbours, and polls. */
  void turn(long nowNanos) {
    now = nowNanos;
    engine.poll(nowNanos, sink);
    for (Wire wire : wires) {
      wire.deliver(nowNanos);
    }
  }

  private void send(OutgoingPacket packet) {
    wires[packet.zone().index()].send(packet, now);
  }
}
