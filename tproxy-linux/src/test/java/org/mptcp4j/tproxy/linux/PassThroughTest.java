package org.mptcp4j.tproxy.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.test.Needs;
import org.mptcp4j.tproxy.linux.route.IpCommand;

/**
 * A gateway that passes everything on, between a host H and a server S: H - lan - G - wan1, wan2 -
 * S. What it diverts must work as if it was not there, dead or alive.
 */
@Needs(root = true, tun = true, namespaces = true, commands = "ip")
class PassThroughTest {
  private static final String RUN = "m4jt" + ProcessHandle.current().pid();
  private static final String H = RUN + "h";
  private static final String G = RUN + "g";
  private static final String S = RUN + "s";
  private static final int PORT = 8080;
  private static final int BYTES = 3_000_000;
  private static final List<String> SIDES =
      List.of(
          "lan:from=10.0.1.0/24,from=fd00:1::/64",
          "wan1:to=10.0.1.0/24,to=fd00:1::/64",
          "wan2:own=10.2.0.2,own=fd00:b::2");

  private GatewayChild gateway;

  @BeforeAll
  static void connect() throws IOException {
    for (String name : List.of(H, G, S)) {
      ip("netns", "add", name);
      ip("-n", name, "link", "set", "lo", "up");
    }
    wire(H, "eth0", "10.0.1.10/24", "fd00:1::10/64", "lan", "10.0.1.1/24", "fd00:1::1/64");
    wire(S, "w1", "10.1.0.1/24", "fd00:a::1/64", "wan1", "10.1.0.2/24", "fd00:a::2/64");
    wire(S, "w2", "10.2.0.1/24", "fd00:b::1/64", "wan2", "10.2.0.2/24", "fd00:b::2/64");
    ip("-n", H, "route", "add", "default", "via", "10.0.1.1");
    ip("-n", H, "route", "add", "default", "via", "fd00:1::1");
    ip("-n", S, "route", "add", "default", "via", "10.1.0.2");
    ip("-n", S, "route", "add", "default", "via", "fd00:a::2");
    ip("-n", G, "route", "add", "unreachable", "10.99.0.0/16");
    ip("-n", G, "route", "add", "unreachable", "fd00:99::/64");
  }

  private static void wire(
      String other, String device, String v4, String v6, String side, String v4OfG, String v6OfG)
      throws IOException {
    ip("link", "add", side, "netns", G, "type", "veth", "peer", "name", device, "netns", other);
    end(other, device, v4, v6);
    end(G, side, v4OfG, v6OfG);
  }

  private static void end(String name, String device, String v4, String v6) throws IOException {
    ip("-n", name, "link", "set", device, "up");
    ip("-n", name, "addr", "add", v4, "dev", device);
    ip("-n", name, "addr", "add", v6, "dev", device, "nodad");
  }

