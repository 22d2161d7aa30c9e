package org.mptcp4j.sim.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

/** Buffers that grow with need: never what limits a transfer, and small where little is read. */
class AutoTuningTest {
  private static final long MS = 1_000_000L;
  private static final long BYTES = 10_000_000;

  private static double seconds(boolean tuned, MptcpVersion version, LinkSpec... links) {
    ConnectionOptions options =
        ConnectionOptions.defaults()
            .withVersion(version)
            .withTcp(TcpOptions.defaults().withAutoTuning(tuned));
    TransferResult result = Transfer.over(links).options(options).bytes(BYTES).run();
    assertThat(result.complete()).as(result.toString()).isTrue();
    return result.seconds();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5M,20ms",
        "50M,2500us,queue=31k",
        "50M,75ms,queue=937k",
        "50M,75ms,queue=937k,loss=0.1%",
        "50M,20ms,queue=250k,reorder=3%",
        "400M,40ms,queue=4M",
      })
  void oneLinkIsFilledAsWithTheLargestBuffers(String link) {
    LinkSpec spec = LinkSpec.parse(link);
    double fixed = seconds(false, MptcpVersion.OFF, spec);
    assertThat(seconds(true, MptcpVersion.OFF, spec)).isLessThan(fixed / 0.99);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20M,15ms               | 30M,25ms",
        "50M,5ms,queue=100k     | 50M,150ms,queue=1900k",
        "50M,10ms,loss=0.1%     | 20M,100ms,loss=0.5%",
      })
  void twoLinksAreFilledAsWithTheLargestBuffers(String a, String b) {
    LinkSpec one = LinkSpec.parse(a);
    LinkSpec two = LinkSpec.parse(b);
    double fixed = seconds(false, MptcpVersion.V0, one, two);
    assertThat(seconds(true, MptcpVersion.V0, one, two)).isLessThan(fixed / 0.99);
  }

  /** A megabyte a second is read where 125 could come: hardly anything waits for the reader. */
  @Test
  void aSlowReaderMakesBothSidesHoldLittle() {
    Simulation simulation = new Simulation(1);
    Link link = simulation.link("lan", LinkSpec.parse("1G,500us"));
    SimHost client = SimNode.builder(simulation, "client").attach(link.a(), "10.0.0.2/24").host();
    SimHost server = SimNode.builder(simulation, "server").attach(link.b(), "10.0.0.1/24").host();
    ConnectionOptions options = ConnectionOptions.defaults().withVersion(MptcpVersion.OFF);
    Held received = new Held();
    Filler sent = new Filler();
    server.engine().listen(ListenTarget.port(80), request -> request.accept(options, received));
    client
        .engine()
        .connect(
            new ConnectTarget(
                client.zones().get(0),
                new InetSocketAddress("10.0.0.2", 0),
                new InetSocketAddress("10.0.0.1", 80)),
            options,
            sent);
    for (int ms = 100; ms < 3_000; ms++) {
      simulation.at(
          ms * MS,
          () -> {
            received.take(1000);
            server.pollSoon();
          });
    }
    simulation.run(3_000 * MS);
    assertThat(received.connection.info().bytesReceived()).isGreaterThan(2_000_000);
    assertThat(received.connection.readableBytes()).isLessThan(128 * 1024);
    assertThat(sent.written - received.connection.info().bytesReceived()).isLessThan(256 * 1024);
  }

  /** Writes whatever fits. */
  private static final class Filler implements ConnectionHandler {
    private long written;

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      int taken;
      do {
        taken = connection.write(ByteBuffer.allocate(100_000));
        written += taken;
      } while (taken > 0);
    }
  }

  /** Reads only what it is told to. */
  private static final class Held implements ConnectionHandler {
    private EngineConnection connection;

    @Override
    public void onReadable(EngineConnection readable) {
      connection = readable;
    }

    void take(int bytes) {
      connection.read(ByteBuffer.allocate(bytes));
    }
  }
}
