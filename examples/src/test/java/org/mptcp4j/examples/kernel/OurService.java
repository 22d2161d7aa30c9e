package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.examples.service.Service;

/** A service at a port of our stack, a thread for each connection. */
final class OurService implements Closeable {
  private final MptcpListener listener;
  private final Service service;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger served = new AtomicInteger();

  private OurService(MptcpListener listener, Service service) {
    this.listener = listener;
    this.service = service;
  }

  static OurService serve(MptcpStack stack, int port, Setting setting, Service service)
      throws IOException {
    OurService ours =
        new OurService(stack.listen(ListenTarget.port(port), setting.options()), service);
    ours.threads.execute(ours::accept);
    return ours;
  }

  private void accept() {
    try {
      while (true) {
        MptcpConnection connection = listener.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed: the case is over
    }
  }

  private void serve(MptcpConnection connection) {
    try (connection) {
      service.serve(connection);
      served.incrementAndGet();
    } catch (IOException e) {
      // counted as not served
    }
  }

  /** Connections that were served without an error. */
  int served() {
    return served.get();
  }

  @Override
  public void close() {
    listener.close();
    threads.shutdownNow();
  }
}
