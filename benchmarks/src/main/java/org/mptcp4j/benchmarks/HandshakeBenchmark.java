package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.benchmarks.network.Bulk;
import org.mptcp4j.benchmarks.network.Network;
import org.mptcp4j.benchmarks.network.Node;
import org.mptcp4j.benchmarks.network.Packets;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A connection from the first SYN until neither side has anything left of it, with one byte of
 * data: both engines together, keys and their hashes included. TIME-WAIT lasts no time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class HandshakeBenchmark {
  private static final int PORT = 80;

  @Param MptcpVersion version;

  private final Client client = new Client();
  private final Server server = new Server();
  private final BooleanSupplier over = this::isOver;
  private final Network network = new Network(Packets.ETHERNET);
  private final Node[] ends = network.pair(1);
  private ConnectionOptions options;
  private ConnectTarget target;
  private long begun;

  /** Listens. */
  @Setup
  public void prepare() {
    ConnectionOptions usual = Bulk.options(version);
    options = usual.withTimeouts(usual.connectTimeoutNanos(), usual.userTimeoutNanos(), 0);
    ends[1].engine().listen(ListenTarget.port(PORT), request -> request.accept(options, server));
    target = Bulk.target(ends[0], ends[1], 0, 0);
  }

  private boolean isOver() {
    return ends[0].engine().stateCount() + ends[1].engine().stateCount() == 0
        && server.closed == begun;
  }

  /** Opens a connection, sends a byte, and closes it from both sides. */
  @Benchmark
  public long connection() {
    begun++;
    ends[0].engine().connect(target, options, client);
    network.stepUntil(over);
    return begun;
  }

  /** Each connection was of that version, carried its byte, and ended well on both sides. */
  @TearDown
  public void check() {
    if (client.established != begun
        || client.closed != begun
        || server.bytes != begun
        || server.closed != begun) {
      throw new IllegalStateException(
          "of "
              + begun
              + " connections "
              + client.established
              + " were established, "
              + client.closed
              + " and "
              + server.closed
              + " ended well, "
              + server.bytes
              + " bytes came");
    }
  }

  /** Sends a byte and closes. */
  private static final class Client implements ConnectionHandler {
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private long established;
    private long closed;

    @Override
    public void onEstablished(EngineConnection connection) {
      established++;
      connection.write(one.clear());
      connection.close();
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      closed += reason.kind() == CloseReason.Kind.NORMAL ? 1 : 0;
    }
  }

  /** Reads what comes and closes at its end. */
  private final class Server implements ConnectionHandler {
    private final ByteBuffer target = ByteBuffer.allocate(16);
    private long bytes;
    private long closed;

    @Override
    public void onReadable(EngineConnection connection) {
      int read;
      while ((read = connection.read(target.clear())) > 0) {
        bytes += read;
      }
      if (read < 0) {
        connection.close();
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      boolean well = reason.kind() == CloseReason.Kind.NORMAL;
      closed += well && connection.info().version() == version ? 1 : 0;
    }
  }
}
