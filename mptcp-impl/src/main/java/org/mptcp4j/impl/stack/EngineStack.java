package org.mptcp4j.impl.stack;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.mptcp.MultipathConnection;
import org.mptcp4j.impl.mptcp.StackServices;
import org.mptcp4j.impl.mptcp.TcpSubflow;
import org.mptcp4j.impl.mptcp.data.ChunkPool;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.tcp.recovery.SentRangePool;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;

/**
 * The engine: it owns all connections, gives them their segments and their time, and collects what
 * they send. {@code input} only processes; everything leaves in {@code poll}.
 */
public final class EngineStack implements Engine, StackServices {
  private final EngineOptions options;
  private final MemoryBudget memory;
  private final Zones zones;
  private final CounterTable counters;
  private final Siblings siblings;
  private final FlowTable flows;
  private final Ports ports;
  private final FlowNumbers numbers;
  private final Replies replies;
  private final Egress egress;
  private final Ingress ingress;
  private final RequestTable requests;
  private final ListenerTable listeners;
  private final Destinations destinations;
  private final Deadlines<MultipathConnection> deadlines = new Deadlines<>();
  private final OutgoingSegment segment = new OutgoingSegment();
  private final TimeWaits timeWaits;
  private final Map<Integer, MultipathConnection> tokens = new HashMap<>();
  private final Set<MultipathConnection> connections = new LinkedHashSet<>();
  private final ArrayDeque<MultipathConnection> work = new ArrayDeque<>();
  private final ChunkPool chunks = new ChunkPool();
  private final SentRangePool ranges = new SentRangePool();
  private int joinsPending;
  private boolean explainsResets;
  private long nowNanos;

  public EngineStack(EngineOptions options) {
    this(options, new NoSiblings());
  }

  /** An engine that shares its zones with others. */
  public EngineStack(EngineOptions options, Siblings siblings) {
    this.options = options;
    this.siblings = siblings;
    memory = new MemoryBudget(options.pool(), options.memoryBytes());
    counters = new CounterTable(memory);
    replies = new Replies(counters);
    zones = new Zones(options.zones());
    flows = new FlowTable(options.entropy().nextLong(), siblings);
    numbers = new FlowNumbers(options.entropy());
    timeWaits =
        new TimeWaits(
            options.maxConnections(), flows, numbers, this::isRequested, segment, counters);
    ports = new Ports(flows, options.entropy(), timeWaits, siblings);
    egress = new Egress(zones, counters);
    destinations = new Destinations(options.maxDestinations(), counters);
    requests = new RequestTable(this, replies, flows, siblings, options.maxPendingRequests());
    listeners = new ListenerTable(requests::forget);
    ingress =
        new Ingress(
            this, zones, flows, timeWaits, requests, listeners, replies, counters, siblings);
  }

  private boolean isRequested(FlowKey key) {
    return requests.waits(key);
  }

  @Override
  public boolean input(Zone zone, PacketBuffer packet, long arrivalNanos) {
    nowNanos = arrivalNanos;
    return ingress.input(zones.get(zone.index()), packet, arrivalNanos);
  }

  @Override
  public void poll(long now, PacketSink sink) {
    nowNanos = now;
    egress.begin(sink);
    takeHandedOver(now);
    requests.expire(now);
    while (deadlines.earliest() <= now) {
      MultipathConnection due = deadlines.first();
      try {
        due.onDeadline(now);
      } catch (RuntimeException e) {
        fail(due, e);
      }
      // whatever it left undone comes up again when it is flushed
      deadlines.remove(due);
    }
    do {
      requests.dispatch();
      runWork(now);
    } while (requests.hasEvents());
    timeWaits.poll(now, egress);
    replies.flush(egress);
  }

  private void takeHandedOver(long now) {
    siblings.beginTaking();
    Siblings.Handed next;
    while ((next = siblings.take()) != null) {
      if (!input(zones.get(next.zone()), next.packet(), now)) {
        // its flow ended meanwhile, and there is no way back to the device
        counters.add(Mib.HAND_OVER_DROPS, 1);
      }
      next.packet().release();
    }
  }

  @Override
  public void onHandedOver(Runnable wakeup) {
    siblings.onArrival(wakeup);
  }

  private void runWork(long now) {
    MultipathConnection connection;
    while ((connection = work.pollFirst()) != null) {
      try {
        connection.dispatch(now);
        connection.queued(false);
        connection.flush(now, egress);
      } catch (RuntimeException e) {
        connection.queued(false);
        fail(connection, e);
      }
      if (connection.finished()) {
        deadlines.remove(connection);
        connections.remove(connection);
      } else {
        deadlines.update(connection, connection.deadline());
      }
    }
  }

  /** A scheduler or a congestion control that throws ends its connection and nothing else. */
  void fail(MultipathConnection connection, RuntimeException cause) {
    counters.add(Mib.HANDLER_FAILURES, 1);
    if (!connection.fail(cause)) {
      throw cause;
    }
  }

