package org.mptcp4j.conformance.cases.dss;

import static org.mptcp4j.conformance.cases.dss.Mapped.part;
import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** What the peer makes of our mappings. */
@Folder("dss")
public final class MappingCases {
  private MappingCases() {}

  @Case(
      id = "mapping-of-any-form-is-taken",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {
        "dsn64-ack64",
        "dsn64-ack32",
        "dsn64-noack",
        "dsn32-ack64",
        "dsn32-ack32",
        "dsn32-noack"
      },
      says =
          "An implementation MUST be able to receive and process both 64-bit or 32-bit sequence"
              + " number values")
  static void forms(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    for (int i = 0; i < 3; i++) {
      byte[] piece = part(bytes, 100 * i, 100 * i + 100);
      data.send(leg, form(data.dss(leg, 100L * i, piece), variant), piece);
    }
    data.finish(leg, bytes);
  }

  private static Dss form(Dss dss, String variant) {
    boolean wideDsn = variant.startsWith("dsn64");
    if (variant.endsWith("noack")) {
      return new Dss(null, false, dss.dsn(), wideDsn, dss.ssn(), dss.length(), null, false);
    }
    return dss.wide(variant.endsWith("ack64"), wideDsn);
  }

  @Case(
      id = "dsn-of-64-bits-gets-data-ack-of-64-bits",
      section = "3.3.2",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "If data is received with a 64-bit DSN, it MUST be acknowledged with a 64-bit Data ACK")
  static void wideAck(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    leg.send(d.randomBytes(100));
    long end = session.sndNxt();
    Packet ack = leg.expect(Condition.dataAck(session, end - session.dsn(0)));
    Dss dss = ack.option(Dss.class).orElseThrow();
    d.check("DATA_ACK of 64 bits", dss.wideAck() && dss.dataAck() == end);
  }

