package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.mptcp4j.examples.kernel.Plan.Family;

/** A host with an address of each family on each path: the kernel's or ours. */
interface Host extends Closeable {
  /** Listens on all of its addresses of that family, with V6 on all, and serves one connection. */
  Peer serve(Family family, int port) throws IOException;

  /** Connects from its address on the first path to the server's there. */
  Peer connect(Family family, int port) throws IOException;

  /** Connections that are established now. */
  long openConnections() throws IOException;

  /** Its counters, by Linux's names. */
  Map<String, Long> counters() throws IOException;
}