  @Override
  public long nextDeadlineNanos() {
    boolean waits = requests.hasEvents() || timeWaits.hasAnswers() || !replies.isEmpty();
    if (waits || !work.isEmpty() || siblings.waiting()) {
      return nowNanos;
    }
    long deadline = Math.min(deadlines.earliest(), requests.deadline());
    return Math.min(deadline, timeWaits.deadline());
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  @Override
  public List<Zone> zones() {
    return zones.all();
  }

  @Override
  public EngineConnection connect(
      ConnectTarget target, ConnectionOptions chosen, ConnectionHandler handler) {
    Zone zone = zones.get(target.zone().index());
    if (!zone.transparent() && !zone.owns(target.local().getAddress())) {
      throw new IllegalArgumentException(
          "zone " + zone.name() + " does not own " + target.local().getAddress());
    }
    if (!Unicast.isUnicast(target.remote().getAddress())) {
      throw new IllegalArgumentException("no host has the address " + target.remote());
    }
    if (isFull()) {
      throw new IllegalStateException("there are " + connections.size() + " connections already");
    }
    return MultipathConnection.connect(this, target, chosen, handler, nowNanos).stream();
  }

  @Override
  public EngineListener listen(ListenTarget target, AcceptHandler handler) {
    return listeners.add(target, handler);
  }

  @Override
  public Counters counters() {
    return counters;
  }

  @Override
  public int connectionCount() {
    int count = 0;
    for (MultipathConnection connection : connections) {
      count += connection.lingering() ? 0 : 1;
    }
    return count;
  }

  @Override
  public int stateCount() {
    return connections.size() + timeWaits.size() + requests.size();
  }

  /**
   * Entries of the tables behind {@link #stateCount}: flows, tokens, joins that are half open. None
   * outlives its connection.
   */
  public int tableEntries() {
    return flows.size() + timeWaits.displaced() + tokens.size() + Math.abs(joinsPending);
  }

  @Override
  public void abortAll() {
    requests.clear();
    timeWaits.clear();
    for (MultipathConnection connection : new ArrayList<>(connections)) {
      connection.abort();
    }
  }

  @Override
  public void updateZone(Zone zone) {
    zones.update(zone);
    for (MultipathConnection connection : connections) {
      connection.onZoneChanged(zone);
    }
  }

  // what ingress and connections need

  boolean isFull() {
    return connections.size() >= options.maxConnections();
  }

  /** Whether any connection so far was of a version whose RSTs may say why. */
  boolean explainsResets() {
    return explainsResets;
  }

  MultipathConnection byToken(int token) {
    return tokens.get(token);
  }

  @Override
  public long nextRandom() {
    return options.entropy().nextLong();
  }

  @Override
  public MemoryBudget memory() {
    return memory;
  }

  @Override
  public ChunkPool chunks() {
    return chunks;
  }

  @Override
  public void count(Mib counter, long amount) {
    counters.add(counter, amount);
  }

  @Override
  public void touch(MultipathConnection connection) {
    if (!connection.queued() && !connection.finished()) {
      connection.queued(true);
      work.addLast(connection);
    }
  }

  @Override
  public boolean register(TcpSubflow subflow) {
    connections.add(subflow.connection());
    explainsResets |= subflow.connection().explainsResets();
    return flows.put(subflow);
  }

  @Override
  public void unregister(TcpSubflow subflow) {
    flows.remove(subflow);
    timeWaits.onGone(subflow);
  }

  @Override
  public void timeWait(TcpSubflow subflow, TimeWait rest) {
    timeWaits.begin(subflow, rest);
  }

  /** Nothing came of a SYN, or what came of it is settled. */
  void settled(FlowKey key) {
    timeWaits.comeBack(key);
  }

  @Override
  public boolean reserveToken(int token, MultipathConnection connection) {
    if (tokens.containsKey(token) || !siblings.claimToken(token)) {
      return false;
    }
    tokens.put(token, connection);
    return true;
  }

  @Override
  public void releaseToken(int token) {
    tokens.remove(token);
    siblings.releaseToken(token);
  }

  @Override
  public MptcpVersion offer(InetSocketAddress destination, List<MptcpVersion> versions) {
    return destinations.offer(destination, versions, nowNanos);
  }

  @Override
  public void learn(InetSocketAddress destination, Negotiation negotiation) {
    destinations.learn(destination, negotiation, nowNanos);
  }

  @Override
  public boolean admitJoin() {
    boolean room = joinsPending < options.maxJoinsPending();
    joinsPending += room ? 1 : 0;
    return room;
  }

  @Override
  public void settleJoin() {
    joinsPending--;
  }

  @Override
  public FlowKey allocate(Zone zone, InetSocketAddress local, InetSocketAddress remote) {
    return ports.allocate(zone, local, remote);
  }

  @Override
  public TcpParameters parameters(FlowKey key, Zone zone, ConnectionOptions chosen) {
    int headers = PacketWriter.headerLength(key.local().v6());
    TcpParameters parameters =
        new TcpParameters(
            key,
            numbers.initialSequence(key, nowNanos),
            zone.mtu() - headers,
            chosen.congestionControl());
    if (zone.maxPacketBytes() > zone.mtu()) {
      parameters.maxSegmentBytes(zone.maxPacketBytes() - headers - 40);
    }
    return parameters
        .timestampOffset(numbers.timestampOffset(key))
        .receiveBufferBytes(chosen.receiveBufferBytes())
        .connectTimeoutNanos(chosen.connectTimeoutNanos())
        .userTimeoutNanos(chosen.userTimeoutNanos())
        .timeWaitNanos(chosen.timeWaitNanos())
        .tcp(chosen.tcp())
        .segment(segment)
        .memory(memory)
        .ranges(ranges);
  }
}
