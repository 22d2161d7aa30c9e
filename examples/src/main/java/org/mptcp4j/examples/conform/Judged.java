package org.mptcp4j.examples.conform;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.run.Bench;

/**
 * A peer that can be run against.
 *
 * @param lanes how many cases run at the same time
 * @param seed where none is given
 * @param device closed at the end
 */
record Judged(
    Bench.Source source,
    List<Role> roles,
    List<Boolean> families,
    int lanes,
    long seed,
    Closeable device)
    implements Closeable {
  @Override
  public void close() throws IOException {
    device.close();
  }
}
