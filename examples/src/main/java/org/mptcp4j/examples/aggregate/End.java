package org.mptcp4j.examples.aggregate;

import java.io.Closeable;
import java.io.IOException;

/** One end of an exchange. Calls come in this order, from one thread. */
interface End extends Closeable {
  /** Returns when it can start at once. */
  void awaitReady() throws IOException;

  /** Says when the exchange is; returns at once. */
  void run(Span span) throws IOException;

  /** What it read; waits for the end of the peer's stream, or of the span. */
  Received received() throws IOException;
}
