package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import org.mptcp4j.sim.link.DropCause;

/**
 * Sees all packets of a link. Each call gets a view of its own of the packet, from position to
 * limit, read-only and valid only during the call.
 */
public interface Tap {
  /** A packet entered the link and will arrive, unless the link is cut before. */
  default void onSent(Link link, Direction direction, ByteBuffer packet, long nowNanos) {}

  /** A packet was dropped: instead of {@link #onSent}, or after it where a cut took it. */
  default void onDropped(
      Link link, Direction direction, ByteBuffer packet, DropCause cause, long nowNanos) {}

  /** A packet arrives at the other end. */
  default void onDelivered(Link link, Direction direction, ByteBuffer packet, long nowNanos) {}
}
