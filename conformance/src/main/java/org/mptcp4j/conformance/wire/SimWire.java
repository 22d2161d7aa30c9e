package org.mptcp4j.conformance.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Simulation;

/** The end of a simulated link, in virtual time: it passes only while a case waits for packets. */
public final class SimWire implements Wire {
  private final Simulation simulation;
  private final Link link;
  private final ArrayDeque<byte[]> inbox = new ArrayDeque<>();

  /**
   * Takes the end {@code link.b()}; the peer sits at the other one, as {@link
   * org.mptcp4j.conformance.peer.EnginePeer} says.
   */
  public SimWire(Simulation simulation, Link link) {
    this.simulation = simulation;
    this.link = link;
    link.b().attach((packet, now) -> inbox.add(copy(packet.bytes())));
  }

  private static byte[] copy(ByteBuffer packet) {
    byte[] bytes = new byte[packet.remaining()];
    packet.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public long nowNanos() {
    return simulation.nowNanos();
  }

  @Override
  public void send(byte[] packet) {
    link.b().send(ByteBuffer.wrap(packet));
  }

  @Override
  public byte[] receive(long untilNanos) {
    if (!simulation.runUntil(() -> !inbox.isEmpty(), untilNanos)) {
      simulation.run(untilNanos);
    }
    return inbox.poll();
  }

  @Override
  public InetAddress address(boolean v6, int index) {
    return Addresses.literal((v6 ? "fd09:1::" : "10.9.1.") + (index + 2));
  }

  @Override
  public void close() {}
}
