package org.mptcp4j.examples.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * A few connections through simulated gateways before real ones come: afterwards the classes are
 * loaded and the hot paths compiled, so that the first host does not wait for that.
 */
public final class Rehearsal {
  private static final int BYTES = 3_000_000;
  private static final int CONNECTIONS = 20;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private Rehearsal() {}

  /** Runs in virtual time; takes about a second of real time, less on a second run. */
  public static void run() throws IOException {
    LinkSpec dsl = LinkSpec.parse("20M,15ms");
    LinkSpec lte = LinkSpec.parse("30M,25ms");
    try (DemoNetwork network = new DemoNetwork(1, dsl, lte, ConnectionOptions.defaults())) {
      for (int port = 1; port <= CONNECTIONS; port++) {
        Role client = new Role(port == 1 ? BYTES : 1);
        Role server = new Role(port == 2 ? BYTES : 1);
        network.open(port, client, server);
        network
            .simulation()
            .runUntil(() -> client.closed, network.simulation().nowNanos() + LIMIT_NANOS);
      }
    }
  }

  /** Sends so many bytes, reads all, closes. */
  private static final class Role implements ConnectionHandler {
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private int left;
    private boolean closed;

    Role(int bytes) {
      left = bytes;
    }

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      int taken = 1;
      while (left > 0 && taken > 0) {
        scratch.clear().limit(Math.min(left, scratch.capacity()));
        taken = connection.write(scratch);
        left -= taken;
      }
      if (left == 0) {
        connection.shutdownOutput();
      }
    }

    @Override
    public void onReadable(EngineConnection connection) {
      int read;
      do {
        read = connection.read(scratch.clear());
      } while (read > 0);
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      closed = true;
    }
  }
}
