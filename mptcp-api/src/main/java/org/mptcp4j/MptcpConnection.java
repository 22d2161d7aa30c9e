package org.mptcp4j;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.mptcp4j.engine.EngineConnection;

/**
 * A connection for application threads, which may be virtual ones: calls block. One reader and one
 * writer at a time; everything else is thread-safe.
 */
public interface MptcpConnection extends ByteChannel {
  InetSocketAddress localAddress();

  InetSocketAddress remoteAddress();

  /**
   * Waits for data.
   *
   * @return at least 1 where {@code target} has room, or -1 after the peer's last byte
   * @throws java.net.SocketTimeoutException after the {@linkplain #timeout time-out}
   * @throws IOException where the connection was reset
   */
  @Override
  int read(ByteBuffer target) throws IOException;

  /**
   * Writes all of {@code source}; waits for room.
   *
   * @throws IOException where the connection was reset
   */
  @Override
  int write(ByteBuffer source) throws IOException;

  /** How long a call may wait; zero, the default, for ever. */
  MptcpConnection timeout(Duration value);

  /** Ends this side's stream; reading goes on. */
  void shutdownOutput() throws IOException;

  /** Resets the connection. */
  void abort();

  /** The connection at this moment. */
  ConnectionInfo info() throws IOException;

  /** Descriptions of the subflows at this moment, one a line. */
  List<String> describeSubflows() throws IOException;

  /**
   * The subflows at this moment, oldest first; after the end of the connection as they were last.
   */
  List<SubflowInfo> subflows() throws IOException;

  /**
   * Runs {@code task} on the thread that owns the engine, such as {@code c -> c.observe(observer)};
   * it must not wait, nor replace the handler, by which bytes come and go.
   */
  CompletionStage<Void> execute(Consumer<EngineConnection> task);

  /** Ends the stream if need be, and gives the connection up; what was written is still sent. */
  @Override
  void close();
}
