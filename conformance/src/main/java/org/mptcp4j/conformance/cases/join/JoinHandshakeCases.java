package org.mptcp4j.conformance.cases.join;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.multipath;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.net.InetSocketAddress;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.RawOptions;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The four packets of a join that the suite opens. */
@Folder("mp_join")
public final class JoinHandshakeCases {
  private JoinHandshakeCases() {}

  @Case(
      id = "unknown-token-resets",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"next", "swapped-halves", "ours"},
      says =
          "If the token received at Host B is unknown ... the recipient MUST respond with a TCP RST")
  static void unknownToken(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Session session = initial.session();
    int right = session.peerToken();
    int token =
        switch (variant) {
          case "next" -> right + 1;
          case "swapped-halves" -> Integer.rotateLeft(right, 16);
          default -> session.ourToken();
        };
    Leg second = d.leg(Attempt.second(d), initial.remote());
    second.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    second.expect(reset());
    d.check("no SYN,ACK", second.packets().stream().noneMatch(synAck()::holds));
    d.assertAlive(initial);
  }

  @Case(
      id = "synack-proves-the-key",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the SYN/ACK ... includes a truncated (leftmost 64 bits) HMAC")
  static void hmac(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    d.check("its HMAC is right", join.isProven());
  }

  @Case(
      id = "synack-has-no-reserved-bits",
      section = "3.2",
      says =
          "4 bits of flags, 3 of which are currently reserved and MUST be set to zero by the sender")
  static void reservedBits(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Packet synAck = join.leg().packets().get(0);
    byte[] option = RawOptions.multipath(d.trace().bytes(synAck), 1).orElseThrow();
    d.check("reserved bits are 0", (option[2] & 0x0e) == 0);
    d.check("length 16", option.length == 16);
  }

  @Case(
      id = "synack-acknowledges-the-syn-alone",
      section = "3.2",
      says = "A new subflow is started as a normal TCP SYN/ACK exchange")
  static void synAckNumbers(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Packet synAck = join.leg().packets().get(0);
    d.check("acknowledgment number is ISS + 1", synAck.ack() == join.leg().iss() + 1);
    d.check(
        "one MPTCP option",
        synAck.options().stream().filter(MpOption.class::isInstance).count() == 1);
  }

  @Case(
      id = "third-ack-triggers-an-ack",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "receipt of this packet MUST trigger a regular TCP ACK in response")
  static void fourth(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Leg leg = join.leg();
    leg.session(join.session());
    leg.skip().segment().option(join.third()).send();
    Packet ack = leg.expect(pureAck());
    d.check("of the SYN", ack.ack() == leg.iss() + 1);
    d.check("without MP_JOIN", !ack.carries(MpOption.JoinAck.class));
  }

  @Case(
      id = "repeated-third-ack-triggers-an-ack-again",
      section = "3.2",
      says = "the packet MUST be retransmitted if this ACK is not received")
  static void fourthAgain(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Leg leg = join.confirm();
    leg.skip().segment().option(join.third()).send();
    leg.expect(acknowledges(leg.sndNxt()));
    d.check("not reset", !leg.isReset());
    leg.send(d.randomBytes(100));
    d.expectAcked(leg);
  }

  @Case(
      id = "wrong-hmac-in-third-ack-resets",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"first-bit", "last-bit", "swapped-keys", "swapped-nonces", "zero"},
      says =
          "If Host B does not receive the expected HMAC ... it MUST close the subflow with a TCP RST")
  static void badHmac(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Leg leg = join.leg();
    leg.segment().option(new MpOption.JoinAck(Wrong.hmac(join, variant))).send();
    leg.expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "third-ack-without-join-resets",
      section = "3.2",
      variants = {"no-option", "data-ack", "data"},
      says =
          "or the MP_JOIN option is missing from the ACK, it MUST close the subflow with a TCP RST")
  static void missing(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Leg leg = join.leg();
    Session session = join.session();
    switch (variant) {
      case "no-option" -> leg.segment().send();
      case "data-ack" -> leg.segment().option(session.ack()).send();
      default -> {
        byte[] bytes = d.randomBytes(40);
        long next = session.sndNxt() - session.dsn(0);
        leg.segment().option(session.mapAt(next, leg.ssn(), bytes)).payload(bytes).send();
      }
    }
    leg.expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "third-ack-of-wrong-length-resets",
      section = "3.2",
      variants = {"16", "20", "28"},
      says =
          "If Host B does not receive the expected HMAC ... it MUST close the subflow with a TCP RST")
  static void thirdLength(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    byte[] option = Wrong.option(Integer.parseInt(variant), join.third().hmac());
    join.leg().segment().option(new TcpOption.Raw(option)).send();
    join.leg().expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "hmac-of-another-join-resets",
      section = "3.2",
      says = "random numbers (nonces) that are used to prevent replay attacks")
  static void replayedHmac(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt first = Attempt.begin(d, initial);
    Leg leg = d.leg(Attempt.second(d), initial.remote());
    leg.syn(new MpOption.JoinSyn(false, 1, first.session().peerToken(), first.nonce()));
    Packet packet = leg.expect(synAck().or(reset()));
    // a nonce that is in use may be refused at once
    if (!packet.has(Flags.RST)) {
      MpOption.JoinSynAck answer = packet.option(MpOption.JoinSynAck.class).orElse(null);
      d.check("the SYN,ACK has MP_JOIN", answer != null);
      d.check("a nonce of its own", answer.nonce() != first.answer().nonce());
      leg.segment().option(first.third()).send();
      leg.expect(reset());
    }
    d.assertAlive(initial);
  }

  @Case(
      id = "repeated-syn-gets-a-synack-that-fits",
      section = "3.2",
      says = "the recipient SHOULD respond with a SYN/ACK also containing an MP_JOIN option")
  static void repeatedSyn(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Leg leg = join.leg();
    leg.segment()
        .flags(Flags.SYN)
        .seq(leg.iss())
        .option(new TcpOption.Mss(1400))
        .option(new MpOption.JoinSyn(false, 1, join.session().peerToken(), join.nonce()))
        .send();
    MpOption.JoinSynAck again = leg.expect(synAck()).option(MpOption.JoinSynAck.class).orElse(null);
    d.check("the SYN,ACK has MP_JOIN again", again != null);
    Attempt last = new Attempt(leg, join.session(), join.nonce(), again);
    d.check("its HMAC is right", last.isProven());
    leg.skip();
    last.confirm();
    leg.send(d.randomBytes(60));
    d.expectAcked(leg);
  }

  @Case(
      id = "lost-synack-is-repeated-with-mp-join",
      section = "3.2",
      says = "An MP_JOIN option is present in the SYN, SYN/ACK, and ACK of the three-way handshake")
  static void lostSynAck(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    Packet packet = join.leg().expect(synAck(), Dialogue.RETRANSMISSION);
    MpOption.JoinSynAck again = packet.option(MpOption.JoinSynAck.class).orElse(null);
    d.check("the SYN,ACK has MP_JOIN again", again != null);
    Attempt last = new Attempt(join.leg(), join.session(), join.nonce(), again);
    d.check("its HMAC is right", last.isProven());
  }

  @Case(
      id = "syn-of-wrong-length-is-no-join",
      section = "3.2",
      variants = {"8", "10", "16", "24"},
      says = "Join Connection (MP_JOIN) Option (for Initial SYN): Length = 12")
  static void synLength(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    byte[] body = d.randomBytes(22);
    int token = initial.session().peerToken();
    for (int i = 0; i < 4; i++) {
      body[i] = (byte) (token >> (24 - 8 * i));
    }
    Leg leg = d.leg(Attempt.second(d), initial.remote());
    leg.syn(new TcpOption.Raw(Wrong.option(Integer.parseInt(variant), body)));
    leg.expectNone(multipath().without(reset()));
    d.assertAlive(initial);
  }

  @Case(
      id = "data-flows-over-a-second-subflow",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "data can be sent ... over the new subflow")
  static void flows(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.send(d.randomBytes(500));
    d.expectAcked(second);
    d.assertAlive(initial);
  }

  @Case(
      id = "data-right-behind-the-fourth-ack-is-taken",
      section = "3.2",
      says = "it moves to the ESTABLISHED state only on receipt of an ACK from the receiver")
  static void manySubflows(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Attempt.begin(d, initial).confirm();
    InetSocketAddress third = new InetSocketAddress(d.address(2), d.freshPort());
    Leg other = Attempt.begin(d, initial.session(), third, initial.remote(), 2).confirm();
    second.send(d.randomBytes(200));
    other.send(d.randomBytes(200));
    initial.send(d.randomBytes(200));
    d.expectAcked(initial);
    d.assertAlive(other);
  }
}
