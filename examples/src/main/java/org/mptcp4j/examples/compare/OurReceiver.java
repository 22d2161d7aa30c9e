package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.examples.pairs.OurHost;

/** Accepts one connection, and counts what the application reads. */
final class OurReceiver extends OurEndpoint {
  private final OurHost host;
  private final int port;
  private final ConnectionOptions options;
  private MptcpListener listener;
  private volatile MptcpConnection connection;
  private volatile long bytes;

  OurReceiver(OurHost host, int port, ConnectionOptions options) {
    this.host = host;
    this.port = port;
    this.options = options;
  }

  @Override
  public void awaitReady() throws IOException {
    listener = host.stack().listen(ListenTarget.port(port), options);
  }

  @Override
  void transfer(long beginNanos, long endNanos) throws IOException {
    connection = listener.accept();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long total = 0;
    for (int n = 0; n >= 0 && System.nanoTime() < endNanos; n = connection.read(buffer.clear())) {
      total += n;
      bytes = total;
    }
  }

  @Override
  EndpointReport result() {
    return EndpointReport.received(bytes);
  }

  /** Only now, so that the sender's connection lives while it reports. */
  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.abort();
    }
    if (listener != null) {
      listener.close();
    }
  }
}