  @AfterAll
  static void disconnect() throws IOException {
    for (String name : List.of(H, G, S)) {
      ip("netns", "delete", name);
    }
  }

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayChild.start(G, SIDES);
    assertThat(gateway.printed()).contains("ready");
  }

  @AfterEach
  void end() throws Exception {
    gateway.terminate();
  }

  @ParameterizedTest
  @CsvSource({"10.1.0.1", "fd00:a::1"})
  void forwardedTcpGoesThrough(String server) throws Exception {
    transfer(H, S, server);
    gateway.terminate();
    assertThat(passedBytes("wan1")).isBetween((long) BYTES, 2L * BYTES);
    assertThat(passedBytes("lan")).isPositive();
    assertThat(gateway.printed()).contains("closed");
  }

  private long passedBytes(String side) throws IOException {
    String prefix = "bytes m4j-" + side + " ";
    return gateway.printed().stream()
        .filter(line -> line.startsWith(prefix))
        .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"10.1.0.1", "fd00:a::1"})
  void withoutOffloadItGoesThroughPacketByPacket(String server) throws Exception {
    gateway.terminate();
    gateway = GatewayChild.start(G, SIDES.stream().map(side -> side + ",offload=off").toList());
    transfer(H, S, server);
    gateway.terminate();
    assertThat(gateway.printed())
        .anyMatch(line -> line.matches("passed m4j-lan \\d{3,}"))
        .anyMatch(line -> line.matches("passed m4j-wan1 \\d{3,}"))
        .contains("closed");
  }

  @ParameterizedTest
  @CsvSource({"10.2.0.2", "fd00:b::2"})
  void theKernelKeepsItsOwnTcpOnADivertedAddress(String own) throws Exception {
    transfer(S, G, own);
    gateway.terminate();
    assertThat(gateway.printed()).anyMatch(line -> line.matches("passed m4j-wan2 \\d{2,}"));
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1", "fd00:1::1"})
  void theMachineItselfIsNotDiverted(String own) throws Exception {
    transfer(H, G, own);
    gateway.terminate();
    // The kernel itself says on each device which multicast groups it has joined.
    assertThat(gateway.printed()).anyMatch(line -> line.matches("passed m4j-lan \\d"));
  }

  @ParameterizedTest
  @CsvSource({"10.1.0.1", "fd00:a::1"})
  void aRefusalIsARefusal(String server) throws Exception {
    NetworkNamespace.runIn(
        H,
        () ->
            assertThatThrownBy(() -> connect(server, PORT + 1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused"));
  }

  @ParameterizedTest
  @CsvSource({"10.99.0.1", "fd00:99::1"})
  void anIcmpErrorArrives(String nowhere) throws Exception {
    NetworkNamespace.runIn(
        H,
        () ->
            assertThatThrownBy(() -> connect(nowhere, PORT))
                .isInstanceOf(SocketException.class)
                .hasMessageMatching("(No route to host|Network is unreachable).*"));
  }

  @Test
  void aKilledGatewayLeavesPlainRoutingAndTheNextOneCleansUp() throws Exception {
    gateway.kill();
    transfer(H, S, "10.1.0.1");
    transfer(H, S, "fd00:a::1");
    transfer(S, G, "10.2.0.2");
    transfer(S, G, "fd00:b::2");
    gateway = GatewayChild.start(G, SIDES);
    assertThat(gateway.printed()).contains("removed the rules of an earlier run", "ready");
    transfer(H, S, "10.1.0.1");
    gateway.terminate();
    assertThat(rules()).doesNotContain("proto 77").contains("0:\tfrom all lookup local");
    assertThat(ip("-n", G, "link")).doesNotContain("m4j-");
    assertThat(ip("-n", G, "-4", "route", "show", "table", "all")).doesNotContain("proto 77");
    assertThat(ip("-n", G, "-6", "route", "show", "table", "all")).doesNotContain("proto 77");
    String early = "/proc/sys/net/ipv4/tcp_early_demux";
    assertThat(ip("netns", "exec", G, "cat", early).strip()).isEqualTo("1");
  }

  @Test
  void aSecondGatewayIsRefusedAndHarmsNothing() throws Exception {
    GatewayChild second = GatewayChild.start(G, List.of("lan:from=10.0.1.0/24"));
    assertThat(String.join("\n", second.printed()))
        .contains("a gateway is running here already: it holds the device m4j-");
    assertThat(rules()).contains("proto 77");
    transfer(H, S, "10.1.0.1");
  }

  private static String rules() throws IOException {
    return ip("-n", G, "-4", "rule") + ip("-n", G, "-6", "rule");
  }

  /** Random bytes from a server to a client, each in its namespace. */
  private static void transfer(String client, String server, String address) throws Exception {
    byte[] sent = new byte[BYTES];
    new Random(1).nextBytes(sent);
    ServerSocket[] listener = new ServerSocket[1];
    NetworkNamespace.runIn(
        server, () -> listener[0] = new ServerSocket(PORT, 5, InetAddress.getByName(address)));
    try (ServerSocket open = listener[0]) {
      NetworkNamespace.Running serving =
          NetworkNamespace.startIn(
              server,
              () -> {
                try (Socket socket = open.accept()) {
                  socket.getOutputStream().write(sent);
                }
              });
      NetworkNamespace.runIn(
          client,
          () -> {
            try (Socket socket = connect(address, PORT);
                InputStream in = socket.getInputStream()) {
              assertThat(Arrays.equals(in.readAllBytes(), sent)).isTrue();
            }
          });
      serving.join();
    }
  }

  private static Socket connect(String address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), 10_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ip(String... arguments) throws IOException {
    return IpCommand.find().run(arguments);
  }
}
