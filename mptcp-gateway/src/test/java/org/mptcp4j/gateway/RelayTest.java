package org.mptcp4j.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.gateway.HybridNetwork.S;
import static org.mptcp4j.gateway.HybridNetwork.SECOND;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.engine.EngineConnection;

/** What a relayed connection carries and how it ends, between four stacks in a simulator. */
class RelayTest {
  private static final int MEGABYTES = 1_000_000;

  @Test
  void movesDataBothWaysOverBothLinks() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(8 * MEGABYTES);
    Application server = Application.sends(8 * MEGABYTES);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(30);

    assertThat(client.receivedAll(8 * MEGABYTES)).as("%s", client).isTrue();
    assertThat(server.receivedAll(8 * MEGABYTES)).as("%s", server).isTrue();
    assertThat(client.closed.kind()).isEqualTo(Kind.NORMAL);
    assertThat(server.closed.kind()).isEqualTo(Kind.NORMAL);
    GatewayConnection closed = network.hcpeLog.closed.get(0);
    assertThat(closed.perAccess()).extracting(PathBytes::zone).containsExactly("dsl", "lte");
    assertThat(closed.perAccess())
        .allSatisfy(path -> assertThat(path.sent()).isGreaterThan(MEGABYTES))
        .allSatisfy(path -> assertThat(path.received()).isGreaterThan(MEGABYTES));
    assertThat(closed.closedNanos()).isGreaterThan(closed.openedNanos());
  }

  @Test
  void movesMoreThanItsLargestBuffersHold() {
    HybridNetwork network = HybridNetwork.builder().options(ConnectionOptions.defaults()).build();
    Application client = Application.sends(20 * MEGABYTES);
    Application server = Application.sends(0);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.simulation.runUntil(() -> server.endOfStream, 20 * SECOND);

    assertThat(server.receivedAll(20 * MEGABYTES)).as("%s", server).isTrue();
  }

  @Test
  void keepsNoStateAfterTheClose() {
    HybridNetwork network = HybridNetwork.standard();
    network.serve(80, Application.sends(100_000));
    network.connect(S, 80, Application.sends(100_000));
    network.runSeconds(10);

    assertThat(network.hcpeLog.closed).hasSize(1);
    assertThat(network.hagLog.closed).hasSize(1);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void aHalfCloseReachesTheOtherEndAndDataStillComesBack() {
    HybridNetwork network = HybridNetwork.standard();
    Application server = Application.sends(3 * MEGABYTES).keepsOpen();
    Application client = Application.sends(100_000);
    network.serve(80, server);
    network.connect(S, 80, client);
    boolean ended = network.simulation.runUntil(() -> server.endOfStream, 2 * SECOND);

    assertThat(ended).as("%s", server).isTrue();
    assertThat(server.received).isEqualTo(100_000);
    assertThat(client.endOfStream).isFalse();
    network.simulation.runUntil(() -> client.received == 3 * MEGABYTES, 20 * SECOND);
    assertThat(client.received).isEqualTo(3 * MEGABYTES);
    assertThat(client.endOfStream).isFalse();
    network.simulation.after(0, () -> server.connection.shutdownOutput());
    network.runSeconds(10);
    assertThat(client.receivedAll(3 * MEGABYTES)).as("%s", client).isTrue();
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void aResetOfTheServerReachesTheHost() {
    HybridNetwork network = HybridNetwork.standard();
    Application server = Application.sends(100 * MEGABYTES);
    Application client = Application.sends(0).keepsOpen();
    network.serve(80, server);
    network.connect(S, 80, client);
    network.simulation.at(SECOND, () -> server.connection.abort());
    network.runSeconds(10);

    assertThat(client.closed).isNotNull();
    assertThat(client.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(network.stateCount()).isZero();
    assertThat(network.hag.counters().get("Mptcp4jGatewayReset")).isEqualTo(1);
    assertThat(network.hcpe.counters().get("Mptcp4jGatewayReset")).isEqualTo(1);
  }

  @Test
  void aResetOfTheHostReachesTheServer() {
    HybridNetwork network = HybridNetwork.standard();
    Application server = Application.sends(100 * MEGABYTES);
    network.serve(80, server);
    EngineConnection client = network.connect(S, 80, Application.sends(0).keepsOpen());
    network.simulation.at(SECOND, client::abort);
    network.runSeconds(10);

    assertThat(server.closed).isNotNull();
    assertThat(server.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void aSlowReaderStopsAFastSenderAndMemoryStaysBounded() {
    int buffer = 256 * 1024;
    ConnectionOptions options = HybridNetwork.options().withBuffers(buffer, buffer);
    HybridNetwork network = HybridNetwork.builder().options(options).build();
    Application client = Application.sends(20 * MEGABYTES);
    Application server = Application.sends(0).keepsOpen().reluctant();
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(20);
    long stoppedAt = client.sent;

    // Three legs, each with a send and a receive buffer; windows are rounded, and probed when
    // closed.
    int most = buffer + 1500;
    assertThat(stoppedAt).isGreaterThan(buffer).isLessThanOrEqualTo(6L * most);
    network.runSeconds(20);
    assertThat(client.sent).as("the sender stands still").isEqualTo(stoppedAt);
    assertThat(network.hcpeLog.opened.get(0).info().bufferedToSend()).isBetween(1L, (long) most);
    assertThat(network.hagLog.opened.get(0).info().bufferedToRead()).isBetween(1L, (long) most);

    network.simulation.after(0, server::startReading);
    network.runSeconds(60);
    assertThat(server.receivedAll(20 * MEGABYTES)).as("%s", server).isTrue();
  }

  @Test
  void slowReadersShareTheMemoryOfBothGatewaysAndHoldUpNobodyElse() {
    long budget = 2 << 20;
    int slow = 12;
    int bytes = 400_000;
    HybridNetwork network = HybridNetwork.builder().memory(budget).build();
    Application[] servers = new Application[slow];
    Arrays.setAll(servers, i -> Application.sends(0).reluctant());
    network.serve(80, servers);
    for (int i = 0; i < slow; i++) {
      network.connect(S, 80, Application.sends(bytes));
    }
    network.runSeconds(5);
    // what each leg may hold each way, however little is left
    long most = budget + 4L * slow * 48 * 1024;
    List<Counters> gateways =
        List.of(network.hcpeHost.engine().counters(), network.hagHost().engine().counters());
    assertThat(gateways)
        .allSatisfy(c -> assertThat(c.get("Mptcp4jMemoryBytes")).isBetween(budget / 2, most));

    Application eager = Application.sends(0);
    network.serve(81, eager);
    network.connect(S, 81, Application.sends(bytes));
    network.runSeconds(10);
    assertThat(eager.receivedAll(bytes)).as("%s", eager).isTrue();

    network.simulation.after(0, () -> List.of(servers).forEach(Application::startReading));
    network.runSeconds(30);
    assertThat(servers).allMatch(server -> server.receivedAll(bytes));
    assertThat(gateways)
        .allSatisfy(c -> assertThat(c.get("Mptcp4jMemoryBytes")).isZero())
        .allSatisfy(c -> assertThat(c.get("Mptcp4jMemoryMostBytes")).isLessThan(most));
  }

  @Test
  void aCutSecondaryLosesNothingAndComesBack() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(0).keepsOpen();
    Application server = Application.sends(40 * MEGABYTES);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.simulation.at(2 * SECOND, network.lte::cut);
    network.simulation.at(6 * SECOND, network.lte::mend);
    network.simulation.runUntil(() -> client.endOfStream, 200 * SECOND);

    assertThat(client.receivedAll(40 * MEGABYTES)).as("%s", client).isTrue();
  }

  @Test
  void aSecondAccessThatIsDownAtFirstIsJoinedWhenItIsBack() {
    ConnectionOptions options =
        HybridNetwork.options().withTimeouts(2 * SECOND, 60 * SECOND, SECOND);
    HybridNetwork network = HybridNetwork.builder().options(options).build();
    network.lte.cut();
    network.serve(80, Application.sends(0).keepsOpen());
    network.connect(S, 80, Application.sends(1).keepsOpen());
    network.runSeconds(8);
    GatewayConnection connection = network.hcpeLog.opened.get(0);
    assertThat(connection.pathCount()).isEqualTo(1);

    network.lte.mend();
    network.runSeconds(20);
    assertThat(connection.pathCount()).isEqualTo(2);
  }

  @Test
  void aSubflowThatIsLostIsJoinedAgain() {
    ConnectionOptions options =
        HybridNetwork.options().withTimeouts(5 * SECOND, 5 * SECOND, SECOND);
    HybridNetwork network = HybridNetwork.builder().options(options).build();
    network.serve(80, Application.sends(0).keepsOpen());
    network.connect(S, 80, Application.sends(1).keepsOpen());
    network.simulation.at(SECOND, () -> closeSecondary(network));
    network.runSeconds(10);

    assertThat(network.hcpeLog.pathCounts).contains(1);
    assertThat(network.hcpeLog.opened.get(0).pathCount()).isEqualTo(2);
  }

  private static void closeSecondary(HybridNetwork network) {
    GatewayConnection connection = network.hcpeLog.opened.get(0);
    assertThat(connection.pathCount()).isEqualTo(2);
    connection.subflows().get(1).close();
  }

  @Test
  void aListenerThatFailsCostsItsConnectionAndNoMore() {
    GatewayListener failing =
        new GatewayListener() {
          @Override
          public void onOpened(GatewayConnection connection) {
            throw new IllegalStateException("a listener's mistake");
          }
        };
    HybridNetwork network = HybridNetwork.builder().hcpeListener(failing).build();
    Application client = Application.sends(0).keepsOpen();
    Application server = Application.sends(0).keepsOpen();
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(5);

    assertThat(client.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(server.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void fiftyConnectionsAtOnceAndThenNone() {
    HybridNetwork network = HybridNetwork.standard();
    Application[] clients = new Application[50];
    Application[] servers = new Application[50];
    for (int i = 0; i < 50; i++) {
      clients[i] = Application.sends(10_000);
      servers[i] = Application.sends(50_000);
    }
    network.serve(80, servers);
    for (Application client : clients) {
      network.connect(S, 80, client);
    }
    network.runSeconds(30);

    assertThat(clients).allMatch(client -> client.receivedAll(50_000));
    assertThat(servers).allMatch(server -> server.receivedAll(10_000));
    assertThat(network.stateCount()).isZero();
  }
}
