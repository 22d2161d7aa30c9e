package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Connections that are idle cost those that are active next to nothing: a segment's way through the
 * engine takes no longer where ten thousand others are open.
 */
class IdleConnectionsTest {
  private static final int MANY = 10_000;
  private static final int ACTIVE = 100;
  private static final int EXCHANGES = 10;
  private static final int ROUNDS = 40;
  private static final int MESSAGE_BYTES = 1000;
  private static final long MILLI = 1_000_000L;

  /** A client and a server with so many connections of three subflows each. */
  private static final class Crowd {
    private final Simulation sim = new Simulation(5);
    private final Link one = sim.link("one", LinkSpec.parse("10G,1ms"));
    private final Link two = sim.link("two", LinkSpec.parse("10G,1ms"));
    private final SimHost client = host("client", "2", one.a(), two.a());
    private final SimHost server = host("server", "1", one.b(), two.b());
    private final List<Asker> askers = new ArrayList<>();
    private int exchanges;

    private Crowd(int count) {
      server
          .engine()
          .listen(
              ListenTarget.port(7),
              request -> request.accept(ConnectionOptions.defaults(), new Echo()));
      for (int i = 0; i < count; i++) {
        Asker asker = new Asker();
        askers.add(asker);
        sim.at(
            i * MILLI / 10,
            () -> client.engine().connect(target(), ConnectionOptions.defaults(), asker));
      }
      exchanges = count;
      sim.run(count * MILLI / 10 + 1000 * MILLI);
      assertThat(exchanges).as("every connection has exchanged a message").isZero();
      assertThat(client.engine().stateCount()).isEqualTo(count);
      assertThat(askers).extracting(asker -> asker.connection.subflows().size()).containsOnly(3);
    }

    private SimHost host(String name, String last, LinkEnd first, LinkEnd second) {
      return SimNode.builder(sim, name)
          .attach(first, "10.0.1." + last + "/24")
          .attach(second, "10.0.2." + last + "/24")
          .host();
    }

    private ConnectTarget target() {
      return new ConnectTarget(
          client.zones().get(0),
          new InetSocketAddress(Addresses.literal("10.0.1.2"), 0),
          new InetSocketAddress(Addresses.literal("10.0.1.1"), 7));
    }

    /** Has some of the connections, evenly spread, exchange messages; returns how long it took. */
    private long round() {
      exchanges = ACTIVE * EXCHANGES;
      long before = System.nanoTime();
      sim.at(
          sim.nowNanos(),
          () -> {
            for (int i = 0; i < ACTIVE; i++) {
              askers.get(i * (askers.size() / ACTIVE)).ask(EXCHANGES);
            }
          });
      assertThat(sim.runUntil(() -> exchanges == 0, sim.nowNanos() + 60_000 * MILLI)).isTrue();
      return System.nanoTime() - before;
    }

    /** Sends a message, and the next one when it has come back. */
    private final class Asker implements ConnectionHandler {
      private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
      private EngineConnection connection;
      private int left;

      private void ask(int times) {
        left = times;
        connection.write(message.clear());
        message.clear();
      }

      @Override
      public void onEstablished(EngineConnection established) {
        connection = established;
        ask(1);
      }

      @Override
      public void onReadable(EngineConnection readable) {
        readable.read(message);
        if (!message.hasRemaining()) {
          exchanges--;
          if (--left > 0) {
            ask(left);
          }
        }
      }
    }

    /** Sends back what comes. */
    private static final class Echo implements ConnectionHandler {
      private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);

      @Override
      public void onReadable(EngineConnection connection) {
        if (connection.read(message.clear()) > 0) {
          connection.write(message.flip());
        }
      }
    }
  }

  /**
   * The quickest of many short rounds counts, which alternate: what else the machine does makes
   * rounds longer, never shorter.
   */
  @Test
  void aSegmentCostsTheSameAmongThousands() {
    Crowd few = new Crowd(ACTIVE);
    Crowd many = new Crowd(MANY);
    long ofFew = Long.MAX_VALUE;
    long ofMany = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      ofFew = Math.min(ofFew, few.round());
      ofMany = Math.min(ofMany, many.round());
    }
    int segments = 2 * ACTIVE * EXCHANGES;
    System.out.printf(
        "%d connections: %d ns a segment; %d: %d ns; ratio %.2f%n",
        MANY, ofMany / segments, ACTIVE, ofFew / segments, (double) ofMany / ofFew);
    assertThat((double) ofMany / ofFew).isLessThan(1.3);
  }
}
