package org.mptcp4j.examples.compare;

import java.io.Closeable;
import java.io.IOException;

/** One end of a bulk transfer. Calls come in this order, from one thread. */
interface Endpoint extends Closeable {
  /** Returns when it can start at once. */
  void awaitReady() throws IOException;

  /**
   * Says when the transfer is; returns at once.
   *
   * @param beginNanos when a sender connects, in {@link System#nanoTime}
   * @param endNanos what comes later does not count
   */
  void run(long beginNanos, long endNanos) throws IOException;

  /** What it did; waits for the end of the transfer. */
  EndpointReport report() throws IOException;
}
