package org.mptcp4j.engine;

import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionObserver;

/**
 * What happens to a connection. Called inside {@link Engine#poll} on the thread that owns the
 * engine; every method may call the connection. An exception out of a handler resets its
 * connection.
 */
public interface ConnectionHandler extends ConnectionObserver {
  /** The handshake is complete. */
  default void onEstablished(EngineConnection connection) {}

  /** There is data, or the end of the stream, to read. */
  default void onReadable(EngineConnection connection) {}

  /** There is room to write again after {@code write} or {@code transferTo} found too little. */
  default void onWritable(EngineConnection connection) {}

  /** The connection is over, for good or ill. The last call, and always called once. */
  default void onClosed(EngineConnection connection, CloseReason reason) {}
}
