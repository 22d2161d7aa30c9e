package org.mptcp4j.conformance.cases.fin;

import static org.mptcp4j.conformance.dialogue.Condition.dataAck;
import static org.mptcp4j.conformance.dialogue.Condition.dataFin;
import static org.mptcp4j.conformance.dialogue.Condition.fin;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Sums;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** What the peer makes of our DATA_FIN. */
@Folder("data_fin")
public final class DataFinCases {
  private DataFinCases() {}

  private static long next(Session session) {
    return session.sndNxt() - session.dsn(0);
  }

  /** A DATA_FIN at that offset of our stream. */
  private static Dss finAt(Session s, long offset) {
    Dss dss = Dss.map(s.dsn(offset), 0, 1).withAck(s.rcvNxt()).withFin();
    return s.checksum() ? dss.withChecksum(Sums.dss(s.dsn(offset), 0, 1, new byte[0])) : dss;
  }

  /** A mapping of {@code bytes} at our stream's end with DATA_FIN behind them. */
  private static Dss last(Leg leg, byte[] bytes) {
    Session s = leg.session();
    Dss dss = Dss.map(s.sndNxt(), leg.ssn(), bytes.length + 1).withAck(s.rcvNxt()).withFin();
    return s.checksum()
        ? dss.withChecksum(Sums.dss(s.sndNxt(), leg.ssn(), bytes.length + 1, bytes))
        : dss;
  }

  @Case(
      id = "data-fin-alone-is-data-acked",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"dsn64", "dsn32"},
      says = "A DATA_FIN occupies 1 octet (the final octet) of the connection-level sequence space")
  static void alone(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long end = next(session);
    leg.segment().option(finAt(session, end).wide(true, variant.equals("dsn64"))).send();
    Packet ack = leg.expect(dataAck(session, end + 1));
    d.check("it takes no subflow sequence number", ack.ack() == leg.sndNxt());
  }

  @Case(
      id = "data-fin-with-data-is-data-acked",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "a segment with DSN 80, and Data-Level Length 11, with DATA_FIN set, would map 10 octets"
              + " from the subflow into data sequence space 80-89, the DATA_FIN is DSN 90")
  static void withData(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long begin = next(session);
    int before = session.received().length;
    byte[] bytes = d.randomBytes(10);
    leg.segment().option(last(leg, bytes)).payload(bytes).send();
    Packet ack = leg.expect(dataAck(session, begin + 11));
    d.check("the subflow's ACK is of 10 octets", ack.ack() == leg.sndNxt());
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, before, bytes);
    }
  }

  @Case(
      id = "data-fin-waits-for-all-data",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"alone", "with-data"},
      says = "it is only DATA_ACKed once all data has been successfully received")
  static void waits(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long begin = next(session);
    int before = session.received().length;
    byte[] missing = d.randomBytes(100);
    session.skip(100);
    byte[] tail = variant.equals("alone") ? new byte[0] : d.randomBytes(50);
    if (tail.length == 0) {
      leg.segment().option(finAt(session, begin + 100)).send();
    } else {
      leg.segment().option(last(leg, tail)).payload(tail).send();
    }
    d.pass(Dialogue.QUIET);
    d.check("no DATA_ACK of it yet", session.peerAcked() <= begin);
    d.check("no DATA_FIN in answer yet", !session.peerFinished());
    leg.segment().option(session.mapAt(begin, leg.ssn(), missing)).payload(missing).send();
    leg.expect(dataAck(session, begin + 101 + tail.length));
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, before, missing);
    }
  }

  @Case(
      id = "repeated-data-fin-is-data-acked-again",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says = "A DATA_FIN has the semantics and behavior as a regular TCP FIN")
  static void repeated(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long end = next(session);
    Dss dss = finAt(session, end);
    leg.segment().option(dss).send();
    leg.expect(dataAck(session, end + 1));
    d.pass(Duration.ofMillis(50));
    leg.skip().segment().option(dss).send();
    leg.expect(dataAck(session, end + 1), Duration.ofMillis(600));
    d.check("and no more", session.peerAcked() == end + 1);
  }

  @Case(
      id = "data-fin-may-come-on-another-subflow",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "a DATA_FIN is decoupled from a subflow FIN")
  static void otherSubflow(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Session session = one.session();
    one.send(d.randomBytes(100));
    two.dataFin();
    long end = next(session);
    d.expect("DATA_ACK of the DATA_FIN", () -> session.peerAcked() >= end);
    d.check("and of no more", session.peerAcked() == end);
    d.expect("DATA_FIN in answer", session::peerFinished);
  }

  @Case(
      id = "data-fin-and-fin-may-come-together",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "It is only permissible to combine these signals on one subflow if there is no data"
              + " outstanding on other subflows")
  static void together(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    long end = next(session);
    leg.segment().plus(Flags.FIN).option(session.fin()).send();
    leg.expect(dataAck(session, end + 1));
    int seq = leg.sndNxt();
    d.expect("ACK of the FIN", () -> leg.peerAck() == seq);
    d.expect("DATA_FIN in answer", session::peerFinished);
    leg.ack();
    d.expect("FIN in answer", leg::finCame);
  }

  @Case(
      id = "data-fin-is-for-one-direction",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "A DATA_FIN, as with the FIN on a regular TCP connection, is a unidirectional signal")
  static void halfClose(Dialogue d) {
    Leg leg = Opening.of(d).window(1000).multipath();
    Session session = leg.session();
    int before = session.received().length;
    byte[] bytes = d.randomBytes(3000);
    leg.autoAck(false);
    leg.send(bytes);
    leg.dataFin();
    long end = next(session);
    d.expect("DATA_ACK of the DATA_FIN", () -> session.peerAcked() >= end);
    d.check("not all was echoed yet", session.received().length < before + 3000);
    leg.window(60_000).autoAck(true).ack();
    d.expectBytes(leg, before, bytes);
    d.expect("DATA_FIN behind it", session::peerFinished);
  }

  @Case(
      id = "fin-of-a-subflow-is-no-data-fin",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"joined", "initial"},
      says = "a FIN in MPTCP only affects the subflow on which it is sent")
  static void subflowFin(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).join(one);
    Leg closing = variant.equals("joined") ? two : one;
    Leg staying = closing == one ? two : one;
    closing.fin();
    int end = closing.sndNxt();
    d.expect("ACK of the FIN", () -> closing.peerAck() == end);
    d.assertAlive(staying);
    d.check("no DATA_FIN", !one.session().peerFinished());
    staying.expectNone(dataFin().or(fin()));
  }

  @Case(
      id = "connection-outlives-its-subflows",
      section = "3.3.3",
      says =
          "If all subflows have been closed with a FIN exchange, but no DATA_FIN has been received"
              + " ..., the MPTCP connection is treated as closed only after a timeout")
  static void breakBeforeMake(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    one.fin();
    int end = one.sndNxt();
    d.expect("ACK of the FIN", () -> one.peerAck() == end);
    d.pass(Dialogue.QUIET);
    d.check("no DATA_FIN", !one.session().peerFinished());
    Leg two = Opening.of(d).join(one);
    d.assertAlive(two);
  }
}
