package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.examples.kernel.Plan.Family;

/** Much data both ways at once over two paths; the client opens the second. */
class BulkTest extends KernelMatrix {
  private static final int BYTES = 3 << 20;

  static Stream<Arguments> cases() {
    return pairs()
        .flatMap(
            pair ->
                Arrays.stream(Family.values())
                    .flatMap(
                        family ->
                            Stream.of(false, true)
                                .map(checksum -> Arguments.of(pair, family, checksum))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothWays(Pair pair, Family family, boolean checksum) throws Exception {
    try (Network network = open(Setting.of(pair, family).withChecksum(checksum))) {
      exchange(network, family);
      for (int path : List.of(1, 2)) {
        Fabric fabric = network.fabric();
        for (Wire wire : List.of(fabric.up(path), fabric.down(path))) {
          assertThat(wire.payloadBytes()).as("share of a path").isGreaterThan(BYTES / 20);
        }
      }
      network.verdict().joinByClient().check();
    }
  }

  private static void exchange(Network network, Family family) throws Exception {
    if (network.client() instanceof KernelHost kernel) {
      kernel.addEndpoint(2, family, "subflow");
    }
    Peer server = network.server().serve(family, PORT);
    Peer client = network.client().connect(family, PORT);
    for (Peer peer : List.of(client, server)) {
      peer.awaitOpen();
      peer.send(BYTES);
      peer.finish();
    }
    assertExchanged(client, server, BYTES, BYTES);
  }
}
