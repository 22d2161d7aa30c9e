package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** An end on our TCP, with a thread of its own as an application has. */
abstract class OurEndpoint implements Endpoint {
  static final int BUFFER_BYTES = 1 << 18;

  private Thread thread;
  private long endNanos;

  /** The application: returns at {@code endNanos} or a little later. */
  abstract void transfer(long beginNanos, long endNanos) throws IOException;

  /** What {@link #transfer} did until the end. */
  abstract EndpointReport result() throws IOException;

  @Override
  public void run(long begin, long end) {
    endNanos = end;
    thread = new Thread(() -> guarded(begin, end), "compare-end");
    thread.setDaemon(true);
    thread.start();
  }

  private void guarded(long begin, long end) {
    try {
      transfer(begin, end);
    } catch (IOException e) {
      // The transfer is over when a connection is reset, by the end of the measurement at the
      // latest; one that ends early has a low goodput.
      System.getLogger("org.mptcp4j.examples").log(System.Logger.Level.DEBUG, e.getMessage());
    }
  }

  @Override
  public EndpointReport report() throws IOException {
    awaitTime(endNanos);
    return result();
  }

  static void awaitTime(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
