package org.mptcp4j.examples.service;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.examples.http.HttpServer;

/** Serves a directory over HTTP/1.1. */
public final class HttpService implements Service {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final long MAX_LINGER_BYTES = 1 << 20;

  private final HttpServer server;

  /**
   * @throws IOException where {@code root} is no directory
   */
  public HttpService(Path root) throws IOException {
    server = new HttpServer(root);
  }

  @Override
  public void serve(MptcpConnection connection) throws IOException {
    connection.timeout(IDLE);
    boolean unread;
    try {
      unread = server.serve(connection, connection);
    } catch (SocketTimeoutException e) {
      connection.abort();
      return;
    }
    connection.shutdownOutput();
    if (unread) {
      linger(connection);
    }
  }

  /**
   * Reads on for a while: a close with unread data is a reset (RFC 9293, section 3.10.4), which
   * could destroy the answer before the client has seen it.
   */
  private static void linger(MptcpConnection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    connection.timeout(LINGER);
    try {
      long total = 0;
      int n = 0;
      while (n >= 0 && total < MAX_LINGER_BYTES) {
        n = connection.read(buffer.clear());
        total += n;
      }
    } catch (SocketTimeoutException e) {
      connection.abort();
    }
  }
}
