package org.mptcp4j.conformance.cases.dss;

import static org.mptcp4j.conformance.cases.dss.Mapped.part;
import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;

import java.time.Duration;
import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** How the peer puts our stream together, and what its DATA_ACKs say. */
@Folder("dss")
public final class ReceiverCases {
  private ReceiverCases() {}

  @Case(
      id = "data-ack-covers-what-has-no-holes",
      section = "3.3.2",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"hole-at-data-level", "hole-at-both-levels"},
      says = "indicating how much data has been successfully received (with no holes)")
  static void holes(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(300);
    byte[] tail = part(bytes, 100, 300);
    if (variant.equals("hole-at-data-level")) {
      data.send(leg, 100, tail);
      leg.expect(acknowledges(leg.sndNxt()));
      data.expectNoAckBeyond(0);
      data.send(leg, 0, part(bytes, 0, 100));
    } else {
      Dss late = leg.session().mapAt(data.at(100), leg.ssn() + 100, tail);
      leg.segment().seq(leg.sndNxt() + 100).option(late).payload(tail).send();
      data.expectNoAckBeyond(0);
      data.send(leg, 0, part(bytes, 0, 100));
      data.send(leg, late, tail);
    }
    data.finish(leg, bytes);
  }

  @Case(
      id = "two-subflows-make-one-stream",
      section = "3.3",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"in-order", "reversed"},
      says = "reassembled and delivered reliably and in order to the recipient application")
  static void striped(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Mapped data = new Mapped(d, one.session());
    byte[] bytes = d.randomBytes(1000);
    for (int i = 0; i < 10; i++) {
      int k = variant.equals("in-order") ? i : 9 - i;
      data.send(i % 2 == 0 ? one : two, 100L * k, part(bytes, 100 * k, 100 * k + 100));
    }
    data.finish(one, bytes);
  }

  @Case(
      id = "data-that-came-twice-is-taken-once",
      section = "3.3.1",
      level = Level.SHOULD,
      variants = {"same-subflow", "other-subflow"},
      says =
          "an implementation SHOULD treat the first data that is received ... as that which should"
              + " be delivered to the application, and any later data ... SHOULD be ignored")
  static void twice(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Mapped data = new Mapped(d, one.session());
    byte[] bytes = d.randomBytes(200);
    data.send(one, 0, part(bytes, 0, 100));
    one.expect(data.ackOf(100));
    Leg again = variant.equals("same-subflow") ? one : two;
    data.send(again, 0, d.randomBytes(100));
    again.expect(acknowledges(again.sndNxt()));
    data.send(again, 100, part(bytes, 100, 200));
    data.finish(one, bytes);
  }

  @Case(
      id = "first-of-early-data-is-delivered",
      section = "3.3.1",
      level = Level.SHOULD,
      says = "SHOULD treat the first data that is received ... as that which should be delivered")
  static void twiceEarly(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Mapped data = new Mapped(d, one.session());
    byte[] bytes = d.randomBytes(200);
    data.send(one, 100, part(bytes, 100, 200));
    one.expect(acknowledges(one.sndNxt()));
    data.send(two, 100, d.randomBytes(100));
    two.expect(acknowledges(two.sndNxt()));
    data.send(two, 0, part(bytes, 0, 100));
    data.finish(one, bytes);
  }

  @Case(
      id = "overlapping-data-is-trimmed",
      section = "3.3.1",
      level = Level.SHOULD,
      variants = {"front", "both-ends"},
      says = "any later data for that sequence space SHOULD be ignored")
  static void overlap(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Mapped data = new Mapped(d, one.session());
    byte[] bytes = d.randomBytes(300);
    data.send(one, 0, part(bytes, 0, 100));
    if (variant.equals("both-ends")) {
      data.send(one, 200, part(bytes, 200, 300));
    }
    byte[] middle = d.randomBytes(200);
    System.arraycopy(bytes, 100, middle, 50, 100);
    if (variant.equals("front")) {
      middle = Arrays.copyOf(middle, 150);
    }
    data.send(one, 50, middle);
    if (variant.equals("front")) {
      data.send(one, 200, part(bytes, 200, 300));
    }
    data.finish(one, bytes);
  }

  @Case(
      id = "retransmitted-segment-is-acknowledged-alike",
      section = "3.3.6",
      roles = {Role.SERVER, Role.CLIENT},
      says = "a receiver will ignore these retransmissions")
  static void retransmitted(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    byte[] bytes = d.randomBytes(100);
    int seq = leg.sndNxt();
    Dss dss = data.dss(leg, 0, bytes);
    data.send(leg, dss, bytes);
    leg.expect(data.ackOf(100));
    leg.skip();
    leg.segment().seq(seq).option(dss).payload(bytes).send();
    Packet ack = leg.expect(acknowledges(leg.sndNxt()));
    d.check("not reset", !ack.has(Flags.RST));
    data.finish(leg, bytes);
  }

  @Case(
      id = "data-out-of-window-is-not-acknowledged",
      section = "3.8",
      section0 = "3.7",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"beyond", "far-beyond", "below", "far-below"},
      says = "DSN out of window (during normal operation): drop the data, do not send Data ACKs")
  static void outOfWindow(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Mapped data = new Mapped(d, leg.session());
    long offset =
        switch (variant) {
          case "beyond" -> 1L << 29;
          case "far-beyond" -> 1L << 40;
          case "below" -> -(1L << 29);
          default -> -(1L << 40);
        };
    data.send(leg, offset, d.randomBytes(100));
    data.expectNoAckBeyond(0);
    d.check("the connection is not reset", !leg.isReset());
    byte[] bytes = d.randomBytes(100);
    data.send(leg, 0, bytes);
    data.finish(leg, bytes);
  }

  @Case(
      id = "acks-without-data-ack-are-valid",
      section = "3.3.2",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "the Data ACK is present in segments only when the Data ACK value advances, and this"
              + " behavior MUST be treated as valid")
  static void withoutDataAck(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().send();
    leg.segment().send();
    d.assertAlive(leg);
    leg.segment().send();
    leg.skip();
    d.echo(leg, d.randomBytes(400));
    d.check(
        "its data is mapped still",
        leg.packets().stream().skip(3).allMatch(p -> p.payload().length == 0 || p.isMultipath()));
  }

  @Case(
      id = "data-ack-out-of-range-is-ignored",
      section = "3",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"unsent", "far-unsent", "old", "before-begin"},
      says =
          "standard TCP validity checks (such as ensuring the sequence number and acknowledgment"
              + " number are within window) MUST be undertaken before processing any MPTCP signals")
  static void strangeDataAck(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long right = session.rcvNxt();
    long wrong =
        switch (variant) {
          case "unsent" -> right + 500;
          case "far-unsent" -> right + (1L << 33);
          case "old" -> right - 10;
          default -> right - 100_000;
        };
    leg.segment().option(Dss.ack(wrong)).send();
    d.pass(Duration.ofMillis(20));
    d.check("not reset", !leg.isReset());
    leg.autoAck(false);
    byte[] bytes = d.randomBytes(900);
    int before = session.received().length;
    leg.send(bytes);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, before, bytes);
    }
    leg.autoAck(true).ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "data-ack-of-32-bits-is-taken",
      section = "3.3.1",
      apps = App.SOURCE,
      says =
          "An implementation MUST be able to receive and process both 64-bit or 32-bit sequence"
              + " number values")
  static void narrowAck(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    leg.autoAck(false);
    int begin = session.received().length;
    // more than any window of ours: it comes only where the acknowledgments count
    while (session.received().length < begin + 150_000) {
      int had = session.received().length;
      d.expect("more data", () -> session.received().length > had);
      leg.segment().option(session.ack().wide(false, false)).send();
    }
  }
}
