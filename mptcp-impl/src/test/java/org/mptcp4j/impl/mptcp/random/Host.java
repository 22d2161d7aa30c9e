package org.mptcp4j.impl.mptcp.random;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.impl.mptcp.random.Leg.Stage;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Dialect;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.script.Segment;
import org.mptcp4j.impl.tcp.random.Trace;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;

/**
 * A peer that behaves: it keeps count of what came and what it sent, and forms what may come next.
 * It takes whatever the engine answers.
 */
final class Host {
  static final int PORT = 80;

  private static final int HMAC_SHA = 0x01;
  private static final int CHECKSUM_REQUIRED = 0x80;

  final Random random;
  final Bench bench;
  final Dialect dialect;
  final Judge judge;
  final List<Leg> legs = new ArrayList<>();
  final long key;
  private final Trace trace;
  private final boolean v6;
  private final boolean timestamps;
  private final BitSet received = new BitSet();
  private EngineConnection connection;
  private boolean wantsChecksum;
  private boolean checksums;
  private boolean opens;
  private boolean dssSeen;
  private long engineKey;
  private boolean engineKeyKnown;
  private long sndNxt = 1;
  private long finPosition = -1;
  private long engineFin = -1;
  private int nextPort = 40_000;
  private int nextAddressId = 1;

  Host(Random random, Bench bench, MptcpVersion version, Trace trace) {
    this.random = random;
    this.bench = bench;
    this.trace = trace;
    dialect = Dialect.of(version);
    judge = new Judge();
    key = random.nextLong();
    v6 = random.nextInt(4) == 0;
    timestamps = random.nextInt(3) == 0;
  }

  /** Who opens, and who wants checksums. */
  void agree(boolean peerOpens, boolean peerWantsChecksum, boolean engineWantsChecksum) {
    opens = peerOpens;
    wantsChecksum = peerWantsChecksum;
    checksums = peerWantsChecksum || engineWantsChecksum;
    judge.negotiated(dialect.crypto().idsn(key), checksums);
  }

  void connection(EngineConnection value) {
    connection = value;
  }

  boolean v6() {
    return v6;
  }

  boolean checksums() {
    return checksums;
  }

  long engineKey() {
    return engineKey;
  }

  long sndNxt() {
    return sndNxt;
  }

  /** The position behind what came without a gap. */
  long rcvNxt() {
    long next = received.nextClearBit(1);
    return next == engineFin ? next + 1 : next;
  }

  boolean finCame() {
    return engineFin >= 0 && rcvNxt() == engineFin + 1;
  }

  InetSocketAddress address(int zone, boolean engine, int port) {
    String last = engine ? "1" : "2";
    String host = v6 ? "fd00:" + (zone + 1) + "::" + last : "10.0." + (zone + 1) + "." + last;
    return Bench.at(host, port);
  }

  Leg initial() {
    return legs.isEmpty() ? null : legs.get(0);
  }

