package org.mptcp4j.conformance.dialogue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;

/**
 * One TCP connection of the suite's with the peer: a plain one, or a subflow. It sends what a case
 * says, and nothing else but ACKs of what came, which {@link #autoAck} turns off.
 */
public final class Leg {
  /** The largest payload that it sends in one segment, bytes. */
  public static final int PIECE = 1200;

  private static final int MSS = 1400;
  private static final int WINDOW = 60_000;

  private final Dialogue dialogue;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final int iss;
  private final Reception reception = new Reception();
  private final ArrayDeque<Packet> unseen = new ArrayDeque<>();
  private final List<Packet> all = new ArrayList<>();
  private Session session;
  private boolean autoAck = true;
  private boolean closed;
  private boolean reset;
  private int sndNxt;
  private int window = WINDOW;
  private int peerAck;

  Leg(Dialogue dialogue, InetSocketAddress local, InetSocketAddress remote, int iss) {
    this.dialogue = dialogue;
    this.local = local;
    this.remote = remote;
    this.iss = iss;
    sndNxt = iss;
    // before the first ACK: a client's SYN has none
    peerAck = iss;
  }

  public Dialogue dialogue() {
    return dialogue;
  }

  public InetSocketAddress local() {
    return local;
  }

  public InetSocketAddress remote() {
    return remote;
  }

  /** Our initial sequence number. */
  public int iss() {
    return iss;
  }

  /** The peer's initial sequence number. */
  public int irs() {
    return reception.irs();
  }

  public int sndNxt() {
    return sndNxt;
  }

  public int rcvNxt() {
    return reception.rcvNxt();
  }

  /** The next byte's position relative to our initial sequence number, as a DSS has it. */
  public int ssn() {
    return sndNxt - iss;
  }

  /** The connection that it is a subflow of; null for plain TCP. */
  public Session session() {
    return session;
  }

  /** From now on mappings and DATA_ACKs are those of that connection. */
  public void session(Session value) {
    session = value;
    reception.session(value);
  }

  /** What our segments say unless told otherwise; 60,000 at first, not scaled. */
  public int window() {
    return window;
  }

  public Leg window(int value) {
    window = value;
    return this;
  }

  /** Whether what takes sequence space is acknowledged at once; true at first. */
  public Leg autoAck(boolean value) {
    autoAck = value;
    return this;
  }

  /** What the peer sent on this leg, in order, whatever level. */
  public byte[] stream() {
    return reception.bytes();
  }

  /** All packets that came on it. */
  public List<Packet> packets() {
    return List.copyOf(all);
  }

  /** Whether the peer's FIN came. */
  public boolean finCame() {
    return reception.finCame();
  }

  /** Whether a RST came. */
  public boolean isReset() {
    return reset;
  }

  /** The highest acknowledgment number that came; {@link #iss} before the first. */
  public int peerAck() {
    return peerAck;
  }

  /** Subflow bytes that came in order and no mapping covers yet. */
  public long unmapped() {
    return reception.unmapped();
  }

  void advance(int length) {
    sndNxt += length;
  }

  /** Goes on at that sequence number: what comes before it was sent by {@link Segment#seq}. */
  public Leg moveTo(int next) {
    sndNxt = next;
    return this;
  }

  /** Says where the peer's sequence numbers begin, where no SYN of its is to come. */
  void begin(int initial) {
    reception.begin(initial);
  }

  // sending

  public Segment segment() {
    return new Segment(this);
  }

  /** MSS of 1400, then {@code more}. */
  public Packet syn(TcpOption... more) {
    return segment()
        .flags(Flags.SYN)
        .option(new TcpOption.Mss(MSS))
        .options(Arrays.asList(more))
        .send();
  }

  public Packet synAck(TcpOption... more) {
    return segment()
        .flags(Flags.SYN | Flags.ACK)
        .option(new TcpOption.Mss(MSS))
        .options(Arrays.asList(more))
        .send();
  }

