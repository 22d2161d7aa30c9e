package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/** The figures of a subflow against what the network saw. */
class SubflowInfoTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final Simulation simulation = new Simulation(1);
  private Link link;
  private EngineConnection sender;
  private EngineConnection receiver;
  private long received;

  private void connect(String spec, ConnectionOptions options, long bytes) {
    link = simulation.link("dsl", LinkSpec.parse(spec));
    SimHost client = SimNode.builder(simulation, "client").attach(link.a(), "10.0.0.2/24").host();
    SimHost server = SimNode.builder(simulation, "server").attach(link.b(), "10.0.0.1/24").host();
    server.engine().listen(ListenTarget.port(80), request -> request.accept(options, new Sink()));
    ConnectTarget target =
        new ConnectTarget(
            client.zones().get(0),
            new InetSocketAddress(Addresses.literal("10.0.0.2"), 0),
            new InetSocketAddress(Addresses.literal("10.0.0.1"), 80));
    sender = client.engine().connect(target, options, new Source(bytes));
  }

  private static ConnectionOptions plainTcp() {
    return ConnectionOptions.defaults().withVersion(MptcpVersion.OFF);
  }

  private SubflowInfo sent() {
    return sender.subflows().get(0).info();
  }

  private void assertAddsUp(SubflowInfo info, long mostBusyNanos) {
    SubflowInfo.Limits limits = info.limits();
    assertThat(limits.receiverNanos() + limits.congestionNanos() + limits.applicationNanos())
        .isEqualTo(limits.busyNanos());
    assertThat(limits.busyNanos()).isBetween(0L, mostBusyNanos);
  }

  @Test
  void countersAreThoseOfTheNetwork() {
    connect("20M,20ms,loss=1%,reorder=2%", plainTcp(), 2_000_000);
    simulation.run(60 * SECOND);
    SubflowInfo info = sent();
    SubflowInfo peer = receiver.subflows().get(0).info();
    assertThat(received).isEqualTo(2_000_000);
    SubflowInfo.Traffic traffic = info.traffic();
    assertThat(traffic.bytesSent()).isEqualTo(2_000_000);
    assertThat(traffic.bytesAcked()).isEqualTo(2_000_000);
    assertThat(traffic.bytesDelivered()).isEqualTo(2_000_000);
    assertThat(peer.traffic().bytesReceived()).isEqualTo(2_000_000);
    assertThat(traffic.segmentsOut())
        .isEqualTo(link.model(Direction.A_TO_B).stats().offeredPackets());
    assertThat(peer.traffic().segmentsIn())
        .isEqualTo(link.model(Direction.A_TO_B).stats().carriedPackets());
    assertThat(traffic.segmentsRetransmitted()).isPositive();
    assertThat(traffic.bytesRetransmitted())
        .isLessThanOrEqualTo(traffic.segmentsRetransmitted() * 1448);
    assertThat(info.recovery().reorderingBytes()).isPositive();
    assertThat(info.recovery().fastRecoveries()).isPositive();
    assertThat(info.congestion().inFlight()).isZero();
    assertAddsUp(info, 60 * SECOND);
    assertAddsUp(peer, 0);
  }

  @Test
  void aFullLinkIsTheLimitOfCongestionControl() {
    connect("20M,20ms", plainTcp(), Long.MAX_VALUE);
    simulation.run(10 * SECOND);
    SubflowInfo info = sent();
    assertAddsUp(info, 10 * SECOND);
    assertThat(info.limits().busyNanos()).isGreaterThan(9_900 * MS);
    assertThat(info.limits().congestionNanos()).isGreaterThan(9_800 * MS);
    assertThat(info.congestion().deliveryRate()).isBetween(2_300_000L, 2_500_000L);
    assertThat(info.timing().smoothedRttNanos()).isBetween(40 * MS, 100 * MS);
    assertThat(info.timing().minRttNanos()).isBetween(40 * MS, 45 * MS);
    assertThat(info.toString())
        .startsWith("0 dsl 10.0.0.2:")
        .contains(" > 10.0.0.1:80 ESTABLISHED cubic ts sack wscale:", " rto:", " rtt:", " mss:1448")
        .contains(" cwnd:", " delivery_rate:", " busy:", " cwnd_limited:");
  }

  @Test
  void aReceiverThatDoesNotReadIsTheLimit() {
    ConnectionOptions small = plainTcp().withBuffers(1 << 20, 16 * 1024);
    connect("100M,50ms", small, Long.MAX_VALUE);
    simulation.run(10 * SECOND);
    SubflowInfo info = sent();
    assertAddsUp(info, 10 * SECOND);
    assertThat(info.limits().receiverNanos()).isGreaterThan(8_000 * MS);
    assertThat(info.windows().sendWindow()).isLessThanOrEqualTo(16 * 1024);
  }

  @Test
  void littleToSendIsTheLimitOfTheApplication() {
    connect("20M,20ms", plainTcp(), 0);
    for (int i = 1; i <= 50; i++) {
      simulation.at(i * 100L * MS, () -> sender.write(ByteBuffer.allocate(1000)));
    }
    simulation.run(10 * SECOND);
    SubflowInfo info = sent();
    assertThat(info.limits().congestionNanos()).isZero();
    assertThat(info.limits().receiverNanos()).isZero();
    // 50 times a round trip, of which some have a delayed ACK
    assertThat(info.limits().busyNanos()).isBetween(2_000 * MS, 4_500 * MS);
    assertThat(info.limits().applicationNanos()).isEqualTo(info.limits().busyNanos());
  }

  @Test
  void eachSubflowHasItsOwn() {
    connect("20M,20ms", ConnectionOptions.defaults(), 1_000_000);
    simulation.run(5 * SECOND);
    assertThat(sender.subflows()).extracting(Subflow::info).hasSize(1);
    assertThat(sent().traffic().bytesAcked()).isEqualTo(1_000_000);
    assertThat(sent().congestion().control()).isEqualTo("cubic");
  }

  private static final class Source implements ConnectionHandler {
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
    private long left;

    Source(long bytes) {
      left = bytes;
    }

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      int taken = 1;
      while (left > 0 && taken > 0) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), left));
        taken = connection.write(chunk);
        left -= taken;
      }
    }
  }

  private final class Sink implements ConnectionHandler {
    @Override
    public void onEstablished(EngineConnection connection) {
      receiver = connection;
    }

    @Override
    public void onReadable(EngineConnection connection) {
      ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
      for (int n = connection.read(chunk); n > 0; n = connection.read(chunk.clear())) {
        received += n;
      }
    }
  }
}
