package org.mptcp4j.examples.conform;

import static org.assertj.core.api.Assertions.assertThat;

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

  /**
   * Servers of the kernel's with version 1 of MPTCP. Echo writes what it read before it reads on,
   * where socat would block for ever on a full pipe; that of HTTP half-closes, so that its TCP has
   * a whole FIN-WAIT-2.
   */
  private static final String KERNEL_SERVERS =
      """
      sysctl -qw net.mptcp.enabled=1 net.ipv4.tcp_congestion_control=reno
      ip mptcp limits set subflows 8 add_addr_accepted 8
      serve() { mptcpize run "$@" >/dev/null 2>&1 & }
      for v in 4 6; do
        options=fork,reuseaddr,backlog=200$([ $v = 6 ] && echo ,ipv6only=1)
        serve socat -u TCP$v-LISTEN:9,$options OPEN:/dev/null
        serve socat -u OPEN:/dev/zero TCP$v-LISTEN:19,$options
      done
      cat >/run/echo.pl <<'END'
      use Socket qw(:addrinfo :DEFAULT SOL_SOCKET SO_REUSEADDR);

      sub echo {
        my ($stream, $data) = @_;
        while (sysread $stream, $data, 8192) {
          for (my $done = 0; $done < length $data;) {
            $done += syswrite($stream, $data, length($data) - $done, $done) || exit;
          }
        }
        exit;
      }

      my ($address, $port) = @ARGV;
      my $hints = {flags => AI_NUMERICHOST | AI_NUMERICSERV, socktype => SOCK_STREAM};
      my ($error, $to) = getaddrinfo($address, $port, $hints);
      socket my $socket, $to->{family}, SOCK_STREAM, 0 or die $!;
      if ($ARGV[2] ne "listen") {
        connect $socket, $to->{addr} or die $!;
        echo($socket);
      }
      setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1;
      setsockopt $socket, Socket::IPPROTO_IPV6, Socket::IPV6_V6ONLY, 1 if $address =~ /:/;
      bind $socket, $to->{addr} or die $!;
      listen $socket, 200;
      $SIG{CHLD} = "IGNORE";
      while (1) {
        accept my $stream, $socket or next;
        fork or echo($stream);
      }
      END
      serve perl /run/echo.pl 0.0.0.0 7 listen
      serve perl /run/echo.pl :: 7 listen
      mkdir /run/web && head -c 1000 /dev/zero >/run/web/index.html
      cat >/run/serve.py <<END
      import functools, http.server, socket

      class Server(http.server.ThreadingHTTPServer):
          address_family, request_queue_size = socket.AF_INET6, 200

          def shutdown_request(self, request):
              try:
                  request.shutdown(socket.SHUT_WR)
                  while request.recv(4096):
                      pass
              except OSError:
                  pass
              self.close_request(request)

      handler = http.server.SimpleHTTPRequestHandler
      Server(("::", 80), functools.partial(handler, directory="/run/web")).serve_forever()
      END
      serve python3 /run/serve.py
      for port in 7 9 19 80; do
        until ss -Hltn "sport = :$port" | grep -q .; do sleep 0.1; done
      done
      """;

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
            KERNEL_SERVERS,
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
}
