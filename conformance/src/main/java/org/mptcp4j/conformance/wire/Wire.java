package org.mptcp4j.conformance.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;

/**
 * What a case sends packets into and takes the peer's from, in real or in virtual time. Used by one
 * thread; a case has it for itself.
 */
public interface Wire extends Closeable {
  /** Monotonic, nanoseconds. */
  long nowNanos();

  /** Sends an IP packet. */
  void send(byte[] packet) throws IOException;

  /**
   * The next packet to an address of this side, waiting for it where there is none yet.
   *
   * @return null where none came until then, {@link #nowNanos} then is at least {@code untilNanos}
   */
  byte[] receive(long untilNanos) throws IOException;

  /**
   * An address of this side.
   *
   * @param index 0 for that of initial subflows, 1 and 2 for others
   */
  InetAddress address(boolean v6, int index);

  @Override
  void close() throws IOException;
}
