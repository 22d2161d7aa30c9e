package org.mptcp4j.examples.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.examples.service.Service;

/** Accepts the connections of one port and gives each a thread; none left means a reset. */
final class Acceptor implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.mptcp4j.examples");

  private final MptcpListener listener;
  private final Service service;
  private final ExecutorService threads;
  private final PrintWriter report;

  /**
   * @param report where the figures of each connection go when its service ends; null for nowhere
   */
  Acceptor(MptcpListener listener, Service service, ExecutorService threads, PrintWriter report) {
    this.listener = listener;
    this.service = service;
    this.threads = threads;
    this.report = report;
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

  private void report(MptcpConnection connection) throws IOException {
    if (report == null) {
      return;
    }
    for (SubflowInfo subflow : connection.subflows()) {
      report.println("served " + subflow);
    }
    report.flush();
  }

  private void serve(MptcpConnection connection) {
    try (connection) {
      service.serve(connection);
      report(connection);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection failed: " + e.getMessage());
      connection.abort();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a service failed", e);
      connection.abort();
    }
  }
}
