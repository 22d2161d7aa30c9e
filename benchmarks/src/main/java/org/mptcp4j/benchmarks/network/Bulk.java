package org.mptcp4j.benchmarks.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.spi.SchedulerProvider;

/**
 * A connection between two nodes: one end writes all that it may, the other reads all that comes.
 */
public final class Bulk {
  /**
   * What may be in flight, the bandwidth-delay product of 10 Gbit/s over 0.8 ms: queues fit the
   * caches of a processor.
   */
  public static final int WINDOW_BYTES = 1 << 20;

  static final int PORT = 80;
  private static final int APPLICATION_BYTES = 64 * 1024;

  /** Longer than any ACK is delayed. */
  private static final long QUIET_NANOS = 100_000_000L;

  private static final int MOST_IDLE_STEPS = 100_000;
  private static final ConnectionHandler NOTHING = new ConnectionHandler() {};

  private final Network network;
  private final EngineConnection writer;
  private final EngineConnection reader;
  private final ByteBuffer source = ByteBuffer.allocateDirect(APPLICATION_BYTES);
  private final ByteBuffer target = ByteBuffer.allocateDirect(APPLICATION_BYTES);
  private long received;
  private long wanted;

  /**
   * @param writer has its peer in {@code reader}, or in a relay that leads there
   */
  public Bulk(Network network, EngineConnection writer, EngineConnection reader) {
    this.network = network;
    this.writer = writer;
    this.reader = reader;
  }

  /** Options with that version alone, buffers of {@link #WINDOW_BYTES} and no path manager. */
  public static ConnectionOptions options(MptcpVersion version) {
    return ConnectionOptions.defaults()
        .withVersion(version)
        .withBuffers(WINDOW_BYTES, WINDOW_BYTES)
        .withPathManager(PathManagerProvider.of("none", () -> new PathManager() {}));
  }

  /** A connection of plain TCP, or with one subflow. */
  public static Bulk open(Network network, Node client, Node server, ConnectionOptions options) {
    EngineConnection[] accepted = new EngineConnection[1];
    server
        .engine()
        .listen(ListenTarget.port(PORT), request -> accepted[0] = request.accept(options, NOTHING));
    EngineConnection connected =
        client.engine().connect(target(client, server, 0, 0), options, NOTHING);
    network.stepUntil(() -> established(connected, 1) && accepted[0] != null);
    Bulk bulk = new Bulk(network, connected, accepted[0]);
    bulk.move(APPLICATION_BYTES);
    require(bulk.writer.info().version().equals(version(options)), "a fallback");
    return bulk;
  }

  /**
   * A connection with a subflow from each zone of the client to the server's zone of that index,
   * which take turns.
   */
  public static Bulk open(
      Network network, Node client, Node server, ConnectionOptions options, int subflows) {
    SchedulerProvider turns = SchedulerProvider.named("round-robin");
    Bulk bulk = open(network, client, server, options.withScheduler(turns));
    for (int i = 1; i < subflows; i++) {
      bulk.writer.openSubflow(target(client, server, i, i), false);
    }
    network.stepUntil(
        () -> established(bulk.writer, subflows) && established(bulk.reader, subflows));
    return bulk;
  }

  /** From an address of {@code from} and a port that its engine picks, to one of {@code to}. */
  public static ConnectTarget target(Node from, Node to, int fromZone, int toZone) {
    return new ConnectTarget(
        from.zone(fromZone),
        new InetSocketAddress(from.zone(fromZone).addresses().get(0).address(), 0),
        new InetSocketAddress(to.zone(toZone).addresses().get(0).address(), PORT));
  }

  private static MptcpVersion version(ConnectionOptions options) {
    return options.versions().isEmpty() ? MptcpVersion.OFF : options.versions().get(0);
  }

  private static boolean established(EngineConnection connection, int subflows) {
    int count = 0;
    for (Subflow subflow : connection.subflows()) {
      count += subflow.state() == SubflowState.ESTABLISHED ? 1 : 0;
    }
    return count == subflows;
  }

  /** The end that writes. */
  public EngineConnection writer() {
    return writer;
  }

  /** The end that reads. */
  public EngineConnection reader() {
    return reader;
  }

  /** Payload bytes that were read. */
  public long received() {
    return received;
  }

  /**
   * Moves so many bytes on average: what one call moves too much, the next one need not move.
   *
   * @throws IllegalStateException where nothing moves any more
   */
  public void move(long bytes) {
    wanted += bytes;
    int idle = 0;
    while (received < wanted) {
      write();
      network.step();
      idle = read() ? 0 : idle + 1;
      require(idle < MOST_IDLE_STEPS, "a connection that stands still");
    }
  }

  /** Writes all that there is room for. */
  public void write() {
    int written;
    do {
      written = writer.write(source.clear());
    } while (written == APPLICATION_BYTES);
  }

  /** Reads all that has come; returns whether there was anything. */
  public boolean read() {
    int total = 0;
    int read;
    while ((read = reader.read(target.clear())) > 0) {
      total += read;
    }
    received += total;
    return total > 0;
  }

  /** Stops writing, and lets all that was written arrive and be acknowledged. */
  public void settle() {
    long quietSince = network.nowNanos();
    while (network.nowNanos() - quietSince < QUIET_NANOS) {
      network.step();
      quietSince = read() ? network.nowNanos() : quietSince;
    }
    require(writer.info().bufferedToSend() == 0, "data that does not arrive");
    wanted = received;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
