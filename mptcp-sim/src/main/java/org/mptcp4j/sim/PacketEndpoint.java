package org.mptcp4j.sim;

import org.mptcp4j.engine.PacketBuffer;

/** What sits at an end of a link: a node, or anything of one's own that takes packets. */
@FunctionalInterface
public interface PacketEndpoint {
  /**
   * A packet arrives.
   *
   * @param packet an IP packet from position to limit; retain it to keep it beyond the call
   * @param nowNanos the virtual time
   */
  void onPacket(PacketBuffer packet, long nowNanos);
}
