package org.mptcp4j.conformance.peer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** The implementation that is judged, as a case reaches it. */
public interface Peer extends Closeable {
  Role role();

  /** What it does beyond what each peer does. */
  Set<Trait> traits();

  /** Whether it can play that application in its role. */
  boolean plays(App app, boolean v6);

  /**
   * Where a server's application is.
   *
   * @throws IllegalArgumentException where it does not play it
   */
  InetSocketAddress service(App app, boolean v6);

  /** Makes a client connect; returns at once. */
  void connect(App app, InetSocketAddress target) throws IOException;

  /** Its second address, where it has one. */
  Optional<InetAddress> secondAddress(boolean v6);

  /** Ends what {@link #connect} began. */
  @Override
  void close() throws IOException;
}
