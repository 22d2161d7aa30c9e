package org.mptcp4j.conformance.cases.dss;

import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.mapping;

import java.time.Duration;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.RawOptions;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The mappings of the peer's own data, and what it sends again. */
@Folder("dss")
public final class SenderCases {
  private static final Duration LONG = Duration.ofMillis(4500);

  private SenderCases() {}

  private static List<Packet> mapped(Leg leg) {
    return leg.packets().stream().filter(mapping()::holds).toList();
  }

  private static Dss dss(Packet packet) {
    return packet.option(Dss.class).orElseThrow();
  }

  private static boolean covers(Dss dss, int from, int end) {
    return dss.ssn() <= from && end <= dss.ssn() + dss.length();
  }

  private static boolean hasSameStart(Packet one, Packet two) {
    return one.payload().length > 0 && one.payload()[0] == two.payload()[0];
  }

  private static boolean isAt(Dss dss, long dsn) {
    return dss.wideDsn() ? dss.dsn() == dsn : dss.dsn().intValue() == (int) dsn;
  }

  @Case(
      id = "peers-mappings-cover-its-segments",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "the subflow sequence space in that packet is covered by a mapping known at the receiver")
  static void covered(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.echo(leg, d.randomBytes(5000));
    d.check("all data is mapped", leg.unmapped() == 0);
    for (Packet packet : mapped(leg)) {
      Dss dss = dss(packet);
      int from = packet.seq() - leg.irs();
      int end = from + packet.payload().length;
      d.check(
          "the mapping beside data covers it",
          packet.payload().length == 0 || covers(dss, from, end));
      d.check(
          "DSN and subflow sequence number run alike on a single subflow",
          dss.fin() || isAt(dss, leg.session().peerDsn(dss.ssn() - 1)));
    }
    d.require("mappings came", !mapped(leg).isEmpty());
  }

  @Case(
      id = "peers-dss-has-no-reserved-bits-and-no-checksum",
      section = "3.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "The remaining reserved bits MUST be set to zero; Checksum (if negotiated) present")
  static void form(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.echo(leg, d.randomBytes(2000));
    for (Packet packet : leg.packets()) {
      if (packet.carries(Dss.class)) {
        byte[] option = RawOptions.multipath(d.trace().bytes(packet), 2).orElseThrow();
        d.check("reserved bits are 0", (option[2] & 0x0f) == 0 && (option[3] & 0xe0) == 0);
        d.check(
            "a checksum exactly where negotiated",
            !dss(packet).hasMapping()
                || (dss(packet).checksum() != null) == leg.session().checksum());
      }
    }
  }

  @Case(
      id = "peer-does-not-interrupt-mappings-with-urgent-data",
      section = "3.3.1",
      apps = App.SOURCE,
      says = "a TCP subflow MUST NOT use the Urgent Pointer to interrupt an existing mapping")
  static void urgent(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.expect("data", () -> leg.stream().length > 50_000);
    d.check("no URG", leg.packets().stream().noneMatch(p -> p.has(Flags.URG)));
    d.check("all data is mapped", leg.unmapped() == 0);
  }

  @Case(
      id = "peers-data-on-two-subflows-makes-one-stream",
      section = "3.3",
      apps = App.SOURCE,
      says = "take one input data stream ... and split it into one or more subflows")
  static void twoSubflows(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    int begin = Dialogue.receivedBy(one).length;
    d.expect("data", () -> Dialogue.receivedBy(one).length > begin + 100_000);
    for (Packet packet : mapped(two)) {
      int from = packet.seq() - two.irs();
      Dss dss = dss(packet);
      int end = from + packet.payload().length;
      d.check(
          "a joined subflow's numbers are relative to its own initial one",
          packet.payload().length == 0 || covers(dss, from, end));
    }
    d.check("all data is mapped", one.unmapped() == 0 && two.unmapped() == 0);
  }

  @Case(
      id = "retransmission-keeps-its-mapping",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "A sender MUST NOT change this mapping after it has been declared")
  static void sameMapping(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.autoAck(false);
    leg.send(d.randomBytes(100));
    Packet first = leg.expect(data().and(mapping()));
    Packet again = leg.expect(data().and(from(first.seq())), Dialogue.RETRANSMISSION);
    Dss dss = again.option(Dss.class).orElse(null);
    if (dss != null && dss.hasMapping()) {
      int apart = dss.ssn() - dss(first).ssn();
      long due = dss(first).dsn() + apart;
      d.check("the same mapping", dss.dsn().intValue() == (int) due);
    }
    leg.autoAck(true).ack();
    d.assertAlive(leg);
  }

  private static Condition from(int seq) {
    return Condition.of("sequence number " + Integer.toUnsignedString(seq), p -> p.seq() == seq);
  }

  /** Data of that number, mapped on whatever subflow sequence number. */
  private static Condition ofNumber(int dsn) {
    return Condition.carries(
            Dss.class,
            "for DSN " + Integer.toUnsignedString(dsn),
            s -> s.hasMapping() && s.dsn().intValue() == dsn)
        .and(data());
  }

  @Case(
      id = "data-without-data-ack-is-sent-again",
      section = "3.3.6",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"one-subflow", "two-subflows"},
      says =
          "A timer is set when the head of the connection-level is ACKed at subflow level but its"
              + " corresponding data is not ACKed at data level")
  static void dataLevel(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = variant.equals("one-subflow") ? one : Opening.of(d).join(one);
    one.autoAck(false);
    two.autoAck(false);
    one.send(d.randomBytes(100));
    Leg got = gotData(d, one, two);
    Packet first = got.expect(data().and(mapping()));
    got.segment().send();
    int dsn = dss(first).dsn().intValue();
    one.skip();
    two.skip();
    d.expect(
        "the same data on any subflow",
        () -> hasNew(one, first, dsn) || hasNew(two, first, dsn),
        LONG);
    one.autoAck(true).ack();
    two.autoAck(true);
    d.assertAlive(one);
  }

