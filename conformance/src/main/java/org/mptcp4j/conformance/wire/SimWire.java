package org.mptcp4j.conformance.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Simulation;

/** The end of a simulated link, in virtual time: it passes only while a case waits for packets. */
public final class SimWire implements Wire {
  /** More events than come between two packets, where the peer does not busy itself without end. */
  private static final int MOST_EVENTS = 1_000_000;

  private final Simulation simulation;
  private final Link link;
  private final ArrayDeque<byte[]> inbox = new ArrayDeque<>();
  private int events;

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

  /**
   * {@inheritDoc}
   *
   * @throws IOException where the peer keeps virtual time from passing
   */
  @Override
  public byte[] receive(long untilNanos) throws IOException {
    events = 0;
    if (!simulation.runUntil(this::isOver, untilNanos)) {
      simulation.run(untilNanos);
    }
    if (events > MOST_EVENTS) {
      throw new IOException("more than " + MOST_EVENTS + " events and no packet");
    }
    return inbox.poll();
  }

  private boolean isOver() {
    return !inbox.isEmpty() || ++events > MOST_EVENTS;
  }

  @Override
  public InetAddress address(boolean v6, int index) {
    return Addresses.literal((v6 ? "fd09:1::" : "10.9.1.") + (index + 2));
  }

  @Override
  public void close() {}
}
