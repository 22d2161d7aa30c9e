package org.mptcp4j.examples.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.IsolatedCommand.Outcome;
import org.mptcp4j.test.Needs;

/** {@code mptcp conform} in real time, over TUN devices: the kernel's MPTCP, and our engine's. */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "unshare", "mount", "sysctl", "socat", "perl", "curl", "python3", "mptcpize"})
class ConformTest {
  /** Other builds may keep the machine busy: what is late is tried again. */
  private static final String TRIES = "--tries=3";

  /** All subjects of Multipath TCP: all but tcp. */
  private static final String MULTIPATH = "[!t]*/**";

  /** Servers of the kernel's. */
  private static final String KERNEL_SERVERS = "kernel-servers.sh";

  /** Our engine behind a TUN device of its own; the kernel forwards. */
  private static final String OUR_SERVER =
      """
      sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
      $mptcp serve --device tun7=10.9.7.2/24,fd09:7::2/64 7=echo 9=discard 19=source \
        >/run/serve 2>&1 &
      until grep -q ready /run/serve; do sleep 0.1; done
      """;

  @TempDir Path directory;

  @Test
  void theKernelFailsWhatItsProfileSaysAndNothingElse() throws Exception {
    Outcome outcome =
        IsolatedCommand.runBeside(
            script(KERNEL_SERVERS),
            "conform",
            "--mptcp-version=1",
            TRIES,
            "--profile=linux-6.18",
            "--report=" + directory,
            "--peer=10.9.1.1:7",
            "--peer=[fd09:1::1]:7",
            "--peer=discard=10.9.1.1:9",
            "--peer=discard=[fd09:1::1]:9",
            "--peer=source=10.9.1.1:19",
            "--peer=source=[fd09:1::1]:19",
            "--peer=http=10.9.1.1:80",
            "--peer=http=[fd09:1::1]:80",
            "--peer-client=mptcpize run perl /run/echo.pl {addr} {port}",
            "--peer-client=http=mptcpize run curl -s -o /dev/null http://[{addr}]:{port}/");
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains(" 0 inconclusive").doesNotContain(" 0 pass");
    assertThat(directory).isDirectoryContaining("glob:**/report.html");
    assertThat(Files.readString(directory.resolve("junit.xml"))).contains("failures=\"0\"");
  }

  @Test
  void ourEnginePassesOverTunAsInVirtualTime() throws Exception {
    Outcome outcome =
        IsolatedCommand.runBeside(
            OUR_SERVER,
            "conform",
            "--mptcp-version=0,1",
            "--cases=" + MULTIPATH,
            TRIES,
            "--peer=10.9.7.2:7",
            "--peer=[fd09:7::2]:7",
            "--peer=discard=10.9.7.2:9",
            "--peer=source=10.9.7.2:19");
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains(" 0 fail", " 0 inconclusive").doesNotContain(" 0 pass");
  }

  private static String script(String name) throws IOException {
    try (InputStream in = ConformTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
