package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;

/** One end of a {@link Link}: packets are sent into it, and an endpoint takes what arrives here. */
public final class LinkEnd {
  private final Link link;
  private final Direction outward;
  private final MiddleboxChain boxes;
  private PacketEndpoint endpoint;

  LinkEnd(Simulation simulation, Link link, Direction outward) {
    this.link = link;
    this.outward = outward;
    boxes = new MiddleboxChain(simulation, outward, this::pastBoxes);
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

  /**
   * Puts a box between the endpoint and the link, behind those that are there already. What it
   * sends into the link is subject to the link's MTU; what taps and captures of the link show lies
   * beyond the boxes of both ends.
   */
  public void addMiddlebox(Middlebox box) {
    boxes.add(box);
  }

  /** Sends a copy of the packet from position to limit, which stay as they are. */
  public void send(ByteBuffer packet) {
    if (boxes.isEmpty()) {
      transmit(packet);
    } else {
      boxes.fromEndpoint(copy(packet));
    }
  }

  /** Sends a copy of a packet of an engine. */
  public void send(OutgoingPacket packet) {
    if (boxes.isEmpty()) {
      PacketBuffer copy = link.buffer(packet.length());
      packet.copyTo(copy.bytes());
      copy.bytes().flip();
      link.transmit(outward, copy);
    } else {
      ByteBuffer copy = ByteBuffer.allocate(packet.length());
      packet.copyTo(copy);
      boxes.fromEndpoint(copy.flip());
    }
  }

  void deliver(PacketBuffer packet, long nowNanos) {
    if (boxes.isEmpty()) {
      hand(packet, nowNanos);
    } else {
      boxes.fromLink(copy(packet.bytes()));
    }
  }

  private void pastBoxes(Direction direction, ByteBuffer packet) {
    if (direction == outward) {
      transmit(packet);
      return;
    }
    PacketBuffer buffer = buffered(packet);
    hand(buffer, link.nowNanos());
    buffer.release();
  }

  private void transmit(ByteBuffer packet) {
    link.transmit(outward, buffered(packet));
  }

  private PacketBuffer buffered(ByteBuffer packet) {
    PacketBuffer copy = link.buffer(packet.remaining());
    copy.bytes().put(packet.duplicate()).flip();
    return copy;
  }

  private static ByteBuffer copy(ByteBuffer packet) {
    return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
  }

  private void hand(PacketBuffer packet, long nowNanos) {
    if (endpoint != null) {
      endpoint.onPacket(packet, nowNanos);
    }
  }
}
