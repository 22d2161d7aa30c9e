package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/** A path whose middle is narrower than both ends: RFC 1191 and RFC 8201. */
class PathMtuTest {
  private static final int BYTES = 500_000;
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "10.0.1.2, 10.0.1.1, 10.0.9.1, 10.0.9.2, 10.0.3.1, 10.0.3.2, 24, 0.0.0.0/0",
    "fd00:1::2, fd00:1::1, fd00:9::1, fd00:9::2, fd00:3::1, fd00:3::2, 64, ::/0"
  })
  void dataGetsThrough(
      String h,
      String left,
      String mid1,
      String mid2,
      String right,
      String s,
      int bits,
      String all) {
    Simulation simulation = new Simulation(1);
    Link near = simulation.link("near", LinkSpec.parse("100M,1ms"));
    Link narrow = simulation.link("narrow", LinkSpec.parse("20M,10ms,mtu=1300"));
    Link far = simulation.link("far", LinkSpec.parse("100M,1ms"));
    SimHost client =
        SimNode.builder(simulation, "H").attach(near.a(), h + "/" + bits).route(all, "near").host();
    SimNode.builder(simulation, "R1")
        .attach(near.b(), left + "/" + bits)
        .attach(narrow.a(), mid1 + "/" + bits)
        .route(all, "narrow")
        .router();
    SimNode.builder(simulation, "R2")
        .attach(narrow.b(), mid2 + "/" + bits)
        .attach(far.a(), right + "/" + bits)
        .route(all, "narrow")
        .router();
    SimHost server =
        SimNode.builder(simulation, "S").attach(far.b(), s + "/" + bits).route(all, "far").host();
    Sink sink = new Sink();
    ConnectionOptions options = ConnectionOptions.defaults();
    server.engine().listen(ListenTarget.port(80), request -> request.accept(options, sink));
    ConnectTarget target =
        new ConnectTarget(
            client.zone("near"),
            new InetSocketAddress(Addresses.literal(h), 0),
            new InetSocketAddress(Addresses.literal(s), 80));
    client.engine().connect(target, options, new Source());

    simulation.runUntil(() -> sink.received == BYTES, 10 * SECOND);

    assertThat(sink.received).isEqualTo(BYTES);
    assertThat(simulation.nowNanos()).isLessThan(2 * SECOND);
  }

  private static final class Source implements ConnectionHandler {
    private final ByteBuffer data = ByteBuffer.allocate(BYTES);

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      connection.write(data);
    }
  }

  private static final class Sink implements ConnectionHandler {
    private final ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
    private int received;

    @Override
    public void onReadable(EngineConnection connection) {
      int read;
      while ((read = connection.read(scratch.clear())) > 0) {
        received += read;
      }
    }
  }
}
