package org.mptcp4j.conformance.cases.capable;

import static org.mptcp4j.conformance.dialogue.Condition.carries;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.syn;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** What a client sends to open a connection. */
@Folder("mp_capable")
public final class CapableClientCases {
  private CapableClientCases() {}

  private static final Condition BOTH_KEYS =
      carries(Capable.class, "with both keys", c -> c.receiverKey() != null);

  private static Capable answer(Dialogue d, long key, int flags) {
    return new Capable(d.version().number(), Capable.H | flags, key, null, null, null);
  }

  @Case(
      id = "syn-has-the-form-of-its-version",
      section = "3.1",
      roles = Role.CLIENT,
      says = "SYN (A->B): only the first four octets (Length = 4); in version 0: A's Key")
  static void synForm(Dialogue d) {
    Packet syn = d.awaitClient().packets().get(0);
    Capable offer = syn.option(Capable.class).orElse(null);
    d.check("the SYN has MP_CAPABLE", offer != null);
    d.check("of version " + d.version().number(), offer.version() == d.version().number());
    d.check("its key in version 0, none in version 1", (offer.senderKey() != null) == d.isV0());
    d.check("no key of ours", offer.receiverKey() == null && offer.dataLength() == null);
    d.check(
        "one MPTCP option", syn.options().stream().filter(MpOption.class::isInstance).count() == 1);
  }

  @Case(
      id = "syn-has-no-unassigned-flags",
      section = "3.1",
      roles = Role.CLIENT,
      says = "MUST set bit \"H\" to 1, and bits \"D\" through \"G\" to 0; B MUST be set to 0")
  static void synFlags(Dialogue d) {
    Capable offer = d.awaitClient().packets().get(0).option(Capable.class).orElse(null);
    d.check("the SYN has MP_CAPABLE", offer != null);
    d.check("bit B is 0", !offer.has(Capable.B));
    d.check("bit H is 1", offer.has(Capable.H));
    d.check("all other algorithms are 0", (offer.flags() & (d.isV0() ? 0x3e : 0x1e)) == 0);
  }

  @Case(
      id = "third-ack-carries-both-keys",
      section = "3.1",
      roles = Role.CLIENT,
      apps = {App.ECHO, App.DISCARD, App.HTTP},
      says = "ACK (A->B): A's Key followed by B's Key")
  static void third(Dialogue d) {
    Leg leg = d.awaitClient();
    Capable offer = leg.packets().get(0).option(Capable.class).orElse(null);
    d.require("MP_CAPABLE in the SYN", offer != null);
    long ours = d.randomLong();
    leg.autoAck(false).synAck(answer(d, ours, 0));
    Packet third = leg.expect(Condition.acknowledges(leg.sndNxt()));
    Capable option = third.option(Capable.class).orElse(null);
    d.check("the third ACK has MP_CAPABLE", option != null);
    d.check("of this version", option.version() == d.version().number());
    d.check("with both keys", option.senderKey() != null && option.receiverKey() != null);
    d.check("ours behind its own", option.receiverKey() == ours);
    if (d.isV0()) {
      d.check("its key is that of the SYN", option.senderKey().equals(offer.senderKey()));
    }
    d.check("algorithm H", option.has(Capable.H) && !option.has(Capable.B));
    boolean withData = option.dataLength() != null;
    d.check("a length only with data", withData == (!d.isV0() && third.payload().length > 0));
  }

  @Case(
      id = "third-ack-confirms-checksums",
      section = "3.1",
      roles = Role.CLIENT,
      says =
          "if the initiator sets A=0 in the SYN, but the responder sets A=1 in the SYN/ACK,"
              + " checksums MUST be used in both directions, and the initiator will set A=1 in the ACK")
  static void checksum(Dialogue d) {
    Leg leg = d.awaitClient();
    leg.autoAck(false).synAck(answer(d, d.randomLong(), Capable.A));
    Packet third = leg.expect(Condition.acknowledges(leg.sndNxt()));
    Capable option = third.option(Capable.class).orElse(null);
    // version 1 lets a host that wants none fall back
    d.check("A is set, or (version 1) no MP_CAPABLE at all", isConfirmed(d, option));
  }

  private static boolean isConfirmed(Dialogue d, Capable option) {
    return option == null ? !d.isV0() : option.has(Capable.A);
  }

  @Case(
      id = "repeated-synack-gets-the-third-ack-again",
      section = "3.1",
      level = Level.SHOULD,
      roles = Role.CLIENT,
      apps = {App.ECHO, App.DISCARD},
      says = "the transmission of this packet must be made reliable")
  static void thirdAgain(Dialogue d) {
    Leg leg = d.awaitClient();
    long ours = d.randomLong();
    leg.autoAck(false);
    Capable option = answer(d, ours, 0);
    Packet sent = leg.synAck(option);
    Capable first = leg.expect(BOTH_KEYS).option(Capable.class).orElseThrow();
    leg.segment().flags(sent.flags()).seq(leg.iss()).options(sent.options()).send();
    Capable second = leg.expect(BOTH_KEYS).option(Capable.class).orElseThrow();
    d.check("the same keys", second.senderKey().equals(first.senderKey()));
    d.check("ours among them", second.receiverKey() == ours);
  }

