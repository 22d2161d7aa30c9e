package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpStack;

/**
 * Lets a connection end in order, both streams of it, before its stack is closed: that resets what
 * is open, and the peer would take it for a failure.
 */
final class Parting {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private Parting() {}

  /** Waits for the end, a while; a peer that does not care for it gets a reset. */
  static void of(MptcpStack stack, MptcpConnection connection) throws IOException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    connection.timeout(LIMIT);
    try {
      connection.shutdownOutput();
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      int n = 0;
      while (n >= 0 && System.nanoTime() < limit) {
        n = connection.read(buffer.clear());
      }
    } catch (IOException e) {
      return; // what was to be transferred was
    }
    stack.awaitEnd(Duration.ofNanos(Math.max(0, limit - System.nanoTime())));
  }
}
