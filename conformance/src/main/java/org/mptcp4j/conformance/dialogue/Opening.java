package org.mptcp4j.conformance.dialogue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/**
 * How connections and subflows begin, in either role, for cases whose point comes later: where it
 * does not go as it should, such a case is inconclusive, since another one judges that.
 */
public final class Opening {
  private static final Duration HANDSHAKE = Duration.ofSeconds(3);
  private static final Duration REINJECTION = Duration.ofSeconds(1);

  private final Dialogue dialogue;
  private int flags = Capable.H;
  private int addressId = 1;
  private boolean backup;
  private boolean silent;
  private Long key;
  private Integer window;

  private Opening(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  public static Opening of(Dialogue dialogue) {
    return new Opening(dialogue);
  }

  /** More flags in our MP_CAPABLE, such as {@link Capable#A} for checksums. */
  public Opening flags(int more) {
    flags |= more;
    return this;
  }

  /** The address ID in our MP_JOIN; 1 at first. */
  public Opening addressId(int value) {
    addressId = value;
    return this;
  }

  /** Our key, instead of any. */
  public Opening key(long value) {
    key = value;
    return this;
  }

  /** The window of the legs that it opens, as in the header, from their SYN on. */
  public Opening window(int value) {
    window = value;
    return this;
  }

  private Leg sized(Leg leg) {
    return window == null ? leg : leg.window(window);
  }

  private long ourKey() {
    return key == null ? dialogue.randomLong() : key;
  }

  /** Our MP_JOIN asks for a backup. */
  public Opening backup() {
    backup = true;
    return this;
  }

  /** The subflow of a join acknowledges nothing by itself ({@link Leg#autoAck}). */
  public Opening silent() {
    silent = true;
    return this;
  }

  // plain TCP

  /** A connection of plain TCP. */
  public Leg plain(TcpOption... synOptions) {
    return dialogue.role() == Role.SERVER ? plainToServer(synOptions) : plainFromClient(synOptions);
  }

  private Leg plainToServer(TcpOption... synOptions) {
    Leg leg = dialogue.leg();
    leg.syn(synOptions);
    need(leg, Condition.synAck());
    leg.ack();
    return leg;
  }

  private Leg plainFromClient(TcpOption... synAckOptions) {
    Leg leg = dialogue.awaitClient();
    leg.synAck(synAckOptions);
    int end = leg.sndNxt();
    needSo("third ACK", leg, () -> leg.peerAck() == end);
    return leg;
  }

  // Multipath TCP

  /**
   * A connection of the case's version, over which data went to the peer and was acknowledged at
   * the data level; what the peer sent until then is received.
   */
  public Leg multipath() {
    Leg leg = capable();
    if (dialogue.role() == Role.CLIENT && dialogue.app() == App.HTTP) {
      needSo("the client's request", leg, () -> leg.session().received().length > 0);
    }
    byte[] first = firstBytes();
    leg.send(first);
    Session session = leg.session();
    long end = session.sndNxt() - session.dsn(0);
    needDataAck(leg, first, end);
    if (dialogue.app() == App.ECHO) {
      needSo("first echo", leg, () -> session.received().length >= first.length);
    }
    leg.skip();
    return leg;
  }

  /**
   * What the peer took on the subflow alone is mapped once more, as any sender would: Linux now and
   * then leaves the first data there until something else comes.
   */
  private void needDataAck(Leg leg, byte[] bytes, long end) {
    Session session = leg.session();
    BooleanSupplier acked = () -> session.peerAcked() >= end;
    if (!dialogue.await("first DATA_ACK", acked, REINJECTION)) {
      leg.segment()
          .plus(Flags.PSH)
          .option(session.mapAt(end - bytes.length, leg.ssn(), bytes))
          .payload(bytes)
          .send();
    }
    needSo("first DATA_ACK", leg, acked);
  }

  /** What does not make the application close. */
  private byte[] firstBytes() {
    if (dialogue.app() != App.HTTP) {
      return dialogue.randomBytes(20);
    }
    String head = dialogue.role() == Role.SERVER ? "GET / HTTP/1.0\r\n" : "HTTP/1.0 200 OK\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /** The handshake alone; the peer's last packet of it is taken, and nothing else. */
  public Leg capable() {
    return dialogue.role() == Role.SERVER ? capableToServer() : capableFromClient();
  }

  private Leg capableToServer() {
    Version version = dialogue.version();
    long ourKey = ourKey();
    Leg leg = sized(dialogue.leg());
    leg.syn(firstCapable(ourKey));
    Packet synAck = need(leg, Condition.synAck());
    Capable answer = synAck.option(Capable.class).orElse(null);
    dialogue.require(
        "MP_CAPABLE of this version in the SYN,ACK",
        answer != null && answer.version() == version.number() && answer.senderKey() != null);
    boolean checksum = ((flags | answer.flags()) & Capable.A) != 0;
    leg.session(new Session(version, ourKey, answer.senderKey(), checksum));
    leg.segment().option(thirdCapable(ourKey, answer.senderKey(), checksum)).send();
    return leg;
  }

  /** MP_CAPABLE of our SYN: with the key in version 0, without in version 1. */
  public Capable firstCapable(long ourKey) {
    boolean withKey = dialogue.isV0();
    return new Capable(
        dialogue.version().number(), flags, withKey ? (Long) ourKey : null, null, null, null);
  }

  /** MP_CAPABLE of our third ACK. */
  public Capable thirdCapable(long ourKey, long peerKey, boolean checksum) {
    int all = flags | (checksum ? Capable.A : 0);
    return new Capable(dialogue.version().number(), all, ourKey, peerKey, null, null);
  }

  private Leg capableFromClient() {
    Leg leg = sized(dialogue.awaitClient());
    Version version = dialogue.version();
    Capable offer = leg.packets().get(0).option(Capable.class).orElse(null);
    dialogue.require(
        "MP_CAPABLE of this version in the SYN",
        offer != null && offer.version() == version.number());
    long ourKey = ourKey();
    boolean checksum = ((flags | offer.flags()) & Capable.A) != 0;
    int answered = flags | (checksum ? Capable.A : 0);
    // an ACK without DSS would be a fallback
    leg.autoAck(false);
    leg.synAck(new Capable(version.number(), answered, ourKey, null, null, null));
    Packet third =
        need(
            leg,
            Condition.carries(
                Capable.class,
                "with both keys",
                c -> c.receiverKey() != null && c.receiverKey() == ourKey));
    long peerKey = third.option(Capable.class).orElseThrow().senderKey();
    Session session = new Session(version, ourKey, peerKey, checksum);
    leg.session(session);
    leg.autoAck(true).replay(third);
    return leg;
  }

  // joins of ours

  /** A subflow from our second address to the initial subflow's remote address, established. */
  public Leg join(Leg initial) {
    return join(initial.session(), ourSecond(), initial.remote());
  }

  private InetSocketAddress ourSecond() {
    return new InetSocketAddress(dialogue.address(1), dialogue.freshPort());
  }

  /** A subflow between any addresses, established and confirmed by the fourth ACK. */
  public Leg join(Session session, InetSocketAddress local, InetSocketAddress remote) {
    int nonce = dialogue.randomInt();
    Leg leg = sized(dialogue.leg(local, remote)).autoAck(!silent);
    Packet synAck = joinSyn(leg, session, nonce);
    MpOption.JoinSynAck answer = synAck.option(MpOption.JoinSynAck.class).orElse(null);
    dialogue.require("MP_JOIN in the SYN,ACK", answer != null);
    leg.session(session);
    leg.segment().option(thirdJoin(session, nonce, answer.nonce())).send();
    needSo("fourth ACK", leg, () -> leg.packets().stream().anyMatch(this::isFourthAck));
    leg.skip();
    return leg;
  }

  private boolean isFourthAck(Packet packet) {
    return packet.has(Flags.ACK) && !packet.has(Flags.SYN) && !packet.has(Flags.RST);
  }

  /** Sends the SYN with MP_JOIN, and takes the SYN+ACK. */
  private Packet joinSyn(Leg leg, Session session, int nonce) {
    leg.syn(new MpOption.JoinSyn(backup, addressId, session.peerToken(), nonce));
    return need(leg, Condition.synAck());
  }

  /** MP_JOIN of our third ACK. */
  public static MpOption.JoinAck thirdJoin(Session session, int ourNonce, int peerNonce) {
    byte[] hmac =
        Secrets.join(session.version(), session.ourKey(), session.peerKey(), ourNonce, peerNonce);
    return new MpOption.JoinAck(Secrets.leftmost160(hmac));
  }

  /** The HMAC that the peer owes in its SYN+ACK. */
  public static long peersHmac(Session session, int peerNonce, int ourNonce) {
    return Secrets.leftmost64(
        Secrets.join(session.version(), session.peerKey(), session.ourKey(), peerNonce, ourNonce));
  }

  // joins of the peer's

  /**
   * Answers the peer's SYN with MP_JOIN to {@code local}, and confirms it by the fourth ACK.
   *
   * @param within how long to wait for it
   */
  public Leg acceptJoin(Session session, InetSocketAddress local, Duration within) {
    Leg leg = dialogue.awaitSyn(local, within);
    dialogue.require("a subflow from the peer", leg != null);
    sized(leg);
    MpOption.JoinSyn offer = leg.packets().get(0).option(MpOption.JoinSyn.class).orElse(null);
    dialogue.require("MP_JOIN in the SYN", offer != null);
    int nonce = dialogue.randomInt();
    long hmac =
        Secrets.leftmost64(
            Secrets.join(
                session.version(), session.ourKey(), session.peerKey(), nonce, offer.nonce()));
    leg.synAck(new MpOption.JoinSynAck(backup, addressId, hmac, nonce));
    leg.session(session);
    need(leg, Condition.carries(MpOption.JoinAck.class));
    leg.ack();
    return leg;
  }

  private Packet need(Leg leg, Condition condition) {
    Packet found = leg.await(condition, HANDSHAKE);
    dialogue.require(condition.text(), found != null);
    return found;
  }

  private void needSo(String what, Leg leg, BooleanSupplier holds) {
    boolean came = dialogue.await(what, holds, HANDSHAKE);
    dialogue.require(what + " on " + leg, came);
  }
}
