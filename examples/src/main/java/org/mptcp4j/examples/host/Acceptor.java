package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.examples.service.Service;

/** Accepts the connections of one port and gives each a thread; none left means a reset. */
final class Acceptor implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.mptcp4j.examples");

  private final MptcpListener listener;
  private final Service service;
  private final ExecutorService threads;

  Acceptor(MptcpListener listener, Service service, ExecutorService threads) {
    this.listener = listener;
    this.service = service;
    this.threads = threads;
  }

  @Override
  public void run() {
    try {
      while (true) {
        MptcpConnection connection = listener.accept();
        try {
          threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException e) {
          connection.abort();
        }
      }
    } catch (ClosedChannelException e) {
      LOG.log(System.Logger.Level.DEBUG, "the listener is closed");
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "no more connections: " + e.getMessage());
    }
  }

  private void serve(MptcpConnection connection) {
    try (connection) {
      service.serve(connection);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection failed: " + e.getMessage());
      connection.abort();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a service failed", e);
      connection.abort();
    }
  }
}
