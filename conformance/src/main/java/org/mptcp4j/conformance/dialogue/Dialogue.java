package org.mptcp4j.conformance.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.PacketReader;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Peer;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.wire.Wire;

/**
 * A case's whole conversation with the peer: its legs, time, chance and trace. {@link Opening} says
 * how connections begin.
 */
public final class Dialogue {
  /** In this time a peer does what it has to do at once, delayed ACKs included. */
  public static final Duration SOON = Duration.ofMillis(1500);

  /** So long a case waits for what must not come. */
  public static final Duration QUIET = Duration.ofMillis(300);

  /** In this time a peer sends again what got no answer, the first time (RFC 6298). */
  public static final Duration RETRANSMISSION = Duration.ofMillis(3500);

  /**
   * So many packets from the peer a case takes, and no more: it ends inconclusive there, unless it
   * has judged the peer before. No rule bounds how much a peer sends, so this is no failure; but
   * one that sends without end would keep a case, in virtual time, for good. A case that a fast
   * source fills takes some 6,500.
   */
  public static final int MOST_PACKETS = 50_000;

  private final Version version;
  private final boolean v6;
  private final App app;
  private final Wire wire;
  private final Peer peer;
  private final SplittableRandom random;
  private final Trace trace = new Trace();
  private final List<Leg> legs = new ArrayList<>();
  private final ArrayDeque<Packet> arrivals = new ArrayDeque<>();
  private final int firstPort;
  private int ports;
  private int packets;

  /**
   * @param app that the peer plays
   * @param seed of keys, nonces and sequence numbers
   * @param firstPort the first of our ports
   */
  public Dialogue(
      Version version, boolean v6, App app, Wire wire, Peer peer, long seed, int firstPort) {
    this.version = version;
    this.v6 = v6;
    this.app = app;
    this.wire = wire;
    this.peer = peer;
    random = new SplittableRandom(seed);
    this.firstPort = firstPort;
  }

  public Version version() {
    return version;
  }

  public boolean isV0() {
    return version == Version.V0;
  }

  public boolean isV6() {
    return v6;
  }

  public App app() {
    return app;
  }

  public Peer peer() {
    return peer;
  }

  public Role role() {
    return peer.role();
  }

  public Trace trace() {
    return trace;
  }

  public long nowNanos() {
    return wire.nowNanos();
  }

  public int randomInt() {
    return random.nextInt();
  }

  public long randomLong() {
    return random.nextLong();
  }

  /** Any bytes. */
  public byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** An address of ours: 0 for that of initial subflows, 1 and 2 for others. */
  public InetAddress address(int index) {
    return wire.address(v6, index);
  }

  /** An address of ours of the other family, or of the same. */
  public InetAddress address(boolean ofV6, int index) {
    return wire.address(ofV6, index);
  }

  /** A port of ours that no leg has had. */
  public int freshPort() {
    return firstPort + ports++;
  }

  /** How many ports of ours legs have had. */
  public int ports() {
    return ports;
  }

  /** Where the peer's server is. */
  public InetSocketAddress service() {
    return peer.service(app, v6);
  }

  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  // legs

  /** A leg from our first address to the peer's server; nothing is sent. */
  public Leg leg() {
    return leg(new InetSocketAddress(address(0), freshPort()), service());
  }

  /** A leg between any addresses; nothing is sent. */
  public Leg leg(InetSocketAddress local, InetSocketAddress remote) {
    Leg leg = new Leg(this, local, remote, randomInt());
    legs.add(leg);
    return leg;
  }

  /** Makes the peer's client connect, and takes its SYN, which the leg has as its last packet. */
  public Leg awaitClient() {
    return awaitClient(app);
  }

