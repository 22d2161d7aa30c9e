package org.mptcp4j.benchmarks.network;

import java.nio.ByteBuffer;

/** Remembers packets of one connection that came to a node, to be {@linkplain Replay replayed}. */
public final class Tap {
  private byte[] data = new byte[0];
  private byte[] ack;

  void see(ByteBuffer packet) {
    int headers = Replay.headersOf(packet);
    if (packet.remaining() == headers) {
      ack = copy(packet, headers);
    } else if (packet.remaining() >= data.length) {
      data = copy(packet, packet.remaining());
    }
  }

  private static byte[] copy(ByteBuffer packet, int length) {
    byte[] bytes = new byte[length];
    packet.get(packet.position(), bytes);
    return bytes;
  }

  /** The last of the largest segments with payload. */
  public Replay data() {
    return new Replay(data);
  }

  /** The last segment without payload. */
  public Replay ack() {
    return new Replay(ack);
  }
}
