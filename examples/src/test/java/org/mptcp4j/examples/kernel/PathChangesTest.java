package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.spi.PathManager.Paths;

/** Paths that change while data flows: priorities, addresses that go, links that fail. */
class PathChangesTest extends KernelMatrix {
  private static final int BYTES = 1 << 20;

  /** What a peer has read and not told yet. */
  private static final int UNTOLD = 16_384;

  /** What is sent twice, and what is untold. */
  private static final int ON_THE_WAY = 200_000;

  private static final InetSocketAddress SECOND = Plan.socket(Plan.CLIENT, 2, Family.V4, 0);

  private final OurPaths paths = new OurPaths(PathChangesTest::openSecond);

  private static void openSecond(Paths paths) {
    if (paths.client()) {
      paths.open(new ConnectTarget(paths.zones().get(1), SECOND, paths.initialRemote()), false);
    }
  }

  /** MP_PRIO: the second path becomes a backup, and carries no more (section 3.3.8). */
  @ParameterizedTest
  @EnumSource(Pair.class)
  void aPathBecomesABackup(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4).withPaths(paths))) {
      List<Peer> peers = startOverTwoPaths(network);
      if (network.client() instanceof KernelHost kernel) {
        kernel.endpoint("change id 1 backup");
      } else {
        InetAddress second = SECOND.getAddress();
        paths.act(network.client(), p -> p.setBackup(second, true));
      }
      network.awaitRise(network.server(), "MPTcpExtMPPrioRx", 1);
      // the queue of the link may hold much that was sent before the news
      for (Peer peer : peers) {
        peer.awaitReceived(BYTES - UNTOLD);
      }
      long up = network.fabric().up(2).payloadBytes();
      long down = network.fabric().down(2).payloadBytes();
      finish(peers);
      up = network.fabric().up(2).payloadBytes() - up;
      down = network.fabric().down(2).payloadBytes() - down;
      assertThat(up + down)
          .as("over the backup, %d of it up; %s", up, network.rises(network.client()))
          .isLessThan(ON_THE_WAY);
      network
          .verdict()
          .joinByClient()
          .rising(Plan.CLIENT, "MPPrioTx")
          .rising(Plan.SERVER, "MPPrioRx")
          .check();
    }
  }

  /** REMOVE_ADDR while both paths carry data (section 3.4.2). */
  @ParameterizedTest
  @EnumSource(Pair.class)
  void anAddressGoes(Pair pair) throws Exception {
    againWhereLost(pair, () -> secondAddressGoes(pair));
  }

  private void secondAddressGoes(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4).withPaths(paths))) {
      List<Peer> peers = startOverTwoPaths(network);
      if (network.client() instanceof KernelHost kernel) {
        kernel.endpoint("delete id 1");
      } else {
        paths.act(network.client(), p -> p.withdraw(SECOND));
      }
      network.awaitRemoveAddr(1);
      finish(peers);
      network
          .verdict()
          .joinByClient()
          .rising(Plan.CLIENT, "RmAddrTx")
          .rising(Plan.SERVER, "RmAddr")
          .allowing("MPRstTx", "MPRstRx")
          .check();
    }
  }

  /** A link fails in mid-transfer and comes back: nothing is lost. */
  @ParameterizedTest
  @EnumSource(Pair.class)
  void aLinkFailsAndComesBack(Pair pair) throws Exception {
    try (Network network = open(Setting.of(pair, Family.V4).withPaths(paths))) {
      List<Peer> peers = startOverTwoPaths(network);
      network.fabric().cut(2, true);
      for (Peer peer : peers) {
        peer.send(BYTES);
      }
      for (Peer peer : peers) {
        peer.awaitReceived(2L * BYTES - (1 << 17));
      }
      network.fabric().cut(2, false);
      finish(peers);
      // a kernel may reset a subflow that was silent while others were not
      network.verdict().joinByClient().allowing("MPRstTx", "MPRstRx").check();
    }
  }

  /** Data both ways, and a second path that carries some of it. */
  private static List<Peer> startOverTwoPaths(Network network) throws Exception {
    if (network.client() instanceof KernelHost kernel) {
      kernel.addEndpoint(2, Family.V4, "subflow");
    }
    Peer server = network.server().serve(Family.V4, PORT);
    Peer client = network.client().connect(Family.V4, PORT);
    List<Peer> peers = List.of(client, server);
    for (Peer peer : peers) {
      peer.awaitOpen();
      peer.send(BYTES / 2);
    }
    network.awaitJoined();
    for (Peer peer : peers) {
      peer.send(BYTES / 2);
    }
    return peers;
  }

  private static void finish(List<Peer> peers) throws Exception {
    for (Peer peer : peers) {
      peer.send(BYTES);
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
