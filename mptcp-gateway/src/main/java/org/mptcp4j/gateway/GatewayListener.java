package org.mptcp4j.gateway;

import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.SynInfo;

/**
 * Sees what a gateway does with each connection: for logs and for tracing a customer's connections.
 *
 * <p>Called on the thread that owns the engine, or on those of all engines of the gateway at once;
 * must not block and must not call the engine.
 */
public interface GatewayListener {
  /** A SYN was intercepted and waits for the answer of the next leg. */
  default void onHeld(SynInfo syn) {}

  /** The next leg could not be opened, and the host was told so. */
  default void onRejected(SynInfo syn, CloseReason reason) {}

  /** Both legs are there. */
  default void onOpened(GatewayConnection connection) {}

  /** A subflow came up or went down. */
  default void onPathsChanged(GatewayConnection connection) {}

  /** Both legs are gone. */
  default void onClosed(GatewayConnection connection, CloseReason reason) {}

  /** A listener that does nothing. */
  static GatewayListener none() {
    return new GatewayListener() {};
  }
}
