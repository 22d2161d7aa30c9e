package org.mptcp4j.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.gateway.HybridNetwork.MILLI;
import static org.mptcp4j.gateway.HybridNetwork.NOWHERE;
import static org.mptcp4j.gateway.HybridNetwork.ONE_WAY;
import static org.mptcp4j.gateway.HybridNetwork.S;
import static org.mptcp4j.gateway.HybridNetwork.SECOND;
import static org.mptcp4j.gateway.HybridNetwork.S_6;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.EngineConnection;

/** How a connection is set up and refused: draft-peirens-mptcp-transparent-00, figures 4 and 5. */
class TransparentModeTest {
  @Test
  void keepsAddressesAndPortsOnTheInitialSubflow() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(100_000);
    Application server = Application.sends(100_000);
    network.serve(80, server);
    EngineConnection connection = network.connect(S, 80, client);
    network.runSeconds(5);

    String host = "10.0.1.2:" + connection.localAddress().getPort();
    Set<String> same = Set.of(host + " > 192.0.2.1:80", "192.0.2.1:80 > " + host);
    assertThat(network.onLan.flows).isEqualTo(same);
    assertThat(network.onDsl.flows).isEqualTo(same);
    assertThat(network.onCore.flows).isEqualTo(same);
    assertThat(network.onDsl.multipathSyns).containsExactly(host);
    assertThat(network.onDsl.plainSyns).isEmpty();
    assertThat(network.onLan.multipathSyns).isEmpty();
    assertThat(network.onCore.multipathSyns).isEmpty();
    assertThat(client.receivedAll(100_000)).as("%s", client).isTrue();
    assertThat(server.receivedAll(100_000)).as("%s", server).isTrue();
  }

  @Test
  void joinsFromTheSecondAddressToTheAnnouncedOne() {
    HybridNetwork network = HybridNetwork.standard();
    network.serve(80, Application.sends(0).keepsOpen());
    network.connect(S, 80, Application.sends(1).keepsOpen());
    network.runSeconds(2);

    assertThat(network.onLte.flows)
        .hasSize(2)
        .allMatch(flow -> flow.matches("10.2.0.2:\\d+ > 10.2.0.1:80|10.2.0.1:80 > 10.2.0.2:\\d+"));
    assertThat(network.onLte.plainSyns).isEmpty();
    assertThat(network.hcpeLog.opened).singleElement().returns(2, GatewayConnection::pathCount);
    assertThat(network.hagLog.opened).singleElement().returns(2, GatewayConnection::pathCount);
  }

  @Test
  void joinsTheConfiguredAddressWithoutAnAnnouncement() {
    HybridNetwork network = HybridNetwork.builder().configured().build();
    network.serve(80, Application.sends(0).keepsOpen());
    network.connect(S, 80, Application.sends(1).keepsOpen());
    network.runSeconds(2);

    assertThat(network.hcpeLog.opened).singleElement().returns(2, GatewayConnection::pathCount);
  }

  @Test
  void bondsIpv6WithASecondAccessThatHasIpv4Only() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(2_000_000);
    Application server = Application.sends(2_000_000);
    network.serve(80, server);
    network.connect(S_6, 80, client);
    network.runSeconds(20);

    assertThat(client.receivedAll(2_000_000)).as("%s", client).isTrue();
    assertThat(server.receivedAll(2_000_000)).as("%s", server).isTrue();
    assertThat(network.onDsl.flows).allMatch(flow -> flow.contains("fd00:1:0:0:0:0:0:2:"));
    assertThat(network.onLte.flows).hasSize(2).allMatch(flow -> flow.contains("10.2.0.2:"));
  }

  @Test
  void addsNoRoundTripToTheSetUp() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(0).keepsOpen();
    network.serve(80, Application.sends(0).keepsOpen());
    network.connect(S, 80, client);
    network.simulation.runUntil(() -> client.established, SECOND);

    assertThat(client.established).isTrue();
    assertThat(network.simulation.nowNanos()).isBetween(2 * ONE_WAY, 2 * ONE_WAY + MILLI);
    assertThat(network.onCore.firstSynAckNanos)
        .as("held until S has answered")
        .isLessThan(network.onDsl.firstSynAckNanos);
    assertThat(network.onDsl.firstSynAckNanos).isLessThan(network.onLan.firstSynAckNanos);
  }

  @Test
  void aRefusedPortIsRefused() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(0);
    network.connect(S, 81, client);
    network.simulation.runUntil(() -> client.closed != null, SECOND);

    assertThat(client.closed.kind()).isEqualTo(Kind.REFUSED);
    assertThat(network.simulation.nowNanos()).isBetween(2 * ONE_WAY, 2 * ONE_WAY + MILLI);
    network.runSeconds(5);
    assertThat(network.stateCount()).isZero();
    assertThat(network.hcpe.counters().get("Mptcp4jGatewayRefused")).isEqualTo(1);
    assertThat(network.hag.counters().get("Mptcp4jGatewayRefused")).isEqualTo(1);
  }

  @Test
  void anUnreachableHostGivesItsIcmpError() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(0);
    network.connect(NOWHERE, 80, client);
    network.simulation.runUntil(() -> client.closed != null, SECOND);

    assertThat(client.closed).isNotNull();
    assertThat(client.closed.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(client.closed.icmp().orElseThrow().type()).isEqualTo(3);
    network.runSeconds(5);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void aSilentHostIsSilent() {
    HybridNetwork network = HybridNetwork.standard();
    Application client = Application.sends(0);
    network.net.cut();
    network.connect(S, 80, client);
    network.runSeconds(60);

    assertThat(client.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void aHostThatGivesUpEndsTheOtherLegs() {
    HybridNetwork network = HybridNetwork.standard();
    network.net.cut();
    Application client = Application.sends(0);
    EngineConnection connection = network.connect(S, 80, client);
    network.simulation.at(SECOND / 2, connection::abort);
    network.runSeconds(40);

    assertThat(client.closed.kind()).isEqualTo(Kind.ABORTED);
    assertThat(network.stateCount()).isZero();
  }

  @Test
  void connectionsFromTheInternetAreBondedToo() {
    HybridNetwork network = HybridNetwork.standard();
    Application server = Application.sends(2_000_000);
    Application client = Application.sends(2_000_000);
    network.serve(network.h, 8080, server);
    EngineConnection connection = network.connectInwards(8080, client);
    network.runSeconds(20);

    assertThat(server.receivedAll(2_000_000)).as("%s", server).isTrue();
    assertThat(client.receivedAll(2_000_000)).as("%s", client).isTrue();
    String from = "192.0.2.1:" + connection.localAddress().getPort();
    Set<String> same = Set.of(from + " > 10.0.1.2:8080", "10.0.1.2:8080 > " + from);
    assertThat(network.onLan.flows).isEqualTo(same);
    assertThat(network.onDsl.flows).isEqualTo(same);
    assertThat(network.onDsl.multipathSyns).containsExactly(from);
    assertThat(network.onLte.flows).isNotEmpty();
  }

  @Test
  void whatIsBypassedPassesUntouched() {
    HybridNetwork network =
        HybridNetwork.builder().hcpeBypass(new Bypass(List.of(), Set.of(80))).build();
    Application client = Application.sends(10_000);
    Application server = Application.sends(10_000);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(5);

    assertThat(client.receivedAll(10_000)).as("%s", client).isTrue();
    assertThat(network.onDsl.multipathSyns).isEmpty();
    assertThat(network.hcpeLog.held).isEmpty();
    assertThat(network.hagLog.held).as("a plain SYN is not the HAG's").isEmpty();
    assertThat(network.hcpe.counters().get("Mptcp4jGatewayBypassed")).isEqualTo(1);
  }

  @Test
  void connectionsToTheGatewayItselfAreNotRelayed() {
    HybridNetwork network = HybridNetwork.standard();
    network.connect(
        network.hcpeHost.zone("lan").addresses().get(0).address(), 80, Application.sends(0));
    network.runSeconds(1);
    assertThat(network.hcpeLog.held).isEmpty();
  }

  @Test
  void multipathFromElsewhereThanCustomersIsCountedAndPasses() {
    HybridNetwork network = HybridNetwork.builder().customers("10.0.9.0/24").build();
    Application client = Application.sends(10_000);
    Application server = Application.sends(10_000);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(5);

    assertThat(network.hagLog.held).isEmpty();
    assertThat(network.hag.counters().get("Mptcp4jGatewayForeignMPCapable")).isPositive();
    assertThat(client.receivedAll(10_000)).as("%s", client).isTrue();
  }

  @Test
  void withoutHagItFallsBackToPlainTcp() {
    HybridNetwork network = HybridNetwork.builder().withoutHag().build();
    Application client = Application.sends(500_000);
    Application server = Application.sends(500_000);
    network.serve(80, server);
    network.connect(S, 80, client);
    network.runSeconds(10);

    assertThat(client.receivedAll(500_000)).as("%s", client).isTrue();
    assertThat(server.receivedAll(500_000)).as("%s", server).isTrue();
    GatewayConnection connection = network.hcpeLog.opened.get(0);
    assertThat(connection.version()).isEqualTo(MptcpVersion.OFF);
    assertThat(connection.fallback()).isPresent();
    assertThat(network.onLte.flows).isEmpty();
    assertThat(network.stateCount()).isZero();
  }
}
