package org.mptcp4j.conformance.cases.join;

import static org.mptcp4j.conformance.dialogue.Condition.carries;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.reset;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.RawOptions;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The joins that the peer opens, to an address that is announced to it. */
@Folder("mp_join")
public final class PeerJoinCases {
  private static final Duration LONG = Duration.ofSeconds(3);

  private PeerJoinCases() {}

  /** Announces our address of that index, without port. */
  private static InetSocketAddress announce(Dialogue d, Leg initial, int index) {
    Session s = initial.session();
    InetAddress address = d.address(index);
    Long hmac =
        d.isV0() ? null : (Long) Secrets.addAddr(s.ourKey(), s.peerKey(), index, address, 0);
    int nibble = d.isV0() ? d.isV6() ? 6 : 4 : 0;
    initial.segment().option(new MpOption.AddAddr(nibble, index, address, null, hmac)).send();
    return new InetSocketAddress(address, initial.local().getPort());
  }

  private static Leg joined(Dialogue d, Leg initial, int index) {
    Leg leg = d.awaitSyn(announce(d, initial, index), LONG);
    d.require("a subflow from the peer", leg != null);
    return leg;
  }

  private static MpOption.JoinSyn offer(Dialogue d, Leg leg) {
    MpOption.JoinSyn offer = leg.packets().get(0).option(MpOption.JoinSyn.class).orElse(null);
    d.check("the SYN has MP_JOIN", offer != null);
    return offer;
  }

  private static byte[] hmac(Session s, int nonce, MpOption.JoinSyn offer) {
    return Secrets.join(s.version(), s.ourKey(), s.peerKey(), nonce, offer.nonce());
  }

  /** The SYN+ACK that it is to get; no ACK by itself, so that no fourth one leaves. */
  private static void answer(Leg leg, Session s, int nonce, MpOption.JoinSyn offer) {
    long proof = Secrets.leftmost64(hmac(s, nonce, offer));
    leg.autoAck(false).synAck(new MpOption.JoinSynAck(false, 1, proof, nonce));
    leg.session(s);
  }

  @Case(
      id = "peers-syn-names-our-token",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says =
          "The token included in the MP_JOIN option is the token that the receiver of the packet"
              + " uses to identify this connection")
  static void syn(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    Packet syn = leg.packets().get(0);
    d.check("our token", offer(d, leg).token() == initial.session().ourToken());
    byte[] option = RawOptions.multipath(d.trace().bytes(syn), 1).orElseThrow();
    d.check("length 12", option.length == 12);
    d.check("reserved bits are 0", (option[2] & 0x0e) == 0);
    boolean same = leg.remote().getAddress().equals(initial.remote().getAddress());
    d.check("ID 0 for the initial address alone", same || offer(d, leg).addressId() != 0);
  }

  @Case(
      id = "peer-does-not-join-before-the-first-dss",
      section = "3.1",
      roles = Role.CLIENT,
      needs = Trait.JOINS_ANNOUNCED,
      says =
          "new subflows MUST NOT be established ... until a Data Sequence Signal (DSS) option has"
              + " been successfully received across the path")
  static void early(Dialogue d) {
    Leg initial = Opening.of(d).capable();
    Leg leg = d.awaitSyn(announce(d, initial, 1), Dialogue.QUIET);
    if (leg != null) {
      // a SYN alone establishes nothing
      answer(leg, initial.session(), d.randomInt(), offer(d, leg));
      leg.expectNone(carries(MpOption.JoinAck.class));
    }
    d.assertAlive(initial);
  }

  @Case(
      id = "peers-nonces-are-fresh",
      section = "3.2",
      needs = Trait.JOINS_ANNOUNCED,
      says = "random numbers (nonces) that are used to prevent replay attacks")
  static void nonces(Dialogue d) {
    Leg one = joined(d, Opening.of(d).multipath(), 1);
    Leg two = joined(d, Opening.of(d).multipath(), 1);
    d.check("two nonces differ", offer(d, one).nonce() != offer(d, two).nonce());
  }

  @Case(
      id = "peers-third-ack-proves-the-key",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says = "HMAC-A = HMAC(Key=(Key-A+Key-B), Msg=(R-A+R-B)); the leftmost 160 bits")
  static void third(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    Session s = initial.session();
    MpOption.JoinSyn offer = offer(d, leg);
    int nonce = d.randomInt();
    answer(leg, s, nonce, offer);
    Packet third = leg.expect(carries(MpOption.JoinAck.class));
    byte[] due = Secrets.join(s.version(), s.peerKey(), s.ourKey(), offer.nonce(), nonce);
    byte[] hmac = third.option(MpOption.JoinAck.class).orElseThrow().hmac();
    d.check("its HMAC is right", Arrays.equals(hmac, Secrets.leftmost160(due)));
    byte[] option = RawOptions.multipath(d.trace().bytes(third), 1).orElseThrow();
    d.check("reserved bits are 0", (option[2] & 0x0f) == 0 && option[3] == 0);
    d.check("no data in it", third.payload().length == 0);
  }