  /** An ACK; of an MPTCP connection with a DATA_ACK. */
  public Packet ack() {
    Segment segment = segment();
    return session == null ? segment.send() : segment.option(session.ack()).send();
  }

  /**
   * The next bytes of the stream, mapped where it is a subflow, in as many segments as it takes.
   */
  public void send(byte[] bytes) {
    for (int at = 0; at < bytes.length; at += PIECE) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE));
      Segment segment = segment().plus(Flags.PSH);
      if (session != null) {
        segment.option(session.map(ssn(), piece));
      }
      segment.payload(piece).send();
    }
  }

  public Packet fin() {
    Segment segment = segment().plus(Flags.FIN);
    return session == null ? segment.send() : segment.option(session.ack()).send();
  }

  /** DATA_FIN on a segment without payload. */
  public Packet dataFin() {
    return segment().option(session.fin()).send();
  }

  /** A RST that the peer must take. */
  public Packet reset() {
    closed = true;
    return segment().flags(Flags.RST | Flags.ACK).send();
  }

  /** Resets it, and ends a connection of Multipath TCP that would live on without its subflows. */
  void abandon() {
    if (session != null) {
      segment().option(new MpOption.FastClose(session.peerKey())).send();
    }
    reset();
  }

  /** Reads a packet again, now that there is a session whose data it may carry. */
  void replay(Packet packet) {
    if (reception.onSegment(packet) && autoAck) {
      ack();
    }
  }

  boolean closed() {
    return closed || isReset();
  }

  // receiving

  void onPacket(Packet packet) {
    unseen.add(packet);
    all.add(packet);
    reset |= packet.has(Flags.RST);
    if (packet.has(Flags.ACK) && (all.size() == 1 || packet.ack() - peerAck > 0)) {
      peerAck = packet.ack();
    }
    if (reception.onSegment(packet) && autoAck && !closed()) {
      ack();
    }
    if (reception.conflict() != null) {
      throw CaseEnd.fail("subflow data: " + reception.conflict());
    }
  }

  /** The next packet not looked at yet; null where there is none. */
  Packet take() {
    return unseen.poll();
  }

  /** Forgets what came and was not looked at. */
  public Leg skip() {
    unseen.clear();
    return this;
  }

  /** Waits for such a packet, {@link Dialogue#SOON}; what comes before it is passed over. */
  public Packet expect(Condition condition) {
    return expect(condition, Dialogue.SOON);
  }

  /** Waits for such a packet; the case fails where none comes in that time. */
  public Packet expect(Condition condition, Duration within) {
    Packet found = await(condition, within);
    if (found == null) {
      throw CaseEnd.fail("no " + condition.text() + " within " + within.toMillis() + " ms");
    }
    return found;
  }

  /** Waits for such a packet; null where none comes. */
  public Packet await(Condition condition, Duration within) {
    dialogue.expected(condition.text() + " within " + within.toMillis() + " ms");
    long until = dialogue.nowNanos() + within.toNanos();
    while (true) {
      for (Packet packet = take(); packet != null; packet = take()) {
        if (condition.holds(packet)) {
          return packet;
        }
      }
      if (!dialogue.pump(until)) {
        return null;
      }
    }
  }

  /** The case fails where such a packet comes in {@link Dialogue#QUIET}, or came unseen. */
  public void expectNone(Condition condition) {
    expectNone(condition, Dialogue.QUIET);
  }

  /** The case fails where such a packet comes in that time, or came and was not looked at. */
  public void expectNone(Condition condition, Duration during) {
    dialogue.expected("no " + condition.text() + " for " + during.toMillis() + " ms");
    long until = dialogue.nowNanos() + during.toNanos();
    do {
      for (Packet packet = take(); packet != null; packet = take()) {
        if (condition.holds(packet)) {
          throw CaseEnd.fail("unexpected " + condition.text() + ": " + packet.summary());
        }
      }
    } while (dialogue.pump(until));
  }

  @Override
  public String toString() {
    return local + " - " + remote;
  }
}