  @Case(
      id = "mapping-covers-several-segments",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"on-first", "on-each"},
      says = "It also allows a single mapping to cover many packets")
  static void several(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    Dss dss = data.dss(leg, 0, bytes);
    data.send(leg, dss, part(bytes, 0, 100));
    Dss again = variant.equals("on-each") ? dss : null;
    data.send(leg, again, part(bytes, 100, 200));
    data.send(leg, again, part(bytes, 200, 300));
    data.finish(leg, bytes);
  }

  @Case(
      id = "mapping-is-acknowledged-as-it-arrives",
      section = "3.3.2",
      level = Level.SHOULD,
      says = "indicating how much data has been successfully received (with no holes)")
  static void partOfMapping(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    data.send(leg, data.dss(leg, 0, bytes), part(bytes, 0, 100));
    leg.expect(acknowledges(leg.sndNxt()));
    data.expectNoAckBeyond(100);
    data.send(leg, (Dss) null, part(bytes, 100, 300));
    data.finish(leg, bytes);
  }

  @Case(
      id = "mapping-may-come-before-its-data",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "A data sequence mapping does not need to be included in every MPTCP packet, as long as"
              + " the subflow sequence space in that packet is covered by a mapping known at the"
              + " receiver")
  static void early(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(200);
    leg.segment().option(data.dss(leg, 0, bytes)).send();
    data.send(leg, (Dss) null, part(bytes, 0, 100));
    data.send(leg, (Dss) null, part(bytes, 100, 200));
    data.finish(leg, bytes);
  }

  @Case(
      id = "segments-of-one-mapping-may-overtake-each-other",
      section = "6",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the mapping is independent of the packets that carry it")
  static void overtaking(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    Dss dss = data.dss(leg, 0, bytes);
    int seq = leg.sndNxt();
    leg.segment().seq(seq + 200).option(dss).payload(part(bytes, 200, 300)).send();
    leg.segment().seq(seq + 100).option(dss).payload(part(bytes, 100, 200)).send();
    data.expectNoAckBeyond(0);
    data.send(leg, dss, part(bytes, 0, 100));
    leg.segment().option(dss).payload(part(bytes, 100, 300)).send();
    data.finish(leg, bytes);
  }

  @Case(
      id = "segment-may-begin-within-its-mapping",
      section = "6",
      says =
          "Segmentation/Coalescing ... might strip some options ... the mapping is independent of"
              + " the packets that carry it")
  static void within(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(200);
    Dss first = data.dss(leg, 0, part(bytes, 0, 100));
    data.send(leg, first, part(bytes, 0, 60));
    Dss second = leg.session().mapAt(data.at(100), leg.ssn() + 40, part(bytes, 100, 200));
    // 40 bytes of the first mapping and all of the second
    data.send(leg, second, part(bytes, 60, 200));
    data.finish(leg, bytes);
  }

  @Case(
      id = "unmapped-data-is-not-data-acked",
      section = "3.3.1",
      level = Level.SHOULD,
      variants = {"no-dss", "data-ack-alone", "mapping-elsewhere"},
      says =
          "even if a mapping does not exist ... the data SHOULD still be ACKed at the subflow ..."
              + " This data cannot, however, be acknowledged at the data level")
  static void unmapped(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(leg);
    Session session = leg.session();
    Mapped data = new Mapped(d, session);
    byte[] bytes = d.randomBytes(100);
    switch (variant) {
      case "no-dss" -> data.send(second, (Dss) null, bytes);
      case "data-ack-alone" -> data.send(second, session.ack(), bytes);
      default -> data.send(second, session.mapAt(data.at(0), second.ssn() + 10_000, bytes), bytes);
    }
    second.expect(acknowledges(second.sndNxt()));
    data.expectNoAckBeyond(0);
    data.send(leg, 0, bytes);
    data.finish(leg, bytes);
  }

  @Case(
      id = "mapping-may-come-behind-its-data",
      section = "3.3.1",
      level = Level.MAY,
      says =
          "Implementations MAY hold onto such unmapped data for a short while in the expectation"
              + " that a mapping will arrive shortly")
  static void late(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(leg);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(200);
    Dss dss = data.dss(second, 0, bytes);
    data.send(second, (Dss) null, part(bytes, 0, 100));
    data.send(second, dss, part(bytes, 100, 200));
    boolean held =
        d.await("DATA_ACK of all", () -> leg.session().peerAcked() >= data.at(200), Dialogue.QUIET);
    if (!held) {
      // discarded: it has to come again, as after any loss
      data.send(leg, 0, bytes);
    }
    data.finish(leg, bytes);
  }

  @Case(
      id = "window-of-unmapped-data-breaks-the-subflow",
      section = "3.3.1",
      level = Level.SHOULD,
      says =
          "If a mapping for that subflow-level sequence space does not arrive within a receive"
              + " window of data, that subflow SHOULD be treated as broken, closed with a RST")
  static void windowOfUnmapped(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(leg);
    for (int i = 0; i < 300 && !second.isReset(); i++) {
      second.segment().payload(d.randomBytes(1200)).send();
      int end = second.sndNxt();
      d.await("its ACK", () -> second.isReset() || second.peerAck() == end, Dialogue.QUIET);
      d.require("ACK at the subflow, or RST", second.isReset() || second.peerAck() == end);
    }
    d.check("the subflow is reset", second.isReset());
    d.assertAlive(leg);
  }

  @Case(
      id = "declared-mapping-stays",
      section = "3.3.1",
      says =
          "A mapping is fixed, in that the subflow sequence number is bound to the data sequence"
              + " number after the mapping has been processed")
  static void conflicting(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(leg);
    Session session = leg.session();
    Mapped data = new Mapped(d, session);
    byte[] bytes = d.randomBytes(200);
    data.send(second, data.dss(second, 0, bytes), part(bytes, 0, 100));
    second.expect(acknowledges(second.sndNxt()));
    // right behind: what is taken there is acknowledged as soon as the gap is filled
    Dss other = session.mapAt(data.at(200), second.ssn(), part(bytes, 100, 200));
    data.send(second, other, part(bytes, 100, 200));
    d.await("an answer", () -> session.peerAcked() >= data.at(200), Dialogue.QUIET);
    // bound to the first mapping, or the subflow is broken: but never at the other place
    data.send(leg, 0, bytes);
    data.finish(leg, bytes);
  }

  @Case(
      id = "subflow-sequence-numbers-are-relative",
      section = "3.3.1",
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.ECHO, App.DISCARD},
      says = "the SYN at the start of the subflow has relative subflow sequence number 0")
  static void relative(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(leg);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(100);
    Dss absolute = leg.session().mapAt(data.at(0), second.sndNxt(), bytes);
    d.require("an initial sequence number other than 0", second.iss() != 0);
    data.send(second, absolute, bytes);
    data.expectNoAckBeyond(0);
    data.send(leg, 0, bytes);
    data.finish(leg, bytes);
  }
}
