package org.mptcp4j.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.gateway.HybridNetwork.S;
import static org.mptcp4j.gateway.HybridNetwork.S_6;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.gateway.SteeredEngines.Steering;

/** Both gateways on several engines: it does not matter at which of them a packet comes in. */
class QueuesTest {
  private static final int QUEUES = 3;
  private static final int CONNECTIONS = 12;
  private static final int BYTES = 200_000;
  private static final String HANDED_OVER = "Mptcp4jHandedOver";

  @ParameterizedTest
  @EnumSource
  void allBytesArriveWhateverTheSteering(Steering steering) {
    HybridNetwork network = HybridNetwork.builder().queues(QUEUES, steering).build();
    List<Application> ends = transfer(network);

    assertThat(ends).allMatch(end -> end.receivedAll(BYTES));
    assertThat(network.hcpeLog.opened)
        .extracting(GatewayConnection::id)
        .doesNotHaveDuplicates()
        .hasSize(CONNECTIONS);
    assertThat(network.hagLog.opened).hasSize(CONNECTIONS);
    assertThat(network.onLte.flows).as("each has joined").hasSize(2 * CONNECTIONS);
    assertThat(network.hagHost().engine().counters().get(HANDED_OVER)).isPositive();
    for (SteeredEngines engines : network.steered) {
      assertThat(engines.siblings())
          .as("each has taken some")
          .allMatch(engine -> engine.counters().get("TcpActiveOpens") > 0);
    }
    network.runSeconds(30);
    assertThat(network.stateCount()).isZero();
  }

  /** Only what opens a path comes in elsewhere, and what follows it before the first answer. */
  @Test
  void littleIsHandedOverWhereTheDeviceSteers() {
    HybridNetwork network = HybridNetwork.builder().queues(QUEUES, Steering.LAST_SENDER).build();
    transfer(network);

    for (SteeredEngines engines : network.steered) {
      assertThat(engines.counters().get("TcpInSegs")).isGreaterThan(20 * CONNECTIONS);
      assertThat(engines.counters().get(HANDED_OVER)).isLessThanOrEqualTo(2 * CONNECTIONS);
    }
  }

  /** A listener that is gone, a token that is nobody's: the same answers as from one engine. */
  @Test
  void whatIsNobodysIsNobodys() {
    HybridNetwork network = HybridNetwork.builder().queues(QUEUES, Steering.RANDOM).build();
    Application client = Application.sends(0);
    network.connect(S, 81, client);
    network.runSeconds(5);

    assertThat(client.closed.kind()).isEqualTo(Kind.REFUSED);
    assertThat(network.stateCount()).isZero();
    for (SteeredEngines engines : network.steered) {
      for (Engine engine : engines.siblings()) {
        assertThat(engine.counters().get("Mptcp4jHandOverDrops")).isZero();
      }
    }
  }

  private static List<Application> transfer(HybridNetwork network) {
    List<Application> ends = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Application client = Application.sends(BYTES);
      Application server = Application.sends(BYTES);
      ends.addAll(List.of(client, server));
      network.serve(80 + i, server);
      network.connect(i % 3 == 0 ? S_6 : S, 80 + i, client);
    }
    network.runSeconds(20);
    return ends;
  }
}
