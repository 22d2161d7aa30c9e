package org.mptcp4j.engine;

/** Takes the packets that {@link Engine#poll} sends. */
@FunctionalInterface
public interface PacketSink {
  /**
   * Sends one packet, or drops it: to TCP a full device is a loss. Must not call the engine.
   *
   * @param packet valid only during the call
   */
  void send(OutgoingPacket packet);
}
