package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.sim.link.LinkSpec;

/** How a host drives an engine, seen by an engine that writes down its calls. */
class SimHostTest {
  private static final long MS = 1_000_000;

  private final Simulation sim = new Simulation(1);
  private final Link lan = sim.link("lan", LinkSpec.parse("0,1ms"));
  private final Link wan = sim.link("wan", LinkSpec.parse("0,1ms"));
  private final Recorder recorder = new Recorder();

  private SimHost gateway() {
    return SimNode.builder(sim, "gateway")
        .segmentationOffload()
        .attachTransparent(lan.b(), "10.0.1.1/24")
        .attach(wan.a(), "10.0.2.1/24")
        .host(recorder);
  }

  @Test
  void allPacketsOfOneMomentGoInBeforeTheEngineIsPolled() {
    gateway();
    sim.at(
        10 * MS,
        () -> {
          lan.a().send(Packets.tcp("10.0.1.2", "10.0.1.1", 1, 10));
          lan.a().send(Packets.tcp("10.0.1.2", "10.0.1.1", 2, 20));
          wan.b().send(Packets.tcp("10.0.2.2", "10.0.2.1", 3, 30));
        });
    recorder.log.clear();
    sim.run(100 * MS);
    assertThat(recorder.log)
        .containsSubsequence(
            "input lan 50 at 11", "input lan 60 at 11", "input wan 70 at 11", "poll at 11")
        .filteredOn(line -> line.startsWith("poll at 11"))
        .hasSize(1);
    assertThat(sim.pool().outstanding()).isZero();
  }

  @Test
  void deadlinesAreMetAndMayMove() {
    SimHost host = gateway();
    recorder.deadline = 50 * MS;
    sim.run(60 * MS);
    recorder.deadline = 90 * MS;
    host.pollSoon();
    sim.at(70 * MS, () -> recorder.deadline = 80 * MS);
    sim.run(1000 * MS);
    recorder.deadline = 1200 * MS;
    sim.at(1100 * MS, () -> recorder.deadline = Long.MAX_VALUE);
    sim.run(2000 * MS);
    assertThat(recorder.log)
        .containsExactly(
            "poll at 0",
            "poll at 50",
            "poll at 60",
            "poll at 70",
            "poll at 80",
            "poll at 1000",
            "poll at 1100");
  }

  @Test
  void whatTheEngineRefusesIsForwarded() {
    SimHost host = gateway();
    List<Integer> sizes = new ArrayList<>();
    wan.b().attach((packet, now) -> sizes.add(packet.bytes().remaining()));
    recorder.claims = false;
    lan.a().send(Packets.tcp("10.0.1.2", "10.0.2.2", 1, 60));
    sim.run(100 * MS);
    assertThat(sizes).containsExactly(100);
    assertThat(host.forwarded()).isEqualTo(1);
  }

  @Test
  void superSegmentsAreCut() {
    SimHost host = gateway();
    List<ByteBuffer> packets = new ArrayList<>();
    wan.b()
        .attach(
            (packet, now) ->
                packets.add(
                    ByteBuffer.allocate(packet.bytes().remaining())
                        .put(packet.bytes().duplicate())
                        .flip()));
    recorder.output.add(superSegment(host, "10.0.2.1", "10.0.2.2"));
    recorder.output.add(superSegment(host, "fd00::1", "fd00::2"));
    sim.run(100 * MS);
    assertThat(host.zone("wan").maxPacketBytes()).isEqualTo(65_535);
    assertSegments(packets.subList(0, 8), 20);
    assertSegments(packets.subList(8, 16), 40);
  }

  /** 10,100 bytes in segments of 1400; PSH, FIN and CWR are set. */
  private static Outgoing superSegment(SimHost host, String from, String to) {
    ByteBuffer packet = Packets.tcp(from, to, -1000, 10_100);
    int tcp = from.contains(":") ? 40 : 20;
    packet.put(tcp + 13, (byte) 0x99);
    for (int i = 0; i < 10_100; i++) {
      packet.put(tcp + 20 + i, (byte) i);
    }
    return new Outgoing(host.zone("wan"), packet, 1400);
  }

