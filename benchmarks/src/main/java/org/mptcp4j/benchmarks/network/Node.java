package org.mptcp4j.benchmarks.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;

/** An engine of a {@link Network}. What it sends is copied once, as by a device. */
public final class Node implements PacketSink {
  private static final int IDLE_BUFFERS = 4096;

  private final Engine engine;
  private final Node[] peers;
  private final int[] peerZones;
  private final PacketPool pool;
  private PacketBuffer[] inbox = new PacketBuffer[64];
  private int[] inboxZones = new int[64];
  private int waiting;
  private final Tap[] taps;

  Node(Packets packets, long seed, String... addresses) {
    List<Zone> zones = new ArrayList<>();
    for (String address : addresses) {
      int index = zones.size();
      List<Zone.Prefix> own = List.of(Zone.Prefix.parse(address));
      zones.add(new Zone(index, "zone" + index, Packets.MTU, packets.largest(), own, false));
    }
    engine =
        EngineProvider.load()
            .newEngine(EngineOptions.of(zones, new SplittableRandom(seed)::nextLong));
    peers = new Node[zones.size()];
    peerZones = new int[zones.size()];
    taps = new Tap[zones.size()];
    pool = new PacketPool(packets.largest(), IDLE_BUFFERS);
  }

  /** What this node runs. */
  public Engine engine() {
    return engine;
  }

  /** The zone at {@code index}: the one with the address of that place. */
  public Zone zone(int index) {
    return engine.zones().get(index);
  }

  /** Where the packets that come to this node lie. */
  public PacketPool pool() {
    return pool;
  }

  /** From now on remembers packets that come to a zone of this node. */
  public Tap tap(int zone) {
    taps[zone] = new Tap();
    return taps[zone];
  }

  void link(int zone, Node peer, int peerZone) {
    peers[zone] = peer;
    peerZones[zone] = peerZone;
  }

  @Override
  public void send(OutgoingPacket packet) {
    int zone = packet.zone().index();
    peers[zone].enqueue(peerZones[zone], packet);
  }

  private void enqueue(int zone, OutgoingPacket packet) {
    PacketBuffer buffer = pool.acquire();
    packet.copyTo(buffer.bytes());
    buffer.bytes().flip();
    if (packet.segmentSize() > 0) {
      buffer.checksum(PacketBuffer.Checksum.TRUSTED);
    }
    if (taps[zone] != null) {
      taps[zone].see(buffer.bytes());
    }
    if (waiting == inbox.length) {
      inbox = Arrays.copyOf(inbox, 2 * waiting);
      inboxZones = Arrays.copyOf(inboxZones, 2 * waiting);
    }
    inboxZones[waiting] = zone;
    inbox[waiting++] = buffer;
  }

  void deliver(long now) {
    for (int i = 0; i < waiting; i++) {
      engine.input(zone(inboxZones[i]), inbox[i], now);
      inbox[i].release();
      inbox[i] = null;
    }
    waiting = 0;
  }
}
