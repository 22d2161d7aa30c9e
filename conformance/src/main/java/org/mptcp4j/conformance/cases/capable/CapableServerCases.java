package org.mptcp4j.conformance.cases.capable;

import static org.mptcp4j.conformance.dialogue.Condition.carries;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.multipath;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** What a server makes of the packets with MP_CAPABLE. */
@Folder("mp_capable")
public final class CapableServerCases {
  private CapableServerCases() {}

  @Case(
      id = "synack-carries-key-of-listener",
      section = "3.1",
      says = "the SYN/ACK ... contains the sender's key")
  static void key(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).firstCapable(d.randomLong()));
    Packet synAck = leg.expect(synAck());
    Capable answer = synAck.option(Capable.class).orElse(null);
    d.check("the SYN,ACK has MP_CAPABLE", answer != null);
    d.check("of the same version", answer.version() == d.version().number());
    d.check("with one key", answer.senderKey() != null && answer.receiverKey() == null);
    d.check("HMAC algorithm H", answer.has(Capable.H));
  }

  @Case(
      id = "data-flows-after-handshake",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the connection ... is in MPTCP mode")
  static void flows(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.assertAlive(leg);
  }

  @Case(
      id = "syn-without-option-gets-plain-tcp",
      section = "3.1",
      variants = {"no-option", "other-subtype"},
      says = "If a SYN does not contain a MP_CAPABLE option, the SYN/ACK MUST NOT contain one")
  static void plain(Dialogue d, String variant) {
    Leg leg = d.leg();
    if (variant.equals("no-option")) {
      leg.syn();
    } else {
      leg.syn(new MpOption.Unknown(14, new byte[] {0, 0}));
    }
    Packet synAck = leg.expect(synAck());
    d.check("no MPTCP option in the SYN,ACK", !synAck.isMultipath());
    leg.ack();
    d.assertAlive(leg);
    leg.expectNone(multipath());
  }

  @Case(
      id = "third-ack-without-option-falls-back",
      section = "3.1",
      variants = {"no-option", "one-key"},
      says =
          "If the third packet (the ACK) does not contain the MP_CAPABLE option, then the session"
              + " MUST fall back to operating as a regular, single-path TCP")
  static void thirdAck(Dialogue d, String variant) {
    Leg leg = d.leg();
    long ourKey = d.randomLong();
    leg.syn(Opening.of(d).firstCapable(ourKey));
    Packet synAck = leg.expect(synAck());
    d.require("MP_CAPABLE in the SYN,ACK", synAck.carries(Capable.class));
    if (variant.equals("no-option")) {
      leg.ack();
    } else {
      int version = d.version().number();
      leg.segment().option(new Capable(version, Capable.H, ourKey, null, null, null)).send();
    }
    leg.skip();
    d.assertAlive(leg);
    d.check(
        "no MPTCP option behind the handshake",
        leg.packets().stream().noneMatch(p -> !p.equals(synAck) && p.isMultipath()));
  }

  @Case(
      id = "repeated-syn-gets-the-same-key",
      section = "3.1",
      says = "declare the 64-bit keys that the end hosts have generated for this MPTCP connection")
  static void repeatedSyn(Dialogue d) {
    Leg leg = d.leg();
    Capable offer = Opening.of(d).firstCapable(d.randomLong());
    leg.syn(offer);
    Packet first = leg.expect(synAck());
    leg.segment()
        .flags(Flags.SYN)
        .seq(leg.iss())
        .option(new TcpOption.Mss(1400))
        .option(offer)
        .send();
    Packet second = leg.expect(synAck());
    d.check("the same sequence number", first.seq() == second.seq());
    d.check("the same key", sameKey(first, second));
    openWith(d, leg, offer, second);
  }

  private static boolean sameKey(Packet first, Packet second) {
    Capable one = first.option(Capable.class).orElse(null);
    Capable two = second.option(Capable.class).orElse(null);
    return one != null && two != null && one.senderKey().equals(two.senderKey());
  }

  /** Ends the handshake, and uses the connection. */
  private static void openWith(Dialogue d, Leg leg, Capable offer, Packet synAck) {
    long ourKey = offer.senderKey() == null ? d.randomLong() : offer.senderKey();
    Handshake.confirm(d, leg, ourKey, synAck.option(Capable.class).orElseThrow());
    d.assertAlive(leg);
  }

  @Case(
      id = "lost-synack-is-repeated-with-the-same-key",
      section = "3.1",
      says = "Each packet contains the Multipath Capable (MP_CAPABLE) MPTCP option")
  static void lostSynAck(Dialogue d) {
    Leg leg = d.leg();
    Capable offer = Opening.of(d).firstCapable(d.randomLong());
    leg.syn(offer);
    Packet first = leg.expect(synAck());
    Packet again = leg.expect(synAck(), Dialogue.RETRANSMISSION);
    d.check("the same key", sameKey(first, again));
    openWith(d, leg, offer, again);
  }

  @Case(
      id = "keys-are-unique",
      section = "3.1",
      says = "it MUST be unique for the sending host across all its current MPTCP connections")
  static void unique(Dialogue d) {
    Leg one = Opening.of(d).capable();
    Leg two = Opening.of(d).capable();
    Leg three = Opening.of(d).capable();
    long first = one.session().peerKey();
    long second = two.session().peerKey();
    long third = three.session().peerKey();
    d.check("three keys differ", first != second && second != third && first != third);
    int token = Secrets.token(d.version(), first);
    d.check("and their tokens", token != two.session().peerToken());
  }

  @Case(
      id = "repeated-third-ack-is-harmless",
      section = "3.1",
      says = "implementations must also be able to cope with duplicate MP_CAPABLE mappings")
  static void repeatedThird(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    long ours = leg.session().ourKey();
    long peers = leg.session().peerKey();
    boolean checksum = leg.session().checksum();
    leg.segment()
        .seq(leg.iss() + 1)
        .ack(leg.irs() + 1)
        .option(Opening.of(d).thirdCapable(ours, peers, checksum))
        .send();
    d.assertAlive(leg);
    d.check("not reset", !leg.isReset());
    leg.skip();
    d.echo(leg, d.randomBytes(50));
  }

  @Case(
      id = "data-numbers-begin-behind-the-idsn",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "the IDSN of a host MUST be the least significant 64 bits of the ... hash of its key")
  static void numbers(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    leg.send(d.randomBytes(30));
    Packet data = leg.expect(data());
    MpOption.Dss dss = data.option(MpOption.Dss.class).orElse(null);
    d.check("its first data has a DSS", dss != null && dss.hasMapping());
    long first = leg.session().peerDsn(0);
    d.check(
        "whose DSN is one above its IDSN",
        dss.wideDsn() ? dss.dsn() == first : dss.dsn().intValue() == (int) first);
    d.check("whose subflow sequence number is 1", dss.ssn() == 1);
  }

  @Case(
      id = "first-data-ack-is-relative-to-our-idsn",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "The SYN with MP_CAPABLE occupies the first octet of data sequence space")
  static void firstDataAck(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    leg.skip();
    leg.send(d.randomBytes(30));
    // one that came before, with an ADD_ADDR say, may have 32 bits
    int last = (int) leg.session().dsn(30);
    Packet ack =
        leg.expect(
            carries(
                MpOption.Dss.class,
                "with DATA_ACK of all data",
                s -> s.dataAck() != null && s.dataAck().intValue() == last));
    MpOption.Dss dss = ack.option(MpOption.Dss.class).orElseThrow();
    d.check("64 bits for a DSN of 64 bits", dss.wideAck());
    d.check("DATA_ACK is IDSN + 1 + 30", dss.dataAck() == leg.session().dsn(30));
  }

  @Case(
      id = "flag-c-keeps-the-peer-from-joining-there",
      section = "3.1",
      versions = Version.V1,
      says = "the receiver MUST NOT try to open any additional subflows towards this address")
  static void flagC(Dialogue d) {
    Leg leg = Opening.of(d).flags(Capable.C).multipath();
    d.assertAlive(leg);
    Leg stray = d.awaitSyn(leg.local(), Dialogue.QUIET);
    d.check("no SYN to that address and port", stray == null);
  }
}