  private static void assertSegments(List<ByteBuffer> packets, int tcp) {
    int at = 0;
    for (int i = 0; i < packets.size(); i++) {
      ByteBuffer packet = packets.get(i);
      int size = packet.remaining() - tcp - 20;
      assertThat(size).isEqualTo(i < 7 ? 1400 : 300);
      assertThat(packet.getInt(tcp + 4)).isEqualTo(-1000 + at);
      assertThat(packet.get(tcp + 20)).isEqualTo((byte) at);
      int flags = 0x10 | (i == 0 ? 0x80 : 0) | (i == 7 ? 0x09 : 0);
      assertThat(packet.get(tcp + 13)).isEqualTo((byte) flags);
      int addresses = tcp == 20 ? 8 : 32;
      long pseudo = 6 + 20 + size + Packets.sum(packet, tcp - addresses, addresses);
      assertThat(Packets.valid(packet, tcp, 20 + size, pseudo)).isTrue();
      assertThat(tcp == 40 || Packets.valid(packet, 0, 20, 0)).isTrue();
      assertThat(tcp == 40 || packet.getShort(4) == i).isTrue();
      at += size;
    }
  }

  @Test
  void anEngineThatNeverRestsIsStopped() {
    gateway();
    recorder.restless = true;
    recorder.deadline = 0;
    assertThatThrownBy(() -> sim.run(MS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine of gateway wants to be polled for ever at 0 ns");
  }

  private record Outgoing(Zone zone, ByteBuffer header, int segmentSize) implements OutgoingPacket {
    @Override
    public int payloadCount() {
      return 0;
    }

    @Override
    public ByteBuffer payload(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int length() {
      return header.remaining();
    }
  }

  /** Claims or refuses all packets, and sends what the test gives it. */
  private static final class Recorder implements EngineProvider, Engine {
    private final List<String> log = new ArrayList<>();
    private final Queue<Outgoing> output = new ArrayDeque<>();
    private boolean claims = true;
    private boolean restless;
    private long deadline = Long.MAX_VALUE;
    private long now;

    @Override
    public List<Engine> newEngines(EngineOptions options, int count) {
      return List.of(this);
    }

    @Override
    public List<MptcpStack> newStacks(EngineOptions options, List<DeviceGroup> queues) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void onHandedOver(Runnable wakeup) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean input(Zone zone, PacketBuffer packet, long arrivalNanos) {
      log.add(
          "input %s %d at %d"
              .formatted(zone.name(), packet.bytes().remaining(), arrivalNanos / MS));
      return claims;
    }

    @Override
    public void poll(long nowNanos, PacketSink sink) {
      log.add("poll at " + nowNanos / MS);
      now = nowNanos;
      while (!output.isEmpty()) {
        sink.send(output.remove());
      }
    }

    @Override
    public long nextDeadlineNanos() {
      return restless || deadline > now ? deadline : Long.MAX_VALUE;
    }

    @Override
    public long nowNanos() {
      return now;
    }

    @Override
    public List<Zone> zones() {
      return List.of();
    }

    @Override
    public EngineConnection connect(
        ConnectTarget target, ConnectionOptions options, ConnectionHandler handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EngineListener listen(ListenTarget target, AcceptHandler handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Counters counters() {
      return new Counters() {
        @Override
        public long get(String name) {
          return 0;
        }

        @Override
        public Map<String, Long> snapshot() {
          return Map.of();
        }
      };
    }

    @Override
    public int connectionCount() {
      return 0;
    }

    @Override
    public int stateCount() {
      return 0;
    }

    @Override
    public void abortAll() {}

    @Override
    public void updateZone(Zone zone) {}
  }
}
