package org.mptcp4j.gateway.allocation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.Hag;
import org.mptcp4j.gateway.HagAccess;
import org.mptcp4j.gateway.HagOptions;
import org.mptcp4j.gateway.Hcpe;
import org.mptcp4j.gateway.HcpeAccess;
import org.mptcp4j.gateway.HcpeOptions;

/**
 * Four engines in one thread and in virtual time, which pass each other packet buffers; one
 * connection carries {@link Pattern} through all of them:
 *
 * <pre>
 * H --lan-- HCPE ==dsl,lte== HAG --core-- S
 * </pre>
 */
final class Chain {
  private static final long STEP_NANOS = 200_000L;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final Wire.Line LOCAL = new Wire.Line(0, 1_000_000);
  private static final Wire.Line DSL = new Wire.Line(3 * MILLI, 50_000);
  private static final Wire.Line LTE = new Wire.Line(5 * MILLI, 70_000);
  private static final InetSocketAddress SERVER = at("192.0.2.1", 80);
  private static final String LAN = "10.0.1.0/24";

  private final Setting setting;
  private final PacketPool pool;
  private final Station h;
  private final Station hcpe;
  private final Station hag;
  private final Station s;
  private final List<AutoCloseable> gateways = new ArrayList<>();
  private final List<Wire> accesses = new ArrayList<>();
  private final Pattern pattern = new Pattern();
  private long now = SECOND;

  /**
   * What is measured.
   *
   * @param version of Multipath TCP
   * @param maxPacketBytes {@link #MTU}, or more for super-segments
   * @param bufferBytes of the buffers that packets come in
   * @param trouble of the access links
   */
  record Setting(
      MptcpVersion version,
      boolean checksum,
      int maxPacketBytes,
      int bufferBytes,
      Wire.Trouble trouble) {
    static final int MTU = 1500;
  }

  Chain(Setting setting) {
    this.setting = setting;
    pool = new PacketPool(setting.bufferBytes, 1 << 16);
    h = new Station(1, zone(0, "lan", false, "10.0.1.2/24"));
    hcpe =
        new Station(
            2,
            zone(0, "lan", true, "10.0.1.1/24"),
            zone(1, "dsl", true, "10.1.0.2/24"),
            zone(2, "lte", false, "10.2.0.2/24"));
    hag =
        new Station(
            3,
            zone(0, "core", true, "203.0.113.1/30"),
            zone(1, "dsl", true, "10.1.0.1/24"),
            zone(2, "lte", false, "10.2.0.1/24"));
    s = new Station(4, zone(0, "net", false, "192.0.2.1/24"));
    connect(h, 0, hcpe, 0, LOCAL, Wire.Trouble.NONE);
    accesses.add(connect(hcpe, 1, hag, 1, DSL, setting.trouble));
    accesses.add(connect(hcpe, 2, hag, 2, LTE, setting.trouble));
    connect(hag, 0, s, 0, LOCAL, Wire.Trouble.NONE);
    open();
  }

  private Zone zone(int index, String name, boolean transparent, String address) {
    List<Zone.Prefix> addresses = List.of(Zone.Prefix.parse(address));
    return new Zone(index, name, Setting.MTU, setting.maxPacketBytes, addresses, transparent);
  }

  private Wire connect(
      Station a, int zoneA, Station b, int zoneB, Wire.Line line, Wire.Trouble there) {
    Wire forth = new Wire(pool, b, b.zone(zoneB), line, there);
    a.wire(zoneA, forth);
    b.wire(zoneB, new Wire(pool, a, a.zone(zoneA), line, Wire.Trouble.NONE));
    return forth;
  }

  private void open() {
    ConnectionOptions options =
        ConnectionOptions.defaults()
            .withVersion(setting.version)
            .withChecksum(setting.checksum)
            .withBuffers(1 << 20, 1 << 20);
    ConnectionOptions plain = options.withVersion(MptcpVersion.OFF);
    List<HcpeAccess> atHcpe = List.of(HcpeAccess.of(hcpe.zone(1)), HcpeAccess.of(hcpe.zone(2)));
    HcpeOptions hcpeOptions = HcpeOptions.of(hcpe.zone(0), atHcpe, options);
    gateways.add(new Hcpe(hcpe.engine(), hcpeOptions, GatewayListener.none()));
    List<HagAccess> atHag =
        List.of(
            new HagAccess(hag.zone(1), List.of(Zone.Prefix.parse(LAN))),
            new HagAccess(hag.zone(2), List.of()));
    HagOptions hagOptions = HagOptions.of(hag.zone(0), atHag, options);
    gateways.add(new Hag(hag.engine(), hagOptions, GatewayListener.none()));
    s.engine().listen(ListenTarget.port(80), request -> request.accept(plain, pattern.sink()));
    ConnectTarget target = new ConnectTarget(h.zone(0), at("10.0.1.2", 0), SERVER);
    h.engine().connect(target, plain, pattern.source());
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(Addresses.literal(address), port);
  }

  /** Goes on until so many more packets with data went over both accesses together. */
  void run(long packets) {
    long end = dataPackets() + packets;
    long patience = now + 1_000 * SECOND;
    while (dataPackets() < end && now < patience) {
      now += STEP_NANOS;
      h.turn(now);
      hcpe.turn(now);
      hag.turn(now);
      s.turn(now);
    }
    if (now >= patience) {
      throw new IllegalStateException("the chain has come to a halt: " + this);
    }
  }

  /** Packets with data that went over both accesses. */
  long dataPackets() {
    return accesses.get(0).dataPackets() + accesses.get(1).dataPackets();
  }

  /** Over the access that has less to carry. */
  long leastDataPackets() {
    return Math.min(accesses.get(0).dataPackets(), accesses.get(1).dataPackets());
  }

  long lost() {
    return accesses.get(0).lost() + accesses.get(1).lost();
  }

  long late() {
    return accesses.get(0).late() + accesses.get(1).late();
  }

  /** Bytes that S has read, and found right. */
  long bytesRead() {
    return pattern.bytesRead();
  }

  @Override
  public String toString() {
    String what = dataPackets() + " packets, " + bytesRead() + " bytes read, " + lost() + " lost";
    return what + " between " + gateways.size() + " gateways";
  }
}
