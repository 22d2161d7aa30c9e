package org.mptcp4j.examples.bench.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.HostStack;

/**
 * A sink (RFC 863) and a source on our engine, plain TCP or Multipath TCP as the client wants it.
 * Their handlers read into a buffer and write out of one, as an application does.
 */
public final class EngineEndpoint {
  static final int SINK_PORT = 9;
  static final int SOURCE_PORT = 19;
  private static final int BUFFER_BYTES = 256 * 1024;

  private EngineEndpoint() {}

  /**
   * Serves until the process is ended.
   *
   * @param arguments a device, as {@link HostDevice#parse} reads it
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (MptcpStack stack = HostStack.open(List.of(HostDevice.parse(arguments[0])))) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
      stack.execute(EngineEndpoint::listen).toCompletableFuture().join();
      System.out.println("ready endpoint");
      new CountDownLatch(1).await();
    }
  }

  private static void listen(Engine engine) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    listen(engine, SINK_PORT, () -> new Sink(buffer));
    listen(engine, SOURCE_PORT, () -> new Source(buffer));
  }

  private static void listen(Engine engine, int port, Supplier<ConnectionHandler> handler) {
    engine.listen(
        ListenTarget.port(port),
        request -> request.accept(ConnectionOptions.defaults(), handler.get()));
  }

  /** Reads to the end, and ends. */
  private record Sink(ByteBuffer buffer) implements ConnectionHandler {
    @Override
    public void onReadable(EngineConnection connection) {
      int count;
      do {
        count = connection.read(buffer.clear());
      } while (count > 0);
      if (count < 0) {
        connection.close();
      }
    }
  }

  /** Writes whatever there is room for, until the peer ends its stream. */
  private record Source(ByteBuffer buffer) implements ConnectionHandler {
    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (!connection.endOfStream() && connection.write(buffer.clear()) > 0) {
        // as long as it takes something
      }
    }

    @Override
    public void onReadable(EngineConnection connection) {
      int count;
      do {
        count = connection.read(buffer.clear());
      } while (count > 0);
      if (count < 0) {
        connection.close();
      }
    }
  }
}
