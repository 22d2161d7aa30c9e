package org.mptcp4j;

import java.net.InetSocketAddress;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;

/**
 * Sees what Multipath TCP does for a connection. Called on the thread that owns the engine, inside
 * {@link Engine#poll}; an exception out of it resets the connection.
 */
public interface ConnectionObserver {
  /**
   * The connection is one of plain TCP from now on; it may come before {@link
   * ConnectionHandler#onEstablished}.
   *
   * @param reason see {@link ConnectionInfo#fallback}
   */
  default void onFallback(EngineConnection connection, String reason) {}

  /** The peer announced an address, or the same again (ADD_ADDR). */
  default void onAddressAnnounced(
      EngineConnection connection, int addressId, InetSocketAddress address) {}

  /** The peer withdrew an address (REMOVE_ADDR). */
  default void onAddressRemoved(EngineConnection connection, int addressId) {}

  /** The peer changed the priority of a subflow (MP_PRIO): see {@link Subflow#backup}. */
  default void onPriorityChanged(EngineConnection connection, Subflow subflow) {}

  /** A further subflow is open. */
  default void onSubflowUp(EngineConnection connection, Subflow subflow) {}

  /** A subflow is gone, or a further one never came up. */
  default void onSubflowDown(EngineConnection connection, Subflow subflow, CloseReason reason) {}
}
