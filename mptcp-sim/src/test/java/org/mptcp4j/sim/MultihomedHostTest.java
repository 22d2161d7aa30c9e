package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.sim.link.LinkSpec;

/** A client with two access links, and a server somewhere behind routers, with one link or two. */
class MultihomedHostTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String DSL = "10.1.0.2";
  private static final String LTE = "10.2.0.2";
  private static final String FIRST = "10.3.0.2";
  private static final String SECOND_ADDRESS = "10.4.0.2";

  private final Simulation simulation = new Simulation(1);
  private final Link dsl = simulation.link("dsl", LinkSpec.parse("20M,10ms"));
  private final Link lte = simulation.link("lte", LinkSpec.parse("20M,20ms"));
  private final Link near = simulation.link("near", LinkSpec.parse("100M,1ms"));
  private final Link far = simulation.link("far", LinkSpec.parse("100M,1ms"));
  private SimHost client;
  private long received;

  private EngineConnection connect(boolean dualHomed, ConnectionOptions options, boolean lteIsUp) {
    client =
        SimNode.builder(simulation, "H")
            .attach(dsl.a(), DSL + "/24")
            .attach(lte.a(), LTE + "/24")
            .route("0.0.0.0/0", "dsl")
            .host();
    SimNode.builder(simulation, "R")
        .attach(dsl.b(), "10.1.0.1/24")
        .attach(lte.b(), "10.2.0.1/24")
        .attach(near.a(), "10.3.0.1/24")
        .attach(far.a(), "10.4.0.1/24")
        .router();
    SimNodeBuilder server = SimNode.builder(simulation, "S").attach(near.b(), FIRST + "/24");
    if (dualHomed) {
      server.attach(far.b(), SECOND_ADDRESS + "/24");
    }
    server
        .route("0.0.0.0/0", "near")
        .host()
        .engine()
        .listen(ListenTarget.port(80), request -> request.accept(options, new Sink()));
    if (!lteIsUp) {
      client.engine().updateZone(lteWith(List.of()));
    }
    ConnectTarget target =
        new ConnectTarget(
            client.zone("dsl"),
            new InetSocketAddress(Addresses.literal(DSL), 0),
            new InetSocketAddress(Addresses.literal(FIRST), 80));
    EngineConnection connection = client.engine().connect(target, options, new Source());
    client.pollSoon();
    return connection;
  }

  private Zone lteWith(List<Zone.Prefix> addresses) {
    Zone zone = client.zone("lte");
    return new Zone(zone.index(), zone.name(), zone.mtu(), zone.maxPacketBytes(), addresses, false);
  }

  private static ConnectionOptions version(MptcpVersion version) {
    return ConnectionOptions.defaults().withVersion(version);
  }

  private static List<String> pairs(EngineConnection connection) {
    return connection.subflows().stream()
        .map(
            subflow ->
                subflow.localAddress().getAddress().getHostAddress()
                    + " "
                    + subflow.remoteAddress().getAddress().getHostAddress())
        .toList();
  }

  private static final class Source implements ConnectionHandler {
    private final ByteBuffer data = ByteBuffer.allocate(1 << 20);

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (connection.write(data.clear()) > 0) {
        // until there is no room
      }
    }
  }

  private final class Sink implements ConnectionHandler {
    @Override
    public void onReadable(EngineConnection connection) {
      ByteBuffer target = ByteBuffer.allocate(1 << 16);
      int n;
      while ((n = connection.read(target.clear())) > 0) {
        received += n;
      }
    }
  }

  /** The basic case: both links are used, to more than one's 20 Mbit/s. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aRoutedServerIsJoinedOverBothLinks(MptcpVersion version) {
    EngineConnection connection = connect(false, version(version), true);
    simulation.run(5 * SECOND);
    assertThat(pairs(connection)).containsExactlyInAnyOrder(DSL + " " + FIRST, LTE + " " + FIRST);
    assertThat(received * 8 / 5).isGreaterThan(30_000_000);
  }

  /** Each address that it announces is tried over each link: no route is known here. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aRoutedServersFurtherAddressIsJoined(MptcpVersion version) {
    EngineConnection connection = connect(true, version(version), true);
    simulation.run(5 * SECOND);
    assertThat(pairs(connection))
        .containsExactlyInAnyOrder(
            DSL + " " + FIRST,
            LTE + " " + FIRST,
            DSL + " " + SECOND_ADDRESS,
            LTE + " " + SECOND_ADDRESS);
  }

  /** RFC 8684, section 3.1, flag C: the address behind a load balancer takes no joins. */
  @Test
  void aServerBehindALoadBalancerIsJoinedWhereItSays() {
    MptcpOptions elsewhere = MptcpOptions.defaults().withJoinInitialAddress(false);
    ConnectionOptions options = version(MptcpVersion.V1).withMptcp(elsewhere);
    EngineConnection connection = connect(true, options, true);
    simulation.run(5 * SECOND);
    assertThat(pairs(connection))
        .containsExactlyInAnyOrder(
            DSL + " " + FIRST, DSL + " " + SECOND_ADDRESS, LTE + " " + SECOND_ADDRESS);
  }

  /** An access link that gets its address later is used from then on, and until it loses it. */
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aLinkMayComeAndGo(MptcpVersion version) {
    EngineConnection connection = connect(false, version(version), false);
    simulation.run(2 * SECOND);
    assertThat(pairs(connection)).containsExactly(DSL + " " + FIRST);

    client.engine().updateZone(lteWith(List.of(Zone.Prefix.parse(LTE + "/24"))));
    client.pollSoon();
    simulation.run(4 * SECOND);
    assertThat(pairs(connection)).containsExactlyInAnyOrder(DSL + " " + FIRST, LTE + " " + FIRST);

    client.engine().updateZone(lteWith(List.of()));
    client.pollSoon();
    simulation.run(6 * SECOND);
    assertThat(pairs(connection)).containsExactly(DSL + " " + FIRST);
    long before = received;
    simulation.run(8 * SECOND);
    assertThat(received).isGreaterThan(before);
  }
}
