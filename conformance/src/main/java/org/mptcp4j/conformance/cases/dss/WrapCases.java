package org.mptcp4j.conformance.cases.dss;

import static org.mptcp4j.conformance.cases.dss.Mapped.part;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Data sequence numbers where their lower 32 bits wrap: our key is chosen for that. */
@Folder("dss")
public final class WrapCases {
  /** How far before the wrap the stream begins at most, bytes. */
  private static final int NEAR = 12_000;

  private static final int MARGIN = 500;

  private WrapCases() {}

  /** The first key, counted from {@code begin}, whose IDSN is that near to a wrap. */
  private static long key(Version version, long begin) {
    long key = begin;
    while (!isNear(Secrets.idsn(version, key))) {
      key++;
    }
    return key;
  }

  private static boolean isNear(long idsn) {
    long left = 0x1_0000_0000L - (idsn & 0xffff_ffffL);
    return left >= MARGIN && left <= NEAR;
  }

  /** A connection whose next number is 100 before the wrap. */
  private static Leg open(Dialogue d) {
    Leg leg = Opening.of(d).key(key(d.version(), d.randomLong())).multipath();
    Session session = leg.session();
    int left = (int) (0x1_0000_0000L - (session.sndNxt() & 0xffff_ffffL)) - 100;
    int before = session.received().length;
    byte[] bytes = d.randomBytes(left);
    leg.send(bytes);
    d.expectAcked(leg);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, before, bytes);
    }
    d.require("100 before the wrap", (int) session.sndNxt() == -100);
    leg.skip();
    return leg;
  }

  private static Dss narrow(Mapped data, Leg leg, long offset, byte[] bytes) {
    return data.dss(leg, offset, bytes).wide(true, false);
  }

  @Case(
      id = "numbers-go-on-over-a-wrap",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"64-bits", "32-bits", "32-bits-within-a-segment"},
      says =
          "Implementations MUST accept a 32-bit DSN and implicitly promote it to a 64-bit quantity by"
              + " incrementing the upper 32 bits of sequence number each time the lower 32 bits wrap")
  static void over(Dialogue d, String variant) {
    Leg leg = open(d);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    int step = variant.endsWith("segment") ? 150 : 100;
    for (int at = 0; at < 300; at += step) {
      byte[] piece = part(bytes, at, at + step);
      Dss dss = data.dss(leg, at, piece);
      data.send(leg, variant.equals("64-bits") ? dss : dss.wide(true, false), piece);
    }
    data.finish(leg, bytes);
  }

  @Case(
      id = "data-ack-goes-on-over-a-wrap",
      section = "3.3.1",
      says =
          "Data sequence numbers are always 64-bit quantities, and MUST be maintained as such in"
              + " implementations")
  static void ack(Dialogue d) {
    Leg leg = open(d);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    data.send(leg, 0, bytes);
    Packet packet = leg.expect(data.ackOf(300));
    Dss dss = packet.option(Dss.class).orElseThrow();
    d.check("all 64 bits, the upper ones too", dss.wideAck());
    d.check("of the number behind the wrap", dss.dataAck() == leg.session().dsn(data.at(300)));
    data.finish(leg, bytes);
  }

  @Case(
      id = "early-number-behind-a-wrap-is-promoted",
      section = "3.3.1",
      says = "A sanity check MUST be implemented to ensure that a wrap occurs at an expected time")
  static void early(Dialogue d) {
    Leg leg = open(d);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    byte[] tail = part(bytes, 200, 300);
    data.send(leg, narrow(data, leg, 200, tail), tail);
    data.expectNoAckBeyond(0);
    byte[] middle = part(bytes, 100, 200);
    data.send(leg, narrow(data, leg, 100, middle), middle);
    byte[] head = part(bytes, 0, 100);
    data.send(leg, narrow(data, leg, 0, head), head);
    data.finish(leg, bytes);
  }

  @Case(
      id = "old-number-behind-a-wrap-is-not-promoted",
      section = "3.3.1",
      says = "a wrap ... is not triggered by out-of-order packets")
  static void old(Dialogue d) {
    Leg leg = open(d);
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(400);
    byte[] head = part(bytes, 0, 200);
    data.send(leg, narrow(data, leg, 0, head), head);
    leg.expect(data.ackOf(200));
    // a number before the wrap comes again, and then new ones behind it
    byte[] again = part(bytes, 0, 100);
    data.send(leg, narrow(data, leg, 0, again), again);
    byte[] tail = part(bytes, 200, 400);
    data.send(leg, narrow(data, leg, 200, tail), tail);
    data.finish(leg, bytes);
  }
}
