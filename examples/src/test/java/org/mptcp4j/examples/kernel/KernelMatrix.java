package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.mptcp4j.examples.kernel.Peer.Ending;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.test.Needs;

/**
 * What the cases have in common. Each runs with our stack as client, as server, and, as a control
 * that shows what the case itself does, between two kernels.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "nstat", "python3", "tshark"})
abstract class KernelMatrix {
  static final int PORT = 5678;
  private static final int MOST_TRIES = 3;

  @TempDir Path directory;

  static Stream<Pair> pairs() {
    return Arrays.stream(Pair.values());
  }

  static Stream<Arguments> pairsAndFamilies() {
    return pairs().flatMap(pair -> Arrays.stream(Family.values()).map(f -> Arguments.of(pair, f)));
  }

  Network open(Setting setting) throws IOException {
    return Network.open(setting, directory);
  }

  /** A case that needs a signal which Linux may lose. */
  interface Case {
    void run() throws Exception;
  }

  /**
   * Runs it again where Linux lost its signal, and where two kernels break a connection of their
   * own: neither is a verdict.
   */
  static void againWhereLost(Pair pair, Case body) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        body.run();
        return;
      } catch (Exception | AssertionError e) {
        boolean theirs = e instanceof Network.LostByKernel || pair == Pair.KERNEL_TO_KERNEL;
        if (!theirs || tries == MOST_TRIES) {
          throw e;
        }
        System.out.println("again, " + pair + ": " + e.getMessage());
      }
    }
  }

  /** Both streams arrived whole at the other end. */
  static void assertExchanged(Peer client, Peer server, long up, long down) throws IOException {
    Ending atClient = client.awaitEnd();
    Ending atServer = server.awaitEnd();
    assertThat(atClient.how()).isEqualTo("eof");
    assertThat(atServer)
        .isEqualTo(
            new Ending("eof", /* sent= */ atClient.received(), /* received= */ atClient.sent()));
    assertThat(atClient.sent()).startsWith(up + ":");
    assertThat(atServer.sent()).startsWith(down + ":");
  }
}
