package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.spi.PathManager.Paths;

/** Further subflows: opened by either side, after ADD_ADDR or without, as backups, to ports. */
class JoinTest extends KernelMatrix {
  private static final int BYTES = 1 << 20;

  /** A kernel's IPv4 socket joins no IPv6 address. */
  static Stream<Arguments> announcements() {
    return pairsAndFamilies()
        .flatMap(a -> Stream.of(Family.values()).map(f -> Arguments.of(a.get()[0], a.get()[1], f)))
        .filter(
            a ->
                ((Pair) a.get()[0]).ours(Plan.CLIENT)
                    || a.get()[1] == Family.V6
                    || a.get()[2] == Family.V4);
  }

  /** ADD_ADDR of the server, its echo, and the join of the client (RFC 8684, section 3.4.1). */
  @ParameterizedTest
  @MethodSource("announcements")
  void theServerAnnouncesAnAddressAndTheClientJoins(Pair pair, Family family, Family announced)
      throws Exception {
    Setting setting = Setting.of(pair, family).withOurs(family, announced);
    if (pair.ours(Plan.CLIENT)) {
      setting = setting.withPaths(new OurPaths());
    }
    try (Network network = open(setting)) {
      if (network.server() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, announced, "signal");
      }
      exchange(network, family);
      assertThat(network.fabric().up(2).payloadBytes()).as("over path 2").isPositive();
      network
          .verdict()
          .joinByClient()
          .rising(Plan.SERVER, "AddAddrTx", "EchoAdd")
          .rising(Plan.CLIENT, "AddAddr", "EchoAddTx")
          .check();
    }
  }

  /**
   * The client announces an address, and the server joins. Not to a kernel's client: it refuses a
   * join where no listener has its destination.
   */
  @ParameterizedTest
  @EnumSource(Family.class)
  void theClientAnnouncesAnAddressAndTheServerJoins(Family family) throws Exception {
    Pair pair = Pair.OURS_TO_KERNEL;
    InetSocketAddress second = Plan.socket(Plan.CLIENT, 2, family, 0);
    OurPaths paths = new OurPaths(p -> announce(p, second));
    Setting setting = Setting.of(pair, family).withOurs(family, family).withPaths(paths);
    try (Network network = open(setting)) {
      exchange(network, family);
      assertThat(network.fabric().up(2).payloadBytes()).as("over path 2").isPositive();
      network
          .verdict()
          .joinBy(Plan.SERVER)
          .rising(Plan.CLIENT, "AddAddrTx", "EchoAdd")
          .rising(Plan.SERVER, "AddAddr", "EchoAddTx")
          .check();
    }
  }

  private static void announce(Paths paths, InetSocketAddress address) {
    if (paths.client()) {
      paths.announce(address);
    }
  }

  /** A kernel has no room for an IPv6 address with a port beside timestamps. */
  static Stream<Arguments> portAnnouncements() {
    return pairsAndFamilies()
        .filter(a -> ((Pair) a.get()[0]).ours(Plan.SERVER) || a.get()[1] == Family.V4);
  }

  /** ADD_ADDR with a port: the join goes there. */
  @ParameterizedTest
  @MethodSource("portAnnouncements")
  void theServerAnnouncesAPort(Pair pair, Family family) throws Exception {
    InetSocketAddress second = Plan.socket(Plan.SERVER, 2, family, PORT + 1);
    OurPaths paths = new OurPaths(p -> announcePort(p, second));
    Setting setting = Setting.of(pair, family).withOurs(family, family).withPaths(paths);
    try (Network network = open(setting)) {
      if (network.server() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, family, "signal port " + (PORT + 1));
      }
      exchange(network, family);
      assertThat(network.fabric().up(2).payloadBytes()).as("over path 2").isPositive();
      network.verdict().joinByClient().rising(Plan.CLIENT, "PortAdd").check();
    }
  }

  private static void announcePort(Paths paths, InetSocketAddress address) {
    if (!paths.client()) {
      paths.announce(address);
    }
  }

  /** A backup carries nothing while another subflow works (section 3.3.8). */
  @ParameterizedTest
  @EnumSource(Pair.class)
  void aBackupOfTheClientCarriesNothing(Pair pair) throws Exception {
    OurPaths paths = new OurPaths(JoinTest::openBackup);
    try (Network network = open(Setting.of(pair, Family.V4).withPaths(paths))) {
      if (network.client() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "subflow backup");
      }
      exchange(network, Family.V4);
      assertThat(network.fabric().up(2).payloadBytes()).isZero();
      assertThat(network.fabric().down(2).payloadBytes()).isZero();
      network.verdict().joinByClient().rising(Plan.SERVER, "MPJoinSynBackupRx").check();
    }
  }

  private static void openBackup(Paths paths) {
    if (paths.client()) {
      InetSocketAddress from = Plan.socket(Plan.CLIENT, 2, Family.V4, 0);
      paths.open(new ConnectTarget(paths.zones().get(1), from, paths.initialRemote()), true);
    }
  }

  /** The server's SYN+ACK may ask for it too: "this flag" is in both directions of its own. */
  @ParameterizedTest
  @EnumSource(
      value = Pair.class,
      names = {"OURS_TO_KERNEL", "KERNEL_TO_KERNEL"})
  void aBackupOfTheServerCarriesNothing(Pair pair) throws Exception {
    Setting setting = Setting.of(pair, Family.V4).withPaths(new OurPaths());
    try (Network network = open(setting)) {
      network.kernel(Plan.SERVER).addEndpoint(2, Family.V4, "signal backup");
      exchange(network, Family.V4);
      assertThat(network.fabric().up(2).payloadBytes()).isZero();
      assertThat(network.fabric().down(2).payloadBytes()).isZero();
      network.verdict().joinByClient().rising(Plan.CLIENT, "MPJoinSynAckBackupRx").check();
    }
  }

  /** Each address of a full mesh to each address of the server. */
  @ParameterizedTest
  @EnumSource(
      value = Pair.class,
      names = {"KERNEL_TO_OURS", "KERNEL_TO_KERNEL"})
  void aFullMesh(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4).withOurs(Family.V4, Family.V4))) {
      network.kernel(Plan.CLIENT).addEndpoint(2, Family.V4, "subflow fullmesh");
      if (network.server() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "signal");
      }
      exchange(network, Family.V4);
      // a kernel counts data that waits for its mapping so
      network.verdict().joinByClient().subflows(3).check();
    }
  }

  /** Data both ways, the rest of it when a join is complete. */
  private static void exchange(Network network, Family family) throws Exception {
    Peer server = network.server().serve(Family.V6, PORT);
    Peer client = network.client().connect(family, PORT);
    for (Peer peer : List.of(client, server)) {
      peer.awaitOpen();
      peer.send(BYTES / 2);
    }
    network.awaitJoined();
    for (Peer peer : List.of(client, server)) {
      peer.send(BYTES / 2);
      peer.finish();
    }
    assertExchanged(client, server, BYTES, BYTES);
  }
}
