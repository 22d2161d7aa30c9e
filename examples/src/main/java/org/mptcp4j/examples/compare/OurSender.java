package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.Subflow;
import org.mptcp4j.examples.pairs.OurHost;

/** Connects and writes without end. */
final class OurSender extends OurEndpoint {
  private final OurHost host;
  private final InetSocketAddress remote;
  private final ConnectionOptions options;
  private volatile MptcpConnection connection;

  OurSender(OurHost host, InetSocketAddress remote, ConnectionOptions options) {
    this.host = host;
    this.remote = remote;
    this.options = options;
  }

  @Override
  public void awaitReady() {}

  @Override
  void transfer(long beginNanos, long endNanos) throws IOException {
    awaitTime(beginNanos);
    connection = host.stack().connect(remote, options);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (System.nanoTime() < endNanos) {
      connection.write(buffer.clear());
    }
  }

  @Override
  EndpointReport result() throws IOException {
    CompletableFuture<EndpointReport> report = new CompletableFuture<>();
    if (connection == null) {
      return EndpointReport.received(0);
    }
    try {
      connection
          .execute(
              engine ->
                  engine.subflows().stream()
                      .limit(1)
                      .map(OurSender::report)
                      .forEach(report::complete))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new IOException("our sender: " + e.getCause().getMessage(), e);
    }
    return report.getNow(EndpointReport.received(0));
  }

  private static EndpointReport report(Subflow subflow) {
    int mss = subflow.maximumSegmentSize();
    return new EndpointReport(
        subflow.bytesAcked(),
        (subflow.bytesRetransmitted() + mss - 1) / mss,
        subflow.timeouts(),
        subflow.congestionWindow() / mss,
        subflow.smoothedRttNanos());
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.abort();
    }
  }
}
