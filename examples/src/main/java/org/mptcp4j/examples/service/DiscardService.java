package org.mptcp4j.examples.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mptcp4j.MptcpConnection;

/** Throws away what comes (RFC 863). */
public final class DiscardService implements Service {
  private static final int BUFFER_BYTES = 64 * 1024;

  @Override
  public void serve(MptcpConnection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (connection.read(buffer.clear()) >= 0) {
      // Discarded.
    }
  }
}
