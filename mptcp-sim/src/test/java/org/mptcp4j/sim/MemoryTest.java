package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * The budget of a stack's memory: windows shrink as it is used up, nothing is lost, and each
 * connection goes on whatever others hold.
 */
class MemoryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MEBI = 1 << 20;
  private static final int LEAST = 16 * 1024;
  private static final int SLAB = 16 * 1024;
  private static final int SLOW = 80;
  private static final int FAST = 81;

  private final Simulation sim = new Simulation(11);
  private final List<Reader> readers = new ArrayList<>();
  private final List<CloseReason> ends = new ArrayList<>();
  private SimHost client;
  private SimHost server;
  private ConnectionOptions options;

  /** Bytes that follow from their position, until the end. */
  private final class Writer implements ConnectionHandler {
    private final ByteBuffer chunk = ByteBuffer.allocate(4096);
    private final long total;
    private long written;

    Writer(long total) {
      this.total = total;
    }

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (written < total) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), total - written));
        for (int i = 0; i < chunk.limit(); i++) {
          chunk.put(i, at(written + i));
        }
        int taken = connection.write(chunk);
        written += taken;
        if (taken == 0) {
          return;
        }
      }
      connection.shutdownOutput();
    }

    @Override
    public void onReadable(EngineConnection connection) {
      if (connection.endOfStream()) {
        connection.close();
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      ends.add(reason);
    }
  }

  /** Reads at a rate, or as fast as it can; checks each byte. */
  private final class Reader implements ConnectionHandler {
    private final ByteBuffer chunk;
    private final boolean eager;
    private EngineConnection mine;
    private long received;
    private long wrong;
    private boolean ended;

    Reader(int chunkBytes, boolean eager) {
      this.chunk = ByteBuffer.allocate(chunkBytes);
      this.eager = eager;
    }

    @Override
    public void onReadable(EngineConnection connection) {
      mine = connection;
      while (eager && read() > 0) {
        // as long as there is something
      }
    }

    /** Takes one chunk. */
    int read() {
      if (mine == null || ended) {
        return 0;
      }
      int count = mine.read(chunk.clear());
      for (int i = 0; i < count; i++) {
        wrong += chunk.get(i) == at(received + i) ? 0 : 1;
      }
      received += Math.max(0, count);
      if (count < 0) {
        ended = true;
        mine.close();
      }
      return count;
    }
  }

  private static byte at(long position) {
    return (byte) (position * 31 + (position >> 9));
  }

  private void build(MptcpVersion version, long clientMemory, long serverMemory) {
    build(version, clientMemory, serverMemory, "");
  }

  private void build(MptcpVersion version, long clientMemory, long serverMemory, String more) {
    options = ConnectionOptions.defaults().withVersion(version);
    Link one = sim.link("one", LinkSpec.parse("200M,5ms" + more));
    Link two = sim.link("two", LinkSpec.parse("100M,10ms" + more));
    client =
        SimNode.builder(sim, "client")
            .attach(one.a(), "10.0.1.2/24")
            .attach(two.a(), "10.0.2.2/24")
            .memory(clientMemory)
            .host();
    server =
        SimNode.builder(sim, "server")
            .attach(one.b(), "10.0.1.1/24")
            .attach(two.b(), "10.0.2.1/24")
            .memory(serverMemory)
            .host();
  }

  private void listen(int port, int chunkBytes, boolean eager) {
    server
        .engine()
        .listen(
            ListenTarget.port(port),
            request -> {
              Reader reader = new Reader(chunkBytes, eager);
              readers.add(reader);
              request.accept(options, reader);
            });
  }

  private void connect(int port, long bytes) {
    ConnectTarget target =
        new ConnectTarget(
            client.zones().get(0),
            new InetSocketAddress(Addresses.literal("10.0.1.2"), 0),
            new InetSocketAddress(Addresses.literal("10.0.1.1"), port));
    client.engine().connect(target, options, new Writer(bytes));
  }

  /** Each slow reader takes a chunk each 10 ms, from now on to its end. */
  private void readSlowly() {
    readers.forEach(Reader::read);
    if (!readers.stream().allMatch(reader -> reader.ended)) {
      sim.after(SECOND / 100, this::readSlowly);
    }
  }

  private static long memory(SimHost host, String what) {
    return host.engine().counters().get("Mptcp4jMemory" + what);
  }

  private void allEndWell(int connections) {
    sim.run(sim.nowNanos() + 200 * SECOND);
    assertThat(readers)
        .hasSize(connections)
        .allMatch(reader -> reader.ended)
        .allMatch(reader -> reader.wrong == 0);
    assertThat(ends).hasSize(connections).allMatch(end -> end.kind() == CloseReason.Kind.NORMAL);
    assertThat(memory(client, "Bytes")).isZero();
    assertThat(memory(server, "Bytes")).isZero();
    assertThat(sim.pool().outstanding()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void windowsShrinkBeforeAnythingIsDropped(MptcpVersion version) {
    long budget = 8 * MEBI;
    build(version, 512 * MEBI, budget);
    listen(SLOW, 4096, false);
    listen(FAST, 65_536, true);
    for (int i = 0; i < 90; i++) {
      sim.at(i * SECOND / 50, () -> connect(SLOW, 200_000));
    }
    sim.run(10 * SECOND);
    long held = memory(server, "Bytes");
    assertThat(held).isGreaterThan(budget / 2);
    assertThat(server.engine().counters().get("TcpExtTCPMemoryPressures")).isEqualTo(1);

    sim.at(10 * SECOND, () -> connect(FAST, 2_000_000));
    sim.run(30 * SECOND);
    Reader fast = readers.get(readers.size() - 1);
    assertThat(fast.received).isEqualTo(2_000_000);
    assertThat(memory(server, "MostBytes")).isLessThan(budget);
    assertThat(server.engine().counters().get("TcpExtTCPRcvQDrop")).isZero();

    sim.at(30 * SECOND, this::readSlowly);
    sim.runUntil(() -> ends.size() == 91, 200 * SECOND);
    allEndWell(91);
  }

  @ParameterizedTest
  @EnumSource
  void eachGoesOnWithNothingLeft(MptcpVersion version) {
    int connections = 150;
    build(version, 512 * MEBI, MEBI);
    listen(SLOW, 1024, false);
    listen(FAST, 65_536, true);
    for (int i = 0; i < connections; i++) {
      sim.at(i * SECOND / 50, () -> connect(SLOW, 100_000));
    }
    sim.run(10 * SECOND);
    sim.at(10 * SECOND, () -> connect(FAST, 500_000));
    sim.run(40 * SECOND);
    assertThat(readers.get(connections).received).isEqualTo(500_000);
    assertThat(server.engine().counters().get("TcpExtTCPRcvQDrop")).isPositive();
    // payload that is not copied fills more than half of the simulator's buffers
    long most = MEBI + connections * (2 * LEAST + SLAB);
    assertThat(memory(server, "MostBytes")).isBetween(MEBI, most);

    sim.at(40 * SECOND, this::readSlowly);
    sim.runUntil(() -> ends.size() == connections + 1, 400 * SECOND);
    allEndWell(connections + 1);
  }

  /** A window of 16 KiB opens again although no full segment would fit in. */
  @ParameterizedTest
  @EnumSource
  void segmentsLargerThanTheLeastWindow(MptcpVersion version) {
    int connections = 30;
    build(version, 512 * MEBI, MEBI, ",mtu=40000");
    listen(SLOW, 4096, false);
    listen(FAST, 65_536, true);
    for (int i = 0; i < connections; i++) {
      sim.at(i * SECOND / 50, () -> connect(SLOW, 100_000));
    }
    sim.at(5 * SECOND, () -> connect(FAST, 500_000));
    sim.run(10 * SECOND);
    assertThat(memory(server, "Bytes")).isGreaterThan(MEBI * 3 / 4);
    assertThat(readers.get(connections).received).isEqualTo(500_000);

    readSlowly();
    sim.runUntil(() -> ends.size() == connections + 1, 100 * SECOND);
    allEndWell(connections + 1);
  }

  @ParameterizedTest
  @EnumSource
  void writersFindLessRoom(MptcpVersion version) {
    long budget = 4 * MEBI;
    build(version, budget, 512 * MEBI);
    options = options.withTcp(options.tcp().withAutoTuning(false)).withBuffers(1 << 20, LEAST);
    listen(SLOW, 16_384, false);
    for (int i = 0; i < 30; i++) {
      sim.at(i * SECOND / 50, () -> connect(SLOW, 1_000_000));
    }
    sim.run(5 * SECOND);
    assertThat(memory(client, "MostBytes")).isBetween(budget / 2, budget);

    sim.at(5 * SECOND, this::readSlowly);
    sim.runUntil(() -> ends.size() == 30, 200 * SECOND);
    allEndWell(30);
    assertThat(memory(client, "MostBytes")).isLessThan(budget);
  }
}
