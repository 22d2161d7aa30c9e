package org.mptcp4j.examples.bench;

import java.io.Closeable;
import java.io.IOException;

/** One of two that are compared, set up and ready. */
interface Contender extends Closeable {
  /** Measures once. */
  Sample measure(Measurement measurement, Span span) throws IOException;
}
