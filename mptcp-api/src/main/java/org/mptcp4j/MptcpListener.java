package org.mptcp4j;

import java.io.Closeable;
import java.io.IOException;

/** A listener whose connections are accepted one by one. Thread-safe. */
public interface MptcpListener extends Closeable {
  /**
   * Waits for the next established connection.
   *
   * @throws IOException after a close
   */
  MptcpConnection accept() throws IOException;

  @Override
  void close();
}
