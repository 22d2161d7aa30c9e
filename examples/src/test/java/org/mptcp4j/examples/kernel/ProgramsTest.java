package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.examples.http.HttpClient;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.examples.service.HttpService;
import org.mptcp4j.test.Needs;

/**
 * Programs that know nothing of Multipath TCP, on the kernel's by {@code mptcpize run}, against
 * ours: files both ways over two paths. That it was Multipath TCP is judged by the counters of both
 * sides and by what was on the wire.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "nstat", "python3", "tshark", "ss", "mptcpize", "curl", "iperf3", "socat"})
class ProgramsTest extends KernelMatrix {
  private static final int BYTES = 2 << 20;

  private Path up;
  private Path down;

  @BeforeEach
  void makeFiles() throws IOException {
    up = randomFile("up", 1);
    down = randomFile("down", 2);
  }

  private Path randomFile(String name, long seed) throws IOException {
    byte[] content = new byte[BYTES];
    new SplittableRandom(seed).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  /** curl stores a file at our HTTP server and fetches another one, over one connection. */
  @ParameterizedTest
  @EnumSource
  void curl(Family family) throws Exception {
    Setting setting = Setting.of(Pair.KERNEL_TO_OURS, family);
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.copy(down, root.resolve("down"));
    try (Network network = open(setting);
        OurService http =
            OurService.serve(
                network.ours(Plan.SERVER).stack(), PORT, setting, new HttpService(root))) {
      KernelHost kernel = network.kernel(Plan.CLIENT);
      kernel.addEndpoint(2, family, "subflow");
      String url = "http://" + host(family) + ":" + PORT + "/";
      kernel
          .mptcpize(
              directory,
              "curl -gsS --fail --max-time 60 -T up %sup --next -sS --fail -o fetched %sdown"
                  .formatted(url, url)
                  .split(" "))
          .awaitEnd();
      assertSame(up, root.resolve("up"));
      assertSame(down, directory.resolve("fetched"));
      assertBothPaths(network);
      network.verdict().joinByClient().check();
      assertThat(http.served()).isEqualTo(1);
    }
  }

  /** Our HTTP client at the server that comes with Python. */
  @ParameterizedTest
  @EnumSource
  void httpServer(Family family) throws Exception {
    Setting setting = Setting.of(Pair.OURS_TO_KERNEL, family);
    try (Network network = open(setting)) {
      KernelHost kernel = network.kernel(Plan.SERVER);
      kernel.mptcpize(
          directory, "python3", "-m", "http.server", "--bind", "::", Integer.toString(PORT));
      kernel.awaitListening(PORT);
      Path fetched = directory.resolve("fetched");
      try (MptcpConnection connection = connect(network, setting, family);
          FileChannel file =
              FileChannel.open(fetched, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        new HttpClient(connection, host(family)).get("/down", file);
      }
      assertSame(down, fetched);
      assertBothPaths(network);
      network.verdict().joinByClient().check();
    }
  }

  /** socat as the client: a file each way at once. */
  @ParameterizedTest
  @EnumSource
  void socatClient(Family family) throws Exception {
    try (Network network = open(Setting.of(Pair.KERNEL_TO_OURS, family))) {
      KernelHost kernel = network.kernel(Plan.CLIENT);
      kernel.addEndpoint(2, family, "subflow");
      Peer server = network.server().serve(family, PORT);
      Program socat =
          kernel.mptcpize(
              directory,
              "socat",
              "-t60",
              "OPEN:up,rdonly!!OPEN:fetched,creat,wronly",
              "TCP" + (family == Family.V6 ? 6 : 4) + ":" + host(family) + ":" + PORT);
      server.send(BYTES);
      server.finish();
      Peer.Ending ending = server.awaitEnd();
      socat.awaitEnd();
      assertThat(ending)
          .isEqualTo(
              new Peer.Ending(
                  "eof", digest(directory.resolve("fetched")), /* received= */ digest(up)));
      assertBothPaths(network);
      network.verdict().joinByClient().check();
    }
  }

  /** socat as the server: a file each way at once. */
  @ParameterizedTest
  @EnumSource
  void socatServer(Family family) throws Exception {
    try (Network network = open(Setting.of(Pair.OURS_TO_KERNEL, family))) {
      KernelHost kernel = network.kernel(Plan.SERVER);
      // its listener stays, so that it takes joins
      kernel.mptcpize(
          directory,
          "socat",
          "-t60",
          "TCP6-LISTEN:" + PORT + ",ipv6only=0,fork",
          "OPEN:down,rdonly!!OPEN:stored,creat,wronly");
      kernel.awaitListening(PORT);
      Peer client = network.client().connect(family, PORT);
      client.send(BYTES);
      client.finish();
      Peer.Ending ending = client.awaitEnd();
      Path stored = directory.resolve("stored");
      // the kernel has all of it by now, socat perhaps not
      Network.await("all in the file", () -> Files.size(stored) == BYTES);
      assertThat(ending)
          .isEqualTo(new Peer.Ending("eof", digest(stored), /* received= */ digest(down)));
      assertBothPaths(network);
      network.verdict().joinByClient().check();
    }
  }

  static Stream<Arguments> iperfs() {
    return Arrays.stream(Family.values())
        .flatMap(family -> Stream.of(false, true).map(reverse -> Arguments.of(family, reverse)));
  }

  /** iperf3 as the client; with {@code -R} our server sends. */
  @ParameterizedTest
  @MethodSource("iperfs")
  void iperfClient(Family family, boolean reverse) throws Exception {
    Setting setting = Setting.of(Pair.KERNEL_TO_OURS, family);
    try (Network network = open(setting);
        MptcpListener listener =
            network.ours(Plan.SERVER).stack().listen(ListenTarget.port(PORT), setting.options())) {
      KernelHost kernel = network.kernel(Plan.CLIENT);
      kernel.addEndpoint(2, family, "subflow");
      CompletableFuture<Iperf.Outcome> server = start(() -> Iperf.serve(listener::accept));
      String command =
          "iperf3 -c %s -p %d -n %d%s"
              .formatted(
                  host(family).replaceAll("[\\[\\]]", ""), PORT, BYTES, reverse ? " -R" : "");
      kernel.mptcpize(directory, command.split(" ")).awaitEnd();
      Iperf.Outcome outcome = server.join();
      assertThat(outcome.received()).isGreaterThanOrEqualTo(BYTES).isEqualTo(outcome.sent());
      judgeIperf(network);
    }
  }

  /** iperf3 as the server; with {@code -R} it sends. */
  @ParameterizedTest
  @MethodSource("iperfs")
  void iperfServer(Family family, boolean reverse) throws Exception {
    Setting setting = Setting.of(Pair.OURS_TO_KERNEL, family);
    try (Network network = open(setting)) {
      KernelHost kernel = network.kernel(Plan.SERVER);
      Program iperf = kernel.mptcpize(directory, "iperf3", "-s", "-1", "-p", "" + PORT);
      kernel.awaitListening(PORT);
      Iperf.Outcome outcome = Iperf.ask(() -> connect(network, setting, family), BYTES, reverse);
      iperf.awaitEnd();
      if (reverse) {
        assertThat(outcome.received()).isGreaterThanOrEqualTo(BYTES);
      } else {
        assertThat(outcome.sent()).isEqualTo(BYTES);
        // it counts what it has read when it hears of the end
        assertThat(outcome.received()).isBetween(BYTES / 2L, (long) BYTES);
      }
      judgeIperf(network);
    }
  }

  /** A connection for control, one for data, both with a second subflow. */
  private static void judgeIperf(Network network) throws IOException {
    assertBothPaths(network);
    network.verdict().joinByClient().connections(2).subflows(4).check();
  }

  /** A task that fails with an {@link IOException}. */
  private interface Task {
    Iperf.Outcome run() throws IOException;
  }

  private static CompletableFuture<Iperf.Outcome> start(Task task) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return task.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static MptcpConnection connect(Network network, Setting setting, Family family)
      throws IOException {
    InetSocketAddress server = Plan.socket(Plan.SERVER, 1, family, PORT);
    return network.ours(Plan.CLIENT).stack().connect(server, setting.options());
  }

  /** The server's address as a URL writes it. */
  private static String host(Family family) {
    String address = Plan.address(Plan.SERVER, 1, family);
    return family == Family.V6 ? "[" + address + "]" : address;
  }

  private static String digest(Path file) throws IOException {
    return Tally.of(Files.readAllBytes(file)).toString();
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    assertThat(digest(actual)).isEqualTo(digest(expected));
  }

  private static void assertBothPaths(Network network) {
    for (int path = 1; path <= 2; path++) {
      long carried =
          network.fabric().up(path).payloadBytes() + network.fabric().down(path).payloadBytes();
      assertThat(carried).as("bytes over path " + path).isGreaterThan(BYTES / 20);
    }
  }
}
