package org.mptcp4j.sim.golden;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/** A connection that sends without end, and what it did. */
final class BulkFlow {
  private static final PathManagerProvider QUIET =
      PathManagerProvider.of("quiet", () -> new PathManager() {});

  private final Receiver receiver = new Receiver();
  private final EngineConnection sender;
  private CloseReason ended;

  /** Connects at once. {@code port} is one that the server does not listen on yet. */
  BulkFlow(
      SimHost client, SimHost server, String serverAddress, int port, ConnectionOptions options) {
    server
        .engine()
        .listen(
            ListenTarget.port(port),
            request -> request.accept(options.withPathManager(QUIET), receiver));
    InetSocketAddress local =
        new InetSocketAddress(client.zones().get(0).addresses().get(0).address(), 0);
    InetSocketAddress remote = new InetSocketAddress(Addresses.literal(serverAddress), port);
    ConnectTarget target = new ConnectTarget(client.zones().get(0), local, remote);
    sender = client.engine().connect(target, options, new Source());
  }

  /** Bytes that the receiver has in order. */
  long receivedBytes() {
    return receiver.bytes;
  }

  /** Times that a retransmission timer fired, of all subflows. */
  long timeouts() {
    return sender.subflows().stream().mapToLong(Subflow::timeouts).sum();
  }

  /** Payload sent for the first time, of all subflows, in bytes. */
  long sentBytes() {
    return sender.subflows().stream().mapToLong(Subflow::bytesSent).sum();
  }

  /** Payload sent again, of all subflows, in bytes. */
  long retransmittedBytes() {
    return sender.subflows().stream().mapToLong(Subflow::bytesRetransmitted).sum();
  }

  /** Throws where the connection, which is meant to last, ended. */
  void checkAlive() {
    if (ended != null) {
      throw new AssertionError("a flow ended: " + ended);
    }
  }

  private final class Source implements ConnectionHandler {
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (connection.write(chunk.clear()) > 0) {
        // until the send buffer is full
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      ended = reason;
    }
  }

  private final class Receiver implements ConnectionHandler {
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
    private long bytes;

    @Override
    public void onReadable(EngineConnection connection) {
      int count = connection.read(chunk.clear());
      while (count > 0) {
        bytes += count;
        count = connection.read(chunk.clear());
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      ended = reason;
    }
  }
}
