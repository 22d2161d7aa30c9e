package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.examples.kernel.Plan.Family;

/** Many subflows, paths that lose or fail or come and go, switches of the kernel. */
class ConditionsTest extends KernelMatrix {
  private static final int BYTES = 1 << 20;

  /** Linux's largest limit is 8, and it does not count the first one. */
  private static final int LINUX_MOST_SUBFLOWS = 9;

  /** A kernel may reset a subflow that was silent while others were not, or whose address went. */
  private static final String[] SILENT_SUBFLOW = {"MPRstTx", "MPRstRx"};

  /** Four addresses of either side: a full mesh of what the kernel allows. */
  @ParameterizedTest
  @EnumSource
  void fourAddressesEach(Pair pair) throws Exception {
    Setting setting =
        Setting.of(pair, Family.V4)
            .withPaths(4)
            .withOurs(Family.V4, Family.V4, Family.V4, Family.V4)
            .withOptions(
                ConnectionOptions.defaults()
                    .withVersion(MptcpVersion.V1)
                    .withMaxSubflows(LINUX_MOST_SUBFLOWS));
    try (Network network = open(setting)) {
      for (int path = 2; path <= 4; path++) {
        if (network.client() instanceof KernelHost kernel) {
          kernel.addEndpoint(path, Family.V4, "subflow fullmesh");
        }
        if (network.server() instanceof KernelHost kernel) {
          kernel.addEndpoint(path, Family.V4, "signal");
        }
      }
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      network.awaitJoins(3);
      finish(peers, BYTES / 2);
      for (int path = 1; path <= 4; path++) {
        assertThat(network.fabric().up(path).payloadBytes()).as("path " + path).isPositive();
      }
      network
          .verdict()
          .joinByClient()
          .rising(Plan.SERVER, "AddAddrTx", "EchoAdd")
          .rising(Plan.CLIENT, "AddAddr", "EchoAddTx")
          .subflowsAtLeast(4)
          .check();
    }
  }

