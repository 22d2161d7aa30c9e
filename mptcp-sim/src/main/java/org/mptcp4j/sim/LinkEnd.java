package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;

/** One end of a {@link Link}: packets are sent into it, and an endpoint takes what arrives here. */
public final class LinkEnd {
  private final Link link;
  private final Direction outward;
  private PacketEndpoint endpoint;

  LinkEnd(Link link, Direction outward) {
    this.link = link;
    this.outward = outward;
  }

  /** The link whose end this is. */
  public Link link() {
    return link;
  }

  /** The direction of what is sent from here. */
  public Direction outward() {
    return outward;
  }

  /** The largest packet that can be sent from here, in bytes. */
  public int mtu() {
    return link.model(outward).spec().mtu();
  }

  /**
   * Says who takes the packets that arrive here. Without it they are thrown away.
   *
   * @throws IllegalStateException where there is an endpoint already
   */
  public void attach(PacketEndpoint taker) {
    if (endpoint != null) {
      throw new IllegalStateException("an end of " + link.name() + " is taken twice");
    }
    endpoint = taker;
  }

  /** Sends a copy of the packet from position to limit, which stay as they are. */
  public void send(ByteBuffer packet) {
    PacketBuffer copy = link.buffer(packet.remaining());
    copy.bytes().put(packet.duplicate()).flip();
    link.transmit(outward, copy);
  }

  /** Sends a copy of a packet of an engine. */
  public void send(OutgoingPacket packet) {
    PacketBuffer copy = link.buffer(packet.length());
    packet.copyTo(copy.bytes());
    copy.bytes().flip();
    link.transmit(outward, copy);
  }

  void deliver(PacketBuffer packet, long nowNanos) {
    if (endpoint != null) {
      endpoint.onPacket(packet, nowNanos);
    }
  }
}
