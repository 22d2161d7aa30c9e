package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/** Connections by the hundred: all end well, and no state and no buffer is left of them. */
class ManyConnectionsTest {
  private static final long SECOND = 1_000_000_000;
  private static final int ANSWER_BYTES = 30_000;

  private final Simulation sim = new Simulation(3);
  private final List<CloseReason> clientEnds = new ArrayList<>();
  private final List<CloseReason> serverEnds = new ArrayList<>();
  private SimHost client;
  private SimHost server;
  private int answered;

  private void build(String first, String second) {
    Link one = sim.link("one", LinkSpec.parse(first));
    Link two = sim.link("two", LinkSpec.parse(second));
    client =
        SimNode.builder(sim, "client")
            .attach(one.a(), "10.0.1.2/24")
            .attach(two.a(), "10.0.2.2/24")
            .host();
    server =
        SimNode.builder(sim, "server")
            .attach(one.b(), "10.0.1.1/24")
            .attach(two.b(), "10.0.2.1/24")
            .host();
  }

  private void connect(ConnectionOptions options, int port) {
    ConnectTarget target =
        new ConnectTarget(
            client.zones().get(0),
            new InetSocketAddress(Addresses.literal("10.0.1.2"), 0),
            new InetSocketAddress(Addresses.literal("10.0.1.1"), port));
    client.engine().connect(target, options, new Asker());
  }

  /** Asks with one byte and reads the answer. */
  private final class Asker implements ConnectionHandler {
    private int received;

    @Override
    public void onEstablished(EngineConnection connection) {
      connection.write(ByteBuffer.allocate(1));
    }

    @Override
    public void onReadable(EngineConnection connection) {
      ByteBuffer chunk = ByteBuffer.allocate(8192);
      int count = connection.read(chunk);
      while (count > 0) {
        received += count;
        count = connection.read(chunk.clear());
      }
      if (count < 0) {
        answered += received == ANSWER_BYTES ? 1 : 0;
        connection.close();
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      clientEnds.add(reason);
    }
  }

  /** Answers the first byte, and closes. */
  private final class Answerer implements ConnectionHandler {
    @Override
    public void onReadable(EngineConnection connection) {
      if (connection.read(ByteBuffer.allocate(1)) == 1) {
        connection.write(ByteBuffer.allocate(ANSWER_BYTES));
        connection.shutdownOutput();
      } else if (connection.endOfStream()) {
        connection.close();
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      serverEnds.add(reason);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V0, '50M,5ms', '50M,10ms'",
    "OFF, '50M,5ms', '50M,10ms'",
    "V0, '50M,5ms,loss=2%', '50M,10ms,loss=2%'",
    "OFF, '50M,5ms,loss=2%', '50M,10ms,loss=2%'"
  })
  void nothingIsLeftOfThem(MptcpVersion version, String first, String second) {
    build(first, second);
    ConnectionOptions options = ConnectionOptions.defaults().withVersion(version);
    server
        .engine()
        .listen(ListenTarget.port(80), request -> request.accept(options, new Answerer()));
    for (int i = 0; i < 200; i++) {
      sim.at(i * SECOND / 10, () -> connect(options, 80));
    }
    for (int i = 0; i < 50; i++) {
      sim.at(30 * SECOND, () -> connect(options, 80));
    }
    sim.run(60 * SECOND);
    assertThat(answered).isEqualTo(250);
    sim.run(400 * SECOND);
    assertThat(clientEnds).hasSize(250).allMatch(end -> end.kind() == CloseReason.Kind.NORMAL);
    assertThat(serverEnds).hasSize(250).allMatch(end -> end.kind() == CloseReason.Kind.NORMAL);
    assertThat(client.engine().stateCount()).isZero();
    assertThat(server.engine().stateCount()).isZero();
    assertThat(sim.pool().outstanding()).isZero();
  }

  @Test
  void aClosedPortRefusesInOneRoundTrip() {
    build("50M,5ms", "50M,10ms");
    sim.at(SECOND, () -> connect(ConnectionOptions.defaults(), 81));
    assertThat(sim.runUntil(() -> !clientEnds.isEmpty(), 10 * SECOND)).isTrue();
    assertThat(clientEnds.get(0).kind()).isEqualTo(CloseReason.Kind.REFUSED);
    assertThat(sim.nowNanos() - SECOND).isBetween(10_000_000L, 11_000_000L);
    sim.run(100 * SECOND);
    assertThat(client.engine().stateCount()).isZero();
  }

  @Test
  void resetsLeaveNothing() {
    build("5M,5ms", "5M,10ms");
    ConnectionOptions options = ConnectionOptions.defaults();
    server
        .engine()
        .listen(ListenTarget.port(80), request -> request.accept(options, new Answerer()));
    for (int i = 0; i < 50; i++) {
      sim.at(SECOND, () -> connect(options, 80));
    }
    sim.at(SECOND + SECOND / 5, () -> client.engine().abortAll());
    sim.run(300 * SECOND);
    assertThat(answered).isLessThan(50);
    assertThat(clientEnds).hasSize(50);
    assertThat(client.engine().stateCount()).isZero();
    assertThat(server.engine().stateCount()).isZero();
    assertThat(sim.pool().outstanding()).isZero();
  }
}
