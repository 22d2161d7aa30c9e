package org.mptcp4j.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.stack.EngineStack;
import org.mptcp4j.spi.PathManagerProvider;

/** An engine in virtual time, and all that it sent, sorted by flow. */
public final class Bench {
  public static final long MILLI = 1_000_000L;
  public static final long SECOND = 1_000 * MILLI;

  /** Where a listener waits, if a test needs one. */
  public static final int PORT = 80;

  private static final int MANY_POLLS = 100_000;

  private static final EngineProvider ENGINES = EngineProvider.load();

  private final PacketPool packets;
  private final PacketPool slabs;
  private final Map<Path, Deque<Seen>> inboxes = new HashMap<>();
  private final Engine engine;
  private Consumer<Seen> watcher = seen -> {};
  private long now = SECOND;

  private record Path(InetSocketAddress from, InetSocketAddress to) {}

  private Bench(List<Zone> zones, Entropy entropy, int connections, int requests, int joins) {
    packets = new PacketPool(2048, 64);
    slabs = new PacketPool(4096, 64);
    engine =
        ENGINES.newEngine(
            new EngineOptions(zones, entropy, slabs, connections, requests, joins, 10, 1 << 30));
  }

  private Bench(Entropy entropy, PacketPool packets, PacketPool slabs) {
    this.packets = packets;
    this.slabs = slabs;
    engine =
        ENGINES.newEngine(new EngineOptions(hostZones(), entropy, slabs, 20, 10, 5, 10, 1 << 30));
  }

  /** A host with the addresses 10.0.1.1 and fd00:1::1 in zone a, 10.0.2.1 and fd00:2::1 in b. */
  public static Bench host() {
    return new Bench(hostZones(), new Random(1)::nextLong, 100, 100, 100);
  }

  /** A host with its own entropy, narrow limits, and buffers from pools that outlive it. */
  public static Bench host(Entropy entropy, PacketPool packets, PacketPool slabs) {
    return new Bench(entropy, packets, slabs);
  }

  /** A host whose entropy gives the same bits always, so that its key is known before. */
  public static Bench hostWithKey(long key) {
    return new Bench(hostZones(), () -> key, 100, 100, 100);
  }

  /** A host that draws its keys, nonces and ports from {@code entropy}. */
  public static Bench hostWithEntropy(Entropy entropy) {
    return new Bench(hostZones(), entropy, 100, 100, 100);
  }

  /** A host with narrow limits. */
  public static Bench hostWithLimits(int connections, int requests, int joins) {
    return new Bench(hostZones(), new Random(1)::nextLong, connections, requests, joins);
  }

  /** Zone 0 is a transparent one without addresses; zone 1 the host's zone b. */
  public static Bench transparent() {
    List<Zone> zones = List.of(Zone.transparent(0, "lan", 1500, List.of()), hostZones().get(1));
    return new Bench(zones, new Random(1)::nextLong, 100, 100, 100);
  }

  private static List<Zone> hostZones() {
    return List.of(
        Zone.host(0, "a", 1500, prefixes("10.0.1.1/24", "fd00:1::1/64")),
        Zone.host(1, "b", 1500, prefixes("10.0.2.1/24", "fd00:2::1/64")));
  }

  private static List<Zone.Prefix> prefixes(String... texts) {
    return List.of(texts).stream().map(Zone.Prefix::parse).toList();
  }

  /** An address and port, without a look-up. */
  public static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(Addresses.literal(address), port);
  }

  /** The usual options, with version 0 and a path manager that does nothing. */
  public static ConnectionOptions options() {
    return ConnectionOptions.defaults()
        .withVersion(MptcpVersion.V0)
        .withPathManager(PathManagerProvider.of("none", RecordedPaths::new));
  }

  public Engine engine() {
    return engine;
  }

  public Zone zone(int index) {
    return engine.zones().get(index);
  }

  public long now() {
    return now;
  }

  public long counter(String name) {
    return engine.counters().get(name);
  }

  PacketPool packets() {
    return packets;
  }

  /** A path between a peer's socket and the engine's. */
  public Flow flow(int zone, InetSocketAddress peer, InetSocketAddress local) {
    return new Flow(this, zone(zone), peer, local);
  }

  /** Gives the engine a packet, and lets it answer. Returns whether it claimed the packet. */
  public boolean deliver(Zone zone, PacketBuffer packet) {
    boolean mine = engine.input(zone, packet, now);
    packet.release();
    poll();
    return mine;
  }

  /** Gives the engine raw bytes, and lets it answer. */
  public boolean deliver(Zone zone, byte[] packet) {
    PacketBuffer buffer = packets.acquire();
    buffer.bytes().put(packet).flip();
    return deliver(zone, buffer);
  }

  /** Is shown each packet of the engine when it leaves. */
  public void watch(Consumer<Seen> each) {
    watcher = each;
  }

  public void poll() {
    engine.poll(now, this::capture);
  }

  /** Lets time pass, with every deadline on the way. */
  public void advance(long nanos) {
    long target = now + nanos;
    int polls = 0;
    for (long next; (next = engine.nextDeadlineNanos()) <= target; ) {
      now = Math.max(now, next);
      poll();
      assertThat(++polls).as("polls without an end").isLessThan(MANY_POLLS);
    }
    now = target;
    poll();
  }

  private void capture(OutgoingPacket packet) {
    ByteBuffer copy = ByteBuffer.allocate(packet.length());
    packet.copyTo(copy);
    Seen seen = Seen.of(packet.zone(), copy.flip(), now);
    watcher.accept(seen);
    inbox(seen.from(), seen.to()).addLast(seen);
  }

  Deque<Seen> inbox(InetSocketAddress from, InetSocketAddress to) {
    return inboxes.computeIfAbsent(new Path(from, to), path -> new ArrayDeque<>());
  }

  /** The oldest SYN that nobody took, on any flow, or null. */
  public Seen takeSyn() {
    for (Deque<Seen> inbox : inboxes.values()) {
      Seen first = inbox.peekFirst();
      if (first != null && first.flags().equals("S")) {
        return inbox.pollFirst();
      }
    }
    return null;
  }

  /** All packets that nobody took yet; forgets them. */
  public List<Seen> drain() {
    List<Seen> all = new ArrayList<>();
    inboxes.values().forEach(all::addAll);
    inboxes.values().forEach(Deque::clear);
    return all;
  }

  /** Ends everything and checks that nothing is left: no state, no buffer. */
  public void assertNothingLeft() {
    engine.abortAll();
    poll();
    advance(600 * SECOND);
    assertReleased();
  }

  /** No state and no buffer is held any more. */
  public void assertReleased() {
    assertThat(engine.connectionCount()).as("connections").isZero();
    assertThat(engine.stateCount()).as("state").isZero();
    assertThat(((EngineStack) engine).tableEntries()).as("flows, tokens, joins").isZero();
    assertThat(packets.outstanding()).as("packets held").isZero();
    assertThat(slabs.outstanding()).as("slabs held").isZero();
    assertThat(engine.nextDeadlineNanos()).as("deadline of nothing").isEqualTo(Long.MAX_VALUE);
    assertThat(counter("Mptcp4jHandlerFailures")).as("failed handlers").isZero();
  }
}