  @Case(
      id = "first-data-repeats-the-keys",
      section = "3.1",
      versions = Version.V1,
      roles = Role.CLIENT,
      apps = App.HTTP,
      says =
          "When A does have data to send, it must repeat the sending of the MP_CAPABLE option from"
              + " the third ACK, with additional data parameters")
  static void firstData(Dialogue d) {
    Leg leg = d.awaitClient();
    long ours = d.randomLong();
    leg.autoAck(false).synAck(answer(d, ours, 0));
    Packet first = leg.expect(data());
    Capable option = first.option(Capable.class).orElse(null);
    d.check("the first data has MP_CAPABLE", option != null);
    d.check("with our key", option.receiverKey() != null && option.receiverKey() == ours);
    d.check("with a length", option.dataLength() != null);
    d.check("that covers the payload", option.dataLength() >= first.payload().length);
    d.check("a checksum only where negotiated", option.checksum() == null || option.has(Capable.A));
    d.check("no DSS beside it", !first.carries(MpOption.Dss.class));
    Packet again = leg.expect(data().and(sameSeq(first.seq())), Dialogue.RETRANSMISSION);
    d.check("its retransmission has MP_CAPABLE with a length", hasLength(again));
  }

  private static Condition sameSeq(int seq) {
    return Condition.of("sequence number " + Integer.toUnsignedString(seq), p -> p.seq() == seq);
  }

  private static boolean hasLength(Packet packet) {
    Capable option = packet.option(Capable.class).orElse(null);
    return option != null && option.dataLength() != null;
  }

  @Case(
      id = "first-data-is-mapped",
      section = "3.1",
      versions = Version.V0,
      roles = Role.CLIENT,
      apps = App.HTTP,
      says =
          "the IDSN of a host MUST be the least significant 64 bits of the SHA-1 hash of its key")
  static void firstDataV0(Dialogue d) {
    Leg leg = d.awaitClient();
    Capable offer = leg.packets().get(0).option(Capable.class).orElse(null);
    d.require("MP_CAPABLE with a key in the SYN", offer != null && offer.senderKey() != null);
    leg.autoAck(false).synAck(answer(d, d.randomLong(), 0));
    MpOption.Dss dss = leg.expect(data()).option(MpOption.Dss.class).orElse(null);
    d.check("the first data has a mapping", dss != null && dss.hasMapping());
    long first = Secrets.idsn(Version.V0, offer.senderKey()) + 1;
    d.check("from IDSN + 1 on", dss.dsn().intValue() == (int) first);
    d.check("in all bits that it has", !dss.wideDsn() || dss.dsn() == first);
    d.check("for subflow sequence number 1", dss.ssn() == 1);
  }

  @Case(
      id = "request-arrives-in-order",
      section = "3.1",
      roles = Role.CLIENT,
      apps = App.HTTP,
      says = "This is the minimal data required to establish a MPTCP connection")
  static void request(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    Session session = leg.session();
    d.expect("the request", () -> session.received().length >= 16);
    String text = new String(session.received(), StandardCharsets.ISO_8859_1);
    d.check("begins with GET", text.startsWith("GET "));
    d.check("all of it is mapped", leg.unmapped() == 0);
  }

  @Case(
      id = "repeated-syn-keeps-its-key",
      section = "3.1",
      roles = Role.CLIENT,
      says =
          "If the SYN packets are unacknowledged ... a sender will eventually fall back to"
              + " single-path TCP (i.e., without the MP_CAPABLE option)")
  static void synAgain(Dialogue d) {
    Leg leg = d.awaitClient();
    Packet first = leg.packets().get(0);
    Packet again = leg.expect(syn(), Dialogue.RETRANSMISSION);
    d.check("the same sequence number", first.seq() == again.seq());
    List<Capable> offers =
        List.of(first, again).stream().flatMap(p -> p.option(Capable.class).stream()).toList();
    d.require("MP_CAPABLE in the first SYN", first.carries(Capable.class));
    d.check("the same MP_CAPABLE, or none", offers.stream().distinct().count() == 1);
  }

  @Case(
      id = "clients-keys-are-unique",
      section = "3.1",
      roles = Role.CLIENT,
      says = "it MUST be unique for the sending host across all its current MPTCP connections")
  static void unique(Dialogue d) {
    Leg one = Opening.of(d).capable();
    Leg two = Opening.of(d).capable();
    d.check("the keys differ", one.session().peerKey() != two.session().peerKey());
  }
}