  /** The same with an application other than the case's. */
  public Leg awaitClient(App played) {
    InetSocketAddress local = new InetSocketAddress(address(0), freshPort());
    try {
      peer.connect(played, local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Leg leg = awaitSyn(local, Duration.ofSeconds(10));
    if (leg == null) {
      throw CaseEnd.inconclusive("the client did not connect");
    }
    return leg;
  }

  /** Waits for a SYN to that address of ours; null where none comes. */
  public Leg awaitSyn(InetSocketAddress local, Duration within) {
    expected("SYN to " + local + " within " + within.toMillis() + " ms");
    long until = nowNanos() + within.toNanos();
    do {
      for (Packet packet = arrivals.poll(); packet != null; packet = arrivals.poll()) {
        if (packet.has(Flags.SYN) && packet.destination().equals(local)) {
          Leg leg = leg(local, packet.source());
          leg.onPacket(packet);
          leg.skip();
          return leg;
        }
      }
    } while (pump(until));
    return null;
  }

  // packets

  void send(Packet packet, byte[] bytes) {
    trace.packet(nowNanos(), Trace.Kind.SENT, packet, bytes);
    sendUntraced(bytes);
  }

  /** Sends any bytes as a packet, such as an ICMP error. */
  public void sendRaw(byte[] bytes) {
    trace.packet(nowNanos(), Trace.Kind.SENT, null, bytes);
    sendUntraced(bytes);
  }

  private void sendUntraced(byte[] bytes) {
    try {
      wire.send(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes one packet of the peer's, waiting for it.
   *
   * @return false where none came until then
   */
  boolean pump(long untilNanos) {
    byte[] bytes;
    try {
      bytes = wire.receive(untilNanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes == null) {
      return false;
    }
    if (++packets > MOST_PACKETS) {
      throw CaseEnd.inconclusive("the peer sent more than " + MOST_PACKETS + " packets");
    }
    Packet packet = PacketReader.read(ByteBuffer.wrap(bytes)).orElse(null);
    trace.packet(nowNanos(), Trace.Kind.RECEIVED, packet, bytes);
    if (packet != null) {
      hand(packet);
    }
    return true;
  }

  private void hand(Packet packet) {
    if (!packet.faults().isEmpty()) {
      throw CaseEnd.fail("malformed packet from the peer: " + packet.faults());
    }
    for (Leg leg : legs) {
      if (leg.remote().equals(packet.source()) && leg.local().equals(packet.destination())) {
        leg.onPacket(packet);
        checkData(leg);
        return;
      }
    }
    if (packet.has(Flags.SYN)) {
      arrivals.add(packet);
    } else if (!packet.has(Flags.RST)) {
      resetStray(packet);
    }
  }

  /**
   * It belongs to a case that is over. "If the connection does not exist (CLOSED), then a reset is
   * sent in response to any incoming segment except another reset" (RFC 9293, section 3.5.2).
   */
  private void resetStray(Packet packet) {
    Leg former = new Leg(this, packet.destination(), packet.source(), 0);
    former.segment().seq(packet.ack()).flags(Flags.RST).send();
  }

  private static void checkData(Leg leg) {
    if (leg.session() != null && leg.session().conflict() != null) {
      throw CaseEnd.fail("data stream: " + leg.session().conflict());
    }
  }

  /** Takes what comes in that time. */
  public void pass(Duration time) {
    long until = nowNanos() + time.toNanos();
    while (pump(until)) {
      // until the time is over
    }
  }

  /** Waits until it holds; the case fails where it does not in {@link #SOON}. */
  public void expect(String what, BooleanSupplier holds) {
    expect(what, holds, SOON);
  }

  /** Waits until it holds; the case fails where it does not in that time. */
  public void expect(String what, BooleanSupplier holds, Duration within) {
    if (!await(what, holds, within)) {
      throw CaseEnd.fail("not so within " + within.toMillis() + " ms: " + what);
    }
  }

  /** Waits until it holds; false where it does not in that time. */
  public boolean await(String what, BooleanSupplier holds, Duration within) {
    expected(what + " within " + within.toMillis() + " ms");
    long until = nowNanos() + within.toNanos();
    while (!holds.getAsBoolean()) {
      if (!pump(until)) {
        return holds.getAsBoolean();
      }
    }
    return true;
  }

  // what a connection does

  /**
   * The peer gets {@code bytes} over that leg: acknowledged, at the data level where there is one.
   */
  public void deliver(Leg leg, byte[] bytes) {
    leg.send(bytes);
    expectAcked(leg);
  }

  /** All that was sent is acknowledged, at the data level where there is one. */
  public void expectAcked(Leg leg) {
    Session session = leg.session();
    if (session == null) {
      int end = leg.sndNxt();
      expect("ACK of all that was sent", () -> leg.peerAck() - end >= 0);
    } else {
      long end = session.sndNxt() - session.dsn(0);
      expect("DATA_ACK of all that was sent", () -> session.peerAcked() >= end);
    }
  }

  /**
   * An {@link App#ECHO} peer gets {@code bytes} and sends them back, behind what it has still to
   * send of what it got before.
   */
  public void echo(Leg leg, byte[] bytes) {
    leg.send(bytes);
    expect(bytes.length + " bytes sent back", () -> endsWith(receivedBy(leg), bytes));
  }

  private static boolean endsWith(byte[] stream, byte[] bytes) {
    int from = stream.length - bytes.length;
    return from >= 0 && Arrays.equals(stream, from, stream.length, bytes, 0, bytes.length);
  }

  /** The peer's stream goes on with {@code bytes} from that offset on. */
  public void expectBytes(Leg leg, int offset, byte[] bytes) {
    int end = offset + bytes.length;
    expect(bytes.length + " bytes from the peer", () -> receivedBy(leg).length >= end);
    if (!Arrays.equals(Arrays.copyOfRange(receivedBy(leg), offset, end), bytes)) {
      throw CaseEnd.fail("the peer sent other bytes than expected");
    }
  }

  /** The peer's stream so far: of the connection, or of a plain leg. */
  public static byte[] receivedBy(Leg leg) {
    return leg.session() == null ? leg.stream() : leg.session().received();
  }

  /** The connection works: data is acknowledged, and echoed where the peer does that. */
  public void assertAlive(Leg leg) {
    byte[] bytes = randomBytes(100);
    if (app == App.ECHO) {
      echo(leg, bytes);
    } else {
      deliver(leg, bytes);
    }
  }

  // words for the trace

  void expected(String text) {
    trace.remark(nowNanos(), Trace.Kind.EXPECTED, text);
  }

  /** A remark in the report. */
  public void note(String text) {
    trace.remark(nowNanos(), Trace.Kind.NOTE, text);
  }

  /** The case fails where it does not hold. */
  public void check(String what, boolean holds) {
    expected(what);
    if (!holds) {
      throw CaseEnd.fail("not so: " + what);
    }
  }

  /** The case has no verdict where it does not hold: it is no rule, but needed here. */
  public void require(String what, boolean holds) {
    if (!holds) {
      throw CaseEnd.inconclusive("not so: " + what);
    }
  }

  /** Ends what is open, so that nothing is left at the peer. */
  public void clear() {
    for (Leg leg : legs) {
      if (!leg.closed() && leg.rcvNxt() != 0) {
        leg.abandon();
      }
    }
  }
}
