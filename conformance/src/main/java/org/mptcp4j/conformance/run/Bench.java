package org.mptcp4j.conformance.run;

import java.io.Closeable;
import java.io.IOException;
import org.mptcp4j.conformance.peer.Peer;
import org.mptcp4j.conformance.wire.Wire;

/**
 * Where an instance runs.
 *
 * @param wire to the peer
 */
public record Bench(Wire wire, Peer peer) implements Closeable {
  /** Makes one for each instance. */
  @FunctionalInterface
  public interface Source {
    /**
     * A bench of its own for {@code instance}.
     *
     * @param lane of those that run at the same time, from 0
     */
    Bench open(Instance instance, int lane) throws IOException;
  }

  @Override
  public void close() throws IOException {
    try (wire) {
      peer.close();
    }
  }
}
