package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.examples.kernel.Plan.Family;

/** Connections that end in other ways than by DATA_FIN. */
class EndingTest extends KernelMatrix {
  private static final int BYTES = 200_000;

  static Stream<Arguments> sides() {
    return pairs()
        .flatMap(pair -> Stream.of(Plan.CLIENT, Plan.SERVER).map(s -> Arguments.of(pair, s)));
  }

  /** MP_FASTCLOSE (section 3.5): the other side learns that the connection was reset. */
  @ParameterizedTest
  @MethodSource("sides")
  void fastClose(Pair pair, int side) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4))) {
      Peer server = network.server().serve(Family.V4, PORT);
      Peer client = network.client().connect(Family.V4, PORT);
      client.awaitOpen();
      server.awaitOpen();
      client.send(BYTES);
      server.send(BYTES);
      client.awaitReceived(BYTES / 2);
      server.awaitReceived(BYTES / 2);
      (side == Plan.CLIENT ? client : server).abort();
      Peer other = side == Plan.CLIENT ? server : client;
      assertThat(other.awaitEnd().how()).as("how it ended").isNotEqualTo("eof");
      Verdict verdict = network.verdict().rising(side, "MPFastcloseTx");
      verdict.rising(3 - side, "MPFastcloseRx").allowing("MPRstTx", "MPRstRx");
      // our own client joins by its second address, a kernel by none that it was not told
      verdict.subflows(pair.ours(Plan.CLIENT) ? 2 : 1).check();
    }
  }
}