  private static Leg gotData(Dialogue d, Leg one, Leg two) {
    int before = one.stream().length;
    int other = two.stream().length;
    d.expect("data", () -> one.stream().length > before || two.stream().length > other);
    return one.stream().length > before ? one : two;
  }

  private static boolean hasNew(Leg leg, Packet first, int dsn) {
    return leg.packets().stream().anyMatch(p -> !p.equals(first) && ofNumber(dsn).holds(p));
  }

  @Case(
      id = "data-of-a-silent-subflow-goes-over-another",
      section = "3.3.6",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says =
          "when a subflow fails: the sender will typically resend the data on other working subflows"
              + " after a timeout")
  static void silent(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    one.autoAck(false);
    two.autoAck(false);
    one.send(d.randomBytes(100));
    Leg dead = gotData(d, one, two);
    Leg live = dead == one ? two : one;
    int dsn = dss(dead.expect(data().and(mapping()))).dsn().intValue();
    live.autoAck(true);
    live.expect(ofNumber(dsn), LONG);
    d.assertAlive(live);
  }

  @Case(
      id = "data-acked-elsewhere-is-still-sent-again-where-it-was-lost",
      section = "3.3.6",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says =
          "a host MUST still retransmit the original data on the original subflow, in order to"
              + " preserve the subflow integrity")
  static void integrity(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Session session = one.session();
    one.autoAck(false);
    two.autoAck(false);
    one.send(d.randomBytes(100));
    Leg lossy = gotData(d, one, two);
    Packet lost = lossy.expect(data().and(mapping()));
    // as if it had come over the other subflow: a DATA_ACK there, and no ACK here
    (lossy == one ? two : one).segment().option(session.ack()).send();
    Packet again =
        lossy.expect(data().and(from(lost.seq())).or(Condition.reset()), Dialogue.RETRANSMISSION);
    d.check(
        "the same bytes, or the subflow is given up",
        again.has(Flags.RST) || hasSameStart(again, lost));
  }

  @Case(
      id = "data-of-a-reset-subflow-is-not-lost",
      section = "3.3.6",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"unacknowledged", "acknowledged-at-subflow"},
      says =
          "The sender MUST keep data in its send buffer as long as the data has not been acknowledged"
              + " at both connection level and on all subflows on which it has been sent")
  static void resetSubflow(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    one.autoAck(false);
    two.autoAck(false);
    one.send(d.randomBytes(100));
    Leg dead = gotData(d, one, two);
    Leg live = dead == one ? two : one;
    int dsn = dss(dead.expect(data().and(mapping()))).dsn().intValue();
    if (variant.startsWith("acknowledged")) {
      dead.segment().send();
    }
    live.autoAck(true).skip();
    dead.reset();
    live.expect(ofNumber(dsn), LONG);
    d.assertAlive(live);
  }
}
