package org.mptcp4j.conformance.cases.capable;

import static org.mptcp4j.conformance.dialogue.Condition.dataAck;
import static org.mptcp4j.conformance.dialogue.Condition.mapping;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Sums;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;

/** Version 1: the first data, mapped by MP_CAPABLE, and a server that speaks first. */
@Folder("mp_capable")
public final class CapableDataCases {
  private CapableDataCases() {}

  /** The first two packets; the leg has the session. */
  private static Leg synchronize(Dialogue d, int flags) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).flags(flags).firstCapable(0));
    Capable answer = leg.expect(synAck()).option(Capable.class).orElse(null);
    d.require("MP_CAPABLE in the SYN,ACK", answer != null && answer.senderKey() != null);
    int all = answer.flags() | flags;
    Capable agreed = new Capable(answer.version(), all, answer.senderKey(), null, null, null);
    Handshake.keys(d, leg, d.randomLong(), agreed);
    return leg;
  }

  /** MP_CAPABLE that maps the first {@code length} bytes, with a checksum where negotiated. */
  private static Capable mapped(Session session, int length, byte[] payload) {
    int flags = Capable.H | (session.checksum() ? Capable.A : 0);
    Integer sum =
        session.checksum() ? (Integer) Sums.dss(session.dsn(0), 1, length, payload) : null;
    return new Capable(1, flags, session.ourKey(), session.peerKey(), length, sum);
  }

  private static void sendThird(Dialogue d, Leg leg) {
    Session s = leg.session();
    leg.segment().option(Opening.of(d).thirdCapable(s.ourKey(), s.peerKey(), s.checksum())).send();
  }

  private static void sendFirst(Leg leg, byte[] payload) {
    Session session = leg.session();
    leg.segment()
        .plus(Flags.PSH)
        .option(mapped(session, payload.length, payload))
        .payload(payload)
        .send();
    session.skip(payload.length);
  }

  private static void echoed(Dialogue d, Leg leg, byte[] bytes) {
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, bytes);
    }
  }

  @Case(
      id = "third-ack-with-data-is-data",
      section = "3.1",
      versions = Version.V1,
      variants = {"third-ack-lost", "third-ack-first"},
      says =
          "The receiver will acknowledge this data at the connection level with a Data ACK, as if"
              + " a DSS option has been received")
  static void firstData(Dialogue d, String variant) {
    Leg leg = synchronize(d, 0);
    if (variant.equals("third-ack-first")) {
      sendThird(d, leg);
    }
    byte[] bytes = d.randomBytes(100);
    sendFirst(leg, bytes);
    leg.expect(dataAck(leg.session(), 100));
    echoed(d, leg, bytes);
    d.assertAlive(leg);
  }

  @Case(
      id = "first-data-with-checksum-is-data",
      section = "3.1",
      versions = Version.V1,
      says = "ACK (with first data) ... optional Checksum (Length = 22 or 24)")
  static void withChecksum(Dialogue d) {
    Leg leg = synchronize(d, Capable.A);
    byte[] bytes = d.randomBytes(101);
    sendFirst(leg, bytes);
    leg.expect(dataAck(leg.session(), 101));
    echoed(d, leg, bytes);
    d.assertAlive(leg);
  }

  @Case(
      id = "first-data-without-its-checksum-is-not-taken",
      section = "3.3",
      versions = Version.V1,
      says =
          "If a checksum is not present when its use has been negotiated, the receiver MUST close"
              + " the subflow with a RST as it is considered broken")
  static void withoutChecksum(Dialogue d) {
    Leg leg = synchronize(d, Capable.A);
    Session session = leg.session();
    int flags = Capable.H | Capable.A;
    leg.segment()
        .option(new Capable(1, flags, session.ourKey(), session.peerKey(), 100, null))
        .payload(d.randomBytes(100))
        .send();
    d.pass(Dialogue.QUIET);
    // a reset, or plain TCP where such an option counts for none
    d.check("no DATA_ACK of it", session.peerAcked() == 0);
  }

  @Case(
      id = "mapping-of-first-data-may-span-segments",
      section = "3.1",
      versions = Version.V1,
      variants = {"option-once", "option-on-each"},
      says =
          "in the case of TCP Segmentation Offloading, the MP_CAPABLE with data parameters may be"
              + " duplicated across multiple packets")
  static void segments(Dialogue d, String variant) {
    Leg leg = synchronize(d, 0);
    byte[] bytes = d.randomBytes(300);
    Capable option = mapped(leg.session(), 300, bytes);
    leg.segment().option(option).payload(Arrays.copyOf(bytes, 200)).send();
    byte[] rest = Arrays.copyOfRange(bytes, 200, 300);
    if (variant.equals("option-once")) {
      leg.segment().payload(rest).send();
    } else {
      leg.segment().option(option).payload(rest).send();
    }
    leg.session().skip(300);
    leg.expect(dataAck(leg.session(), 300));
    echoed(d, leg, bytes);
    d.assertAlive(leg);
  }

  @Case(
      id = "repeated-first-data-is-taken-once",
      section = "3.1",
      versions = Version.V1,
      says =
          "Similar situations could occur when the MP_CAPABLE with data is lost and retransmitted")
  static void repeated(Dialogue d) {
    Leg leg = synchronize(d, 0);
    byte[] bytes = d.randomBytes(100);
    sendFirst(leg, bytes);
    leg.expect(dataAck(leg.session(), 100));
    leg.segment()
        .seq(leg.iss() + 1)
        .option(mapped(leg.session(), 100, bytes))
        .payload(bytes)
        .send();
    d.assertAlive(leg);
    d.check("taken once", Dialogue.receivedBy(leg).length <= 200);
    d.check("no more is acknowledged than was sent", leg.session().peerAcked() <= 200);
  }

  @Case(
      id = "data-follows-mapped-first-data",
      section = "3.1",
      versions = Version.V1,
      says = "the data parameters in a MP_CAPABLE are semantically equivalent to those in a DSS")
  static void interchangeable(Dialogue d) {
    Leg leg = synchronize(d, 0);
    byte[] first = d.randomBytes(60);
    byte[] second = d.randomBytes(70);
    Session session = leg.session();
    byte[] both = Arrays.copyOf(first, 130);
    System.arraycopy(second, 0, both, 60, 70);
    sendThird(d, leg);
    // the second segment overtakes the first; not the third ACK, which would be a fallback
    leg.segment().seq(leg.iss() + 61).option(session.mapAt(60, 61, second)).payload(second).send();
    sendFirst(leg, first);
    leg.segment().option(session.mapAt(60, 61, second)).payload(second).send();
    session.skip(70);
    leg.expect(dataAck(session, 130));
    echoed(d, leg, both);
    d.assertAlive(leg);
  }

  @Case(
      id = "server-that-speaks-first-maps-its-data",
      section = "3.1",
      apps = App.SOURCE,
      says =
          "If B has data to send first, then the reliable delivery of the ACK+MP_CAPABLE can be"
              + " inferred by the receipt of this data with a ... DSS")
  static void serverFirst(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    Packet data = leg.expect(Condition.data());
    MpOption.Dss dss = data.option(MpOption.Dss.class).orElse(null);
    d.check("its first data has a DSS with a mapping", dss != null && dss.hasMapping());
    d.check("for subflow sequence number 1", dss.ssn() == 1);
    d.check("no MP_CAPABLE from the server", !data.carries(Capable.class));
    d.expect("more than a first window", () -> Dialogue.receivedBy(leg).length > 30_000);
    leg.send(d.randomBytes(10));
    d.expectAcked(leg);
  }

  @Case(
      id = "each-segment-is-mapped-until-the-first-data-ack",
      section = "3.7",
      section0 = "3.6",
      apps = App.SOURCE,
      says =
          "A sender MUST include a DSS option with data sequence mapping in every segment until one"
              + " of the sent segments has been acknowledged with a DSS option containing a Data ACK")
  static void everySegment(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    leg.autoAck(false);
    leg.expect(Condition.data().and(mapping()));
    d.pass(Dialogue.QUIET);
    d.check(
        "all segments with data have a mapping",
        leg.packets().stream().allMatch(p -> p.payload().length == 0 || mapping().holds(p)));
    long segments = leg.packets().stream().filter(p -> p.payload().length > 0).count();
    d.require("several segments", segments > 1);
    leg.autoAck(true).ack();
    d.expect("more data", () -> Dialogue.receivedBy(leg).length > 30_000);
  }
}
