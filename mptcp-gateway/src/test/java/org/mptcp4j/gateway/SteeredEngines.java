package org.mptcp4j.gateway;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
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
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;

/** Siblings behind the face of one engine, as if each had a queue of every device. */
final class SteeredEngines implements EngineProvider, Engine {
  /** To which queue a packet comes. */
  enum Steering {
    /** To any. */
    RANDOM,
    /** To the one that sent the flow's last packet, else by a hash: as a TUN device does. */
    LAST_SENDER
  }

  private final int count;
  private final Steering steering;
  private final Random random = new Random(11);
  private final Map<Long, Integer> lastSender = new HashMap<>();
  private List<Engine> engines;

  SteeredEngines(int count, Steering steering) {
    this.count = count;
    this.steering = steering;
  }

  List<Engine> siblings() {
    return engines;
  }

  @Override
  public List<Engine> newEngines(EngineOptions options, int one) {
    engines = EngineProvider.load().newEngines(options, count);
    return List.of(this);
  }

  @Override
  public List<MptcpStack> newStacks(EngineOptions options, List<DeviceGroup> queues) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean input(Zone zone, PacketBuffer packet, long arrivalNanos) {
    return engines.get(queue(packet.bytes())).input(zone, packet, arrivalNanos);
  }

  private int queue(ByteBuffer packet) {
    if (steering == Steering.RANDOM) {
      return random.nextInt(count);
    }
    long flow = flow(packet);
    return lastSender.getOrDefault(flow, (int) Long.remainderUnsigned(flow, count));
  }

  /** The same for both directions. */
  private static long flow(ByteBuffer packet) {
    boolean v6 = packet.get(packet.position()) >> 4 == 6;
    int addresses = packet.position() + (v6 ? 8 : 12);
    int bytes = v6 ? 16 : 4;
    int ports = addresses + 2 * bytes;
    return end(packet, addresses, bytes, ports) + end(packet, addresses + bytes, bytes, ports + 2);
  }

  private static long end(ByteBuffer packet, int address, int bytes, int port) {
    long hash = packet.getShort(port);
    for (int i = 0; i < bytes; i++) {
      hash = hash * 31 + packet.get(address + i);
    }
    return (hash * 0x9e3779b97f4a7c15L) >>> 8;
  }

  @Override
  public void poll(long nowNanos, PacketSink sink) {
    for (int i = 0; i < count; i++) {
      int queue = i;
      PacketSink remembering =
          packet -> {
            lastSender.put(flow(packet.header()), queue);
            sink.send(packet);
          };
      engines.get(i).poll(nowNanos, remembering);
    }
  }

  @Override
  public long nextDeadlineNanos() {
    return engines.stream().mapToLong(Engine::nextDeadlineNanos).min().orElseThrow();
  }

  @Override
  public void onHandedOver(Runnable wakeup) {
    throw new UnsupportedOperationException("one of them is polled after the other");
  }

  @Override
  public long nowNanos() {
    return engines.get(0).nowNanos();
  }

  @Override
  public List<Zone> zones() {
    return engines.get(0).zones();
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

  /** The sums, as they are now. */
  @Override
  public Counters counters() {
    Map<String, Long> sums = new TreeMap<>();
    engines.forEach(
        e -> e.counters().snapshot().forEach((name, n) -> sums.merge(name, n, Long::sum)));
    return new Counters() {
      @Override
      public long get(String name) {
        return sums.getOrDefault(name, 0L);
      }

      @Override
      public Map<String, Long> snapshot() {
        return sums;
      }
    };
  }

  @Override
  public int connectionCount() {
    return (int) sum(Engine::connectionCount);
  }

  @Override
  public int stateCount() {
    return (int) sum(Engine::stateCount);
  }

  private long sum(ToLongFunction<Engine> figure) {
    return engines.stream().mapToLong(figure).sum();
  }

  @Override
  public void abortAll() {
    engines.forEach(Engine::abortAll);
  }

  @Override
  public void updateZone(Zone zone) {
    engines.forEach(engine -> engine.updateZone(zone));
  }
}