  @Case(
      id = "peers-third-ack-is-repeated-until-it-is-acknowledged",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says = "the packet MUST be retransmitted if this ACK is not received")
  static void thirdAgain(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    answer(leg, initial.session(), d.randomInt(), offer(d, leg));
    Packet first = leg.expect(carries(MpOption.JoinAck.class));
    Packet second = leg.expect(carries(MpOption.JoinAck.class), Dialogue.RETRANSMISSION);
    byte[] hmac = first.option(MpOption.JoinAck.class).orElseThrow().hmac();
    d.check(
        "the same HMAC",
        Arrays.equals(hmac, second.option(MpOption.JoinAck.class).orElseThrow().hmac()));
    leg.autoAck(true).ack();
    d.pass(Duration.ofMillis(50));
    leg.skip();
    leg.expectNone(carries(MpOption.JoinAck.class), Duration.ofMillis(2500));
    leg.send(d.randomBytes(100));
    d.expectAcked(leg);
  }

  @Case(
      id = "peer-sends-no-data-before-the-fourth-ack",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.SOURCE, App.ECHO},
      needs = Trait.JOINS_ANNOUNCED,
      says = "It is not permitted to send data while in the PRE_ESTABLISHED state")
  static void noData(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    // a server that has not accepted the connection yet may join nothing
    d.expect("data", () -> initial.session().received().length > 0);
    // what the initial subflow may have in flight is soon used up
    initial.autoAck(false);
    Leg leg = joined(d, initial, 1);
    answer(leg, initial.session(), d.randomInt(), offer(d, leg));
    leg.expect(carries(MpOption.JoinAck.class));
    initial.send(d.randomBytes(20_000));
    leg.expectNone(
        data().or(carries(MpOption.Dss.class, "with a mapping", MpOption.Dss::hasMapping)));
  }

  @Case(
      id = "peer-uses-its-subflow-after-the-fourth-ack",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says = "it moves to the ESTABLISHED state only on receipt of an ACK from the receiver")
  static void established(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    InetSocketAddress there = announce(d, initial, 1);
    Leg leg = Opening.of(d).acceptJoin(initial.session(), there, LONG);
    leg.send(d.randomBytes(300));
    d.expectAcked(leg);
    initial.reset();
    d.assertAlive(leg);
  }

  @Case(
      id = "wrong-hmac-in-synack-resets",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      variants = {"first-bit", "last-bit", "swapped-keys", "rightmost-bits", "zero"},
      says =
          "the HMAC returned to Host A does not match the one expected, Host A MUST close the"
              + " subflow with a TCP RST")
  static void badHmac(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    leg.autoAck(false);
    leg.synAck(badAnswer(d, initial.session(), offer(d, leg), variant));
    leg.expect(reset());
    d.assertAlive(initial);
  }

  private static MpOption badAnswer(Dialogue d, Session s, MpOption.JoinSyn offer, String variant) {
    int nonce = d.randomInt();
    byte[] all = hmac(s, nonce, offer);
    long right = Secrets.leftmost64(all);
    byte[] tail = Arrays.copyOfRange(all, all.length - 8, all.length);
    long wrong =
        switch (variant) {
          case "first-bit" -> right ^ Long.MIN_VALUE;
          case "last-bit" -> right ^ 1;
          case "swapped-keys" -> Opening.peersHmac(s, nonce, offer.nonce());
          case "rightmost-bits" -> Secrets.leftmost64(tail);
          default -> 0;
        };
    return new MpOption.JoinSynAck(false, 1, wrong, nonce);
  }

  @Case(
      id = "synack-without-join-resets",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      variants = {"no-option", "mp-capable", "wrong-length"},
      says =
          "If the SYN/ACK as received at Host A does not have an MP_JOIN option, Host A MUST close"
              + " the subflow with a TCP RST")
  static void noJoin(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    leg.autoAck(false);
    Session s = initial.session();
    switch (variant) {
      case "no-option" -> leg.synAck();
      case "mp-capable" -> {
        int version = d.version().number();
        leg.synAck(new MpOption.Capable(version, MpOption.Capable.H, s.ourKey(), null, null, null));
      }
      default -> {
        byte[] proof = hmac(s, d.randomInt(), offer(d, leg));
        leg.synAck(new TcpOption.Raw(Wrong.option(12, Arrays.copyOf(proof, 8))));
      }
    }
    leg.expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "reset-for-bad-synack-says-why",
      section = "3.2",
      level = Level.SHOULD,
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      variants = {"wrong-hmac", "no-option"},
      says =
          "the sender SHOULD send a MP_TCPRST option (Section 3.6) on this RST packet with the"
              + " reason code for a \"MPTCP specific error\"")
  static void reason(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    leg.autoAck(false);
    if (variant.equals("no-option")) {
      leg.synAck();
    } else {
      leg.synAck(badAnswer(d, initial.session(), offer(d, leg), "last-bit"));
    }
    Packet rst = leg.expect(reset());
    MpOption.TcpRst option = rst.option(MpOption.TcpRst.class).orElse(null);
    d.check("MP_TCPRST with reason 1", option != null && option.reason() == 1);
  }

  @Case(
      id = "refused-join-leaves-the-connection",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says = "the recipient MUST respond with a TCP RST for the subflow")
  static void refused(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = joined(d, initial, 1);
    leg.reset();
    leg.skip();
    d.assertAlive(initial);
    leg.expectNone(Condition.any().without(Condition.syn()));
  }
}
