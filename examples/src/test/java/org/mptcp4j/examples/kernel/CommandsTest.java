package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.test.Needs;

/**
 * The commands {@code mptcp serve} and {@code mptcp get} as users run them, with real TUN devices,
 * against programs on the kernel's Multipath TCP at the other end of these.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "nstat", "python3", "ss", "mptcpize", "curl"})
class CommandsTest {
  private static final int BYTES = 2 << 20;
  private static final int MOST_FETCHES = 20;
  private static final String FIRST = "tun0=10.78.1.2/24,fd78:1::2/64";
  private static final String SECOND = "tun1=10.78.2.2/24,fd78:2::2/64";

  private final String namespace = "m4j-k" + ProcessHandle.current().pid() + "-commands";
  @TempDir Path directory;
  private Namespaces namespaces;

  @BeforeEach
  void makeKernelHost() throws IOException {
    namespaces = Namespaces.open(List.of(namespace));
    namespaces.sysctl(namespace, "net.mptcp.enabled", 1);
    for (String devices : List.of("all", "default")) {
      namespaces.sysctl(namespace, "net.ipv4.conf." + devices + ".rp_filter", 0);
    }
    namespaces.batch(namespace, List.of("mptcp limits set subflows 8 add_addr_accepted 8"));
    byte[] content = new byte[BYTES];
    new SplittableRandom(1).nextBytes(content);
    Files.write(directory.resolve("file"), content);
  }

  /** With all that runs there. */
  @AfterEach
  void removeKernelHost() throws IOException {
    namespaces.close();
  }

  private String digest(String file) throws IOException {
    return Tally.of(Files.readAllBytes(directory.resolve(file))).toString();
  }

  private Map<String, Long> counters() throws IOException {
    Map<String, Long> counters = KernelHost.counters(namespace);
    counters.values().removeIf(value -> value == 0);
    assertThat(ErrorCounters.in(counters, Set.of())).as("errors").isEmpty();
    return counters;
  }

  /** The server announces its second address, and the kernel joins there. */
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void curlFetchesFromServe(String offload) throws Exception {
    String how = ",offload=" + offload;
    List<String> serve =
        IsolatedCommand.mptcp(
            "serve", "--device", FIRST + how, "--device", SECOND + how, "80=http:" + directory);
    Program.start(namespace, directory, serve).awaitPrinted("ready");
    long fetched = 0;
    do {
      for (String host : List.of("10.78.1.2", "[fd78:1::2]")) {
        List<String> curl =
            List.of("curl", "-gsS", "--fail", "-o", "fetched", "http://" + host + "/file");
        Program.mptcpize(namespace, directory, curl).awaitEnd();
        assertThat(digest("fetched")).isEqualTo(digest("file"));
        fetched++;
      }
      // over links without a limit a fetch may be faster than a join
    } while (!counters().containsKey("MPTcpExtMPJoinSynAckRx") && fetched < MOST_FETCHES);
    assertThat(counters())
        .containsEntry("MPTcpExtMPCapableSYNACKRX", fetched)
        .containsKeys("MPTcpExtMPJoinSynAckRx", "MPTcpExtAddAddr", "MPTcpExtEchoAddTx");
  }

  /** Our client joins from its second address. */
  @Test
  void getFetchesFromPythonsServer() throws Exception {
    List<String> python = List.of("python3", "-m", "http.server", "--bind", "::", "80");
    Program.mptcpize(namespace, directory, python);
    KernelHost.awaitListening(namespace, 80);
    List<String> get =
        IsolatedCommand.mptcp(
            "get", "--device", FIRST, "--device", SECOND, "http://[fd78:1::1]/file", "fetched");
    assertThat(Program.start(namespace, directory, get).awaitEnd())
        .contains("MPTCP version 1")
        .contains("sha256 " + digest("file").replaceFirst(".*:", ""));
    assertThat(digest("fetched")).isEqualTo(digest("file"));
    assertThat(counters())
        .containsEntry("MPTcpExtMPCapableACKRX", 1L)
        .containsKeys("MPTcpExtMPJoinAckRx");
  }
}
