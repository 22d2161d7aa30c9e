package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;

/**
 * An application with one connection. Commands return at once; waiting has a limit, after which it
 * is an {@link IOException} that says what was seen.
 */
interface Peer extends Closeable {
  /** Waits until the connection is established. */
  void awaitOpen() throws IOException;

  /** Sends so many random bytes behind those that wait. */
  void send(long bytes) throws IOException;

  /** Ends the stream behind what waits. */
  void finish() throws IOException;

  /** Closes without waiting: fast close. */
  void abort() throws IOException;

  /** Waits until the application has read so many bytes, or the end. */
  void awaitReceived(long bytes) throws IOException;

  /** Waits until both streams ended, or the connection did. */
  Ending awaitEnd() throws IOException;

  /**
   * How a connection ended.
   *
   * @param how {@code eof}, or the name of an error such as {@code ECONNRESET}
   * @param sent count and SHA-256 of what was written
   * @param received count and SHA-256 of what was read
   */
  record Ending(String how, String sent, String received) {}
}
