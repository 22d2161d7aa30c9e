package org.mptcp4j.examples.service;

import java.io.IOException;
import org.mptcp4j.MptcpConnection;

/** Serves connections, each on a thread of its own. Thread-safe. */
@FunctionalInterface
public interface Service {
  /**
   * Serves one connection until it ends; the caller closes it.
   *
   * @throws IOException where the connection fails
   */
  void serve(MptcpConnection connection) throws IOException;
}