  /** The first path fails in mid-transfer and comes back. */
  @ParameterizedTest
  @EnumSource
  void theFirstLinkFailsAndComesBack(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4))) {
      if (network.client() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "subflow");
      }
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      network.awaitJoined();
      network.fabric().cut(1, true);
      for (Peer peer : peers) {
        peer.send(BYTES);
      }
      for (Peer peer : peers) {
        peer.awaitReceived(BYTES);
      }
      network.fabric().cut(1, false);
      finish(peers, BYTES / 2);
      network.verdict().joinByClient().allowing(SILENT_SUBFLOW).check();
    }
  }

  /** An endpoint of the kernel's is deleted and added again while data flows, three times. */
  @ParameterizedTest
  @EnumSource(
      value = Pair.class,
      names = {"KERNEL_TO_OURS", "KERNEL_TO_KERNEL"})
  void anEndpointGoesAndComesBack(Pair pair) throws Exception {
    againWhereLost(pair, () -> anEndpointGoes(pair));
  }

  private void anEndpointGoes(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4))) {
      KernelHost kernel = network.kernel(Plan.CLIENT);
      kernel.addEndpoint(2, Family.V4, "subflow");
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      for (int round = 1; round <= 3; round++) {
        network.awaitRise(network.server(), "MPTcpExtMPJoinAckRx", round);
        kernel.endpoint("delete id 1");
        network.awaitRemoveAddr(round);
        for (Peer peer : peers) {
          peer.send(BYTES / 4);
        }
        kernel.addEndpoint(2, Family.V4, "id 1 subflow");
      }
      network.awaitRise(network.server(), "MPTcpExtMPJoinAckRx", 4);
      finish(peers, BYTES / 4);
      network
          .verdict()
          .joinByClient()
          .rising(Plan.CLIENT, "RmAddrTx")
          .rising(Plan.SERVER, "RmAddr")
          .subflows(5)
          .allowing(SILENT_SUBFLOW)
          .check();
    }
  }

  /** The kernel's first address goes: REMOVE_ADDR with the address id 0. */
  @ParameterizedTest
  @EnumSource(
      value = Pair.class,
      names = {"KERNEL_TO_OURS", "KERNEL_TO_KERNEL"})
  void theFirstAddressGoes(Pair pair) throws Exception {
    againWhereLost(pair, () -> addressZeroGoes(pair));
  }

  private void addressZeroGoes(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4))) {
      KernelHost kernel = network.kernel(Plan.CLIENT);
      kernel.addEndpoint(2, Family.V4, "subflow");
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      network.awaitJoined();
      kernel.endpoint("delete id 0 " + Plan.address(Plan.CLIENT, 1, Family.V4));
      network.awaitRemoveAddr(1);
      finish(peers, BYTES / 2);
      network
          .verdict()
          .joinByClient()
          .rising(Plan.CLIENT, "RmAddrTx")
          .rising(Plan.SERVER, "RmAddr")
          .allowing(SILENT_SUBFLOW)
          .check();
    }
  }

  static Stream<Arguments> oneSidedChecksums() {
    return Stream.of(Pair.OURS_TO_KERNEL, Pair.KERNEL_TO_OURS)
        .flatMap(pair -> Stream.of(false, true).map(kernel -> Arguments.of(pair, kernel)));
  }

  /** One side asks for checksums, the other does not: they are used (section 3.1). */
  @ParameterizedTest
  @MethodSource("oneSidedChecksums")
  void oneSideAsksForChecksums(Pair pair, boolean kernelAsks) throws Exception {
    ConnectionOptions options =
        ConnectionOptions.defaults().withVersion(MptcpVersion.V1).withChecksum(!kernelAsks);
    Setting setting =
        Setting.of(pair, Family.V4).withOptions(options).withKernelChecksum(kernelAsks);
    try (Network network = open(setting)) {
      if (network.client() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "subflow");
      }
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      network.awaitJoined();
      KernelPeer kernel = (KernelPeer) peers.get(pair.ours(Plan.CLIENT) ? 1 : 0);
      assertThat(kernel.info()).contains("fallback=0").contains("checksum=1");
      finish(peers, BYTES / 2);
      network.verdict().joinByClient().check();
    }
  }

  /** Both paths lose 1 % of the packets. */
  @ParameterizedTest
  @EnumSource
  void lossyPaths(Pair pair) throws Exception {
    Setting setting = Setting.of(pair, Family.V6).withLink("50M,5ms,queue=500k,loss=1%");
    try (Network network = open(setting)) {
      if (network.client() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V6, "subflow");
      }
      List<Peer> peers = start(network, Family.V6, BYTES / 2);
      network.awaitJoined();
      finish(peers, BYTES / 2);
      // What was reinjected is still resent by the subflow that lost it. Where the other one was so
      // quick that the kernel has closed its socket, the kernel answers with a reset.
      network.verdict().joinByClient().kernelMayReset().check();
    }
  }

  /** The kernel's timers are as short as they can be set. */
  @ParameterizedTest
  @EnumSource
  void shortTimers(Pair pair) throws Exception {
    Setting setting = Setting.of(pair, Family.V4).withOurs(Family.V4, Family.V4);
    try (Network network = open(setting)) {
      for (int side : List.of(Plan.CLIENT, Plan.SERVER)) {
        if (network.host(side) instanceof KernelHost kernel) {
          kernel.mptcpSwitch("add_addr_timeout", 1);
          kernel.mptcpSwitch("close_timeout", 1);
          kernel.mptcpSwitch("stale_loss_cnt", 1);
        }
      }
      if (network.server() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "signal");
      }
      if (network.client() instanceof KernelHost kernel) {
        kernel.addEndpoint(2, Family.V4, "subflow");
      }
      List<Peer> peers = start(network, Family.V4, BYTES / 2);
      network.awaitJoined();
      finish(peers, BYTES / 2);
      network
          .verdict()
          .joinByClient()
          .rising(Plan.CLIENT, "AddAddr", "EchoAddTx")
          .subflowsAtLeast(2)
          .check();
    }
  }

  private static List<Peer> start(Network network, Family family, long bytes) throws Exception {
    Peer server = network.server().serve(Family.V6, PORT);
    Peer client = network.client().connect(family, PORT);
    List<Peer> peers = List.of(client, server);
    for (Peer peer : peers) {
      peer.awaitOpen();
      peer.send(bytes);
    }
    return peers;
  }

  private static void finish(List<Peer> peers, long bytes) throws Exception {
    for (Peer peer : peers) {
      peer.send(bytes);
      peer.finish();
    }
    Peer.Ending atClient = peers.get(0).awaitEnd();
    Peer.Ending atServer = peers.get(1).awaitEnd();
    assertThat(atClient.how()).isEqualTo("eof");
    assertThat(atServer.how()).isEqualTo("eof");
    assertThat(atServer.received()).isEqualTo(atClient.sent());
    assertThat(atClient.received()).isEqualTo(atServer.sent());
  }
}