  /** An open subflow, or null. */
  Leg anyOpen() {
    List<Leg> open = legs.stream().filter(Leg::isOpen).toList();
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  /** A flow from a new port of the peer, in either zone. */
  Leg newLeg() {
    int zone = legs.isEmpty() ? 0 : random.nextInt(2);
    Flow flow = bench.flow(zone, address(zone, false, nextPort++), address(zone, true, PORT));
    return add(flow, nextAddressId++);
  }

  private Leg add(Flow flow, int addressId) {
    flow.iss(random.nextInt(4) == 0 ? -random.nextInt(2_000) : random.nextInt());
    if (timestamps) {
      flow.withTimestamps();
    }
    Leg leg = new Leg(flow, legs.isEmpty(), addressId);
    legs.add(leg);
    return leg;
  }

  // what goes out

  /** Sends a segment; the flow's own numbers move on. */
  void send(Leg leg, Segment segment) {
    byte[] packet = segment.toBytes();
    segment.lose();
    inject(leg, packet);
  }

  void inject(Leg leg, byte[] packet) {
    trace.add("peer", () -> describe(packet));
    judge.sent(leg, packet);
    leg.packets.add(packet);
    bench.deliver(leg.flow.zone(), packet);
    absorb();
  }

  private static String describe(byte[] packet) {
    SegmentView view = new SegmentView();
    var buffer = org.mptcp4j.engine.PacketBuffer.wrap(ByteBuffer.wrap(packet));
    var result = view.parse(buffer);
    if (result != org.mptcp4j.impl.wire.ParseResult.TCP) {
      return result + " of " + packet.length + " bytes";
    }
    int ipHeader = view.v6() ? 40 : 20;
    ByteBuffer field = ByteBuffer.wrap(packet).position(ipHeader + 20).limit(view.payloadOffset());
    byte[] raw = new byte[field.remaining()];
    field.get(field.position(), raw);
    return "%d>%d flags %02x seq %d ack %d len %d %s [%s]"
        .formatted(
            view.sourcePort(),
            view.destinationPort(),
            view.flags(),
            Integer.toUnsignedLong(view.sequence()),
            Integer.toUnsignedLong(view.acknowledgment()),
            view.payloadLength(),
            org.mptcp4j.impl.wire.option.MptcpOptions.parse(field),
            HexFormat.of().formatHex(raw));
  }

  /** What the peer may send next on a subflow's handshake; false where it is complete. */
  boolean handshake(Leg leg) {
    switch (leg.stage) {
      case NEW -> {
        leg.nonce = random.nextInt();
        leg.stage = Stage.SYN_SENT;
        leg.flow.iss(leg.flow.iss());
        MptcpOption option = leg.initial ? capable() : joinSyn(leg);
        send(leg, leg.flow.syn().mss(1460).option(option));
      }
      case SYN_TAKEN -> {
        leg.nonce = random.nextInt();
        leg.stage = Stage.SYN_ACK_SENT;
        leg.flow.iss(leg.flow.iss());
        MptcpOption option = leg.initial ? capable() : joinSynAck(leg);
        send(leg, leg.flow.segment().flags("SA").mss(1460).option(option));
      }
      case SYN_ACK_TAKEN -> {
        leg.stage = Stage.OPEN;
        send(leg, leg.flow.segment().option(leg.initial ? capableAck() : joinAck(leg)));
      }
      case SYN_ACK_SENT -> {
        leg.stage = Stage.OPEN;
        send(leg, leg.flow.segment().option(dataAck()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  void ack(Leg leg) {
    send(leg, leg.flow.segment().option(dataAck()));
  }

  /** The next bytes of the stream with their mapping. */
  void data(Leg leg, int length) {
    byte[] bytes = pattern(sndNxt, length);
    Dss mapping = map(sndNxt, leg.flow.ssn(), bytes, false);
    boolean first = opens && !dssSeen && leg.initial && sndNxt == 1;
    MptcpOption option = first ? dialect.firstData(mapping, capableAck()) : mapping;
    sndNxt += length;
    send(leg, leg.flow.segment().option(option).payload(bytes));
  }

  static byte[] pattern(long position, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = Judge.in(position + i);
    }
    return bytes;
  }

  boolean finSent() {
    return finPosition >= 0;
  }

  /** The DATA_FIN, or the same again. */
  void dataFin(Leg leg) {
    if (finPosition < 0) {
      finPosition = sndNxt;
    }
    send(leg, leg.flow.segment().option(map(finPosition, 0, new byte[0], true)));
  }

  /** The FIN of a subflow. */
  void fin(Leg leg) {
    leg.finSent = true;
    send(leg, leg.flow.segment().flags("FA").option(dataAck()));
  }

  // options that are right

  MpCapable capable() {
    int flags = HMAC_SHA | (wantsChecksum ? CHECKSUM_REQUIRED : 0);
    return opens ? dialect.capableSyn(flags, key) : dialect.capableSynAck(flags, key);
  }

  MpCapable capableAck() {
    int flags = HMAC_SHA | (checksums ? CHECKSUM_REQUIRED : 0);
    return dialect.capableAck(flags, key, engineKey);
  }

  MpJoinSyn joinSyn(Leg leg) {
    boolean backup = random.nextInt(4) == 0;
    return new MpJoinSyn(backup, leg.addressId, dialect.crypto().token(engineKey), leg.nonce);
  }

  MpJoinSynAck joinSynAck(Leg leg) {
    byte[] hmac = dialect.crypto().joinHmac(key, engineKey, leg.nonce, leg.engineNonce);
    return new MpJoinSynAck(false, leg.addressId, ByteBuffer.wrap(hmac).getLong(0), leg.nonce);
  }

  MpJoinAck joinAck(Leg leg) {
    byte[] hmac = dialect.crypto().joinHmac(key, engineKey, leg.nonce, leg.engineNonce);
    return new MpJoinAck(HexFormat.of().formatHex(hmac));
  }

  AddAddr addAddr(int id, IpAddress address, int port) {
    return dialect.addAddr(id, address, port, key, engineKey);
  }

  Dss dataAck() {
    return dataAck(rcvNxt());
  }

  Dss dataAck(long position) {
    int flags = DssLayout.DATA_ACK | (random.nextBoolean() ? DssLayout.DATA_ACK_64 : 0);
    return new Dss(flags, engineIdsn() + position, 0, 0, 0, false, 0);
  }

  Dss map(long position, int ssn, byte[] payload, boolean fin) {
    int flags = DssLayout.MAPPING | (random.nextBoolean() ? DssLayout.DSN_64 : 0);
    if (random.nextInt(8) > 0) {
      flags |= DssLayout.DATA_ACK | (random.nextBoolean() ? DssLayout.DATA_ACK_64 : 0);
    }
    flags |= fin ? DssLayout.DATA_FIN : 0;
    int length = payload.length + (fin ? 1 : 0);
    long dsn = idsn() + position;
    long bytes = Checksums.add(0, ByteBuffer.wrap(payload), 0, payload.length);
    int sum = checksums ? DssChecksum.compute(dsn, ssn, length, bytes) : 0;
    return new Dss(flags, engineIdsn() + rcvNxt(), dsn, ssn, length, checksums, sum);
  }

  long idsn() {
    return dialect.crypto().idsn(key);
  }

  long engineIdsn() {
    return dialect.crypto().idsn(engineKey);
  }

  // what comes in

  /** Takes all that the engine sent. */
  void absorb() {
    for (Seen syn; (syn = bench.takeSyn()) != null; ) {
      onSyn(syn);
    }
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      for (Seen seen : leg.flow.drain()) {
        on(leg, seen);
      }
    }
    bench.drain();
  }

  private void onSyn(Seen syn) {
    for (Leg leg : legs) {
      if (leg.flow.peer().equals(syn.to()) && leg.flow.local().equals(syn.from())) {
        leg.flow.opened(syn);
        return;
      }
    }
    if (legs.size() > 30) {
      return;
    }
    Flow flow = bench.flow(syn.zone().index(), syn.to(), syn.from()).opened(syn);
    Leg leg = add(flow, nextAddressId++);
    leg.stage = Stage.SYN_TAKEN;
    if (syn.has(MpCapable.class)) {
      learn(syn.capable());
    } else if (syn.has(MpJoinSyn.class)) {
      leg.engineNonce = syn.option(MpJoinSyn.class).nonce();
    }
  }

  private void learn(MpCapable capable) {
    if (!engineKeyKnown && capable.length() >= 12) {
      engineKeyKnown = true;
      engineKey = capable.senderKey();
      judge.engineIdsn(engineIdsn());
    }
  }

  private void on(Leg leg, Seen seen) {
    if (seen.flags().contains("R")) {
      leg.stage = Stage.OVER;
      return;
    }
    if (leg.initial && seen.has(MpCapable.class)) {
      learn(seen.capable());
    }
    if (leg.stage == Stage.SYN_SENT && seen.flags().equals("SA")) {
      leg.stage = Stage.SYN_ACK_TAKEN;
      if (seen.has(MpJoinSynAck.class)) {
        leg.engineNonce = seen.option(MpJoinSynAck.class).nonce();
      }
    }
    leg.foreign |= !leg.initial && seen.flags().equals("SA") && !seen.has(MpJoinSynAck.class);
    leg.acked = seen.ack();
    if (connection != null && !leg.foreign && (leg.initial || engineKeyKnown)) {
      String wrong = judge.received(leg, seen, connection.info().version());
      if (wrong != null) {
        throw trace.failure(wrong);
      }
    }
    take(leg, seen);
  }

  private void take(Leg leg, Seen seen) {
    int start = seen.seq() - leg.flow.irs();
    long offset = start;
    long end = offset + seen.payload().length;
    for (Leg.Mapping mapping; offset < end; offset = mapping.end()) {
      mapping = leg.mappingOf(offset);
      if (mapping == null) {
        break;
      }
      long until = Math.min(end, mapping.end()) + mapping.shift();
      received.set((int) (offset + mapping.shift()), (int) until);
    }
    if (seen.has(Dss.class)) {
      dssSeen = true;
      Dss dss = seen.dss();
      int fin = DssLayout.MAPPING | DssLayout.DATA_FIN;
      if ((dss.flags() & fin) == fin && dss.dataLevelLength() > 0) {
        long distance = dss.dsn() - engineIdsn();
        boolean wide = (dss.flags() & DssLayout.DSN_64) != 0;
        engineFin = (wide ? distance : (int) distance) + dss.dataLevelLength() - 1;
      }
    }
  }
}
