package org.mptcp4j.engine;

import java.net.InetSocketAddress;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;

/**
 * What happens to a connection. Called inside {@link Engine#poll} on the thread that owns the
 * engine; every method may call the connection. An exception out of a handler resets its
 * connection.
 */
public interface ConnectionHandler {
  /** The handshake is complete. */
  default void onEstablished(EngineConnection connection) {}

  /** There is data, or the end of the stream, to read. */
  default void onReadable(EngineConnection connection) {}

  /** There is room to write again after {@code write} or {@code transferTo} found too little. */
  default void onWritable(EngineConnection connection) {}

  /**
   * The connection is one of plain TCP from now on; it may come before {@link #onEstablished}.
   *
   * @param reason see {@link org.mptcp4j.ConnectionInfo#fallback}
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

  /** The connection is over, for good or ill. The last call, and always called once. */
  default void onClosed(EngineConnection connection, CloseReason reason) {}
}
