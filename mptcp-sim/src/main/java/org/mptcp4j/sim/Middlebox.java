package org.mptcp4j.sim;

import java.nio.ByteBuffer;

/**
 * A box on a path that does something to the packets of both directions: it drops, changes, splits,
 * joins, holds or invents them. It sits at an end of a link ({@link LinkEnd#addMiddlebox}), lives
 * in virtual time, and sees all packets that pass there.
 */
public interface Middlebox {
  /**
   * A packet comes to the box.
   *
   * @param direction where it is going
   * @param packet an IP packet from position to limit; the box's own, to keep and to change
   * @param nowNanos the virtual time
   * @param out takes what leaves the box now, in either direction; valid during the call
   */
  void onPacket(Direction direction, ByteBuffer packet, long nowNanos, Output out);

  /**
   * When {@link #onDeadline} is due, {@link Long#MAX_VALUE} for never; asked after each call of the
   * other methods.
   */
  default long nextDeadlineNanos() {
    return Long.MAX_VALUE;
  }

  /** The time that the box asked for has come. */
  default void onDeadline(long nowNanos, Output out) {}

  /** Where packets leave a box. */
  @FunctionalInterface
  interface Output {
    /** Sends a packet, from position to limit, on its way; its memory is handed over. */
    void forward(Direction direction, ByteBuffer packet);
  }
}
