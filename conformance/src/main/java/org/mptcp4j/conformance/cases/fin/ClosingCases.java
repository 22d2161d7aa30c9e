package org.mptcp4j.conformance.cases.fin;

import static org.mptcp4j.conformance.dialogue.Condition.dataFin;
import static org.mptcp4j.conformance.dialogue.Condition.fin;

import java.nio.charset.StandardCharsets;
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
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The peer's DATA_FIN, and the ends of subflows. */
@Folder("data_fin")
public final class ClosingCases {
  private static final int HTTP_BODY = 1000;

  private ClosingCases() {}

  /** What makes an HTTP peer end the connection, behind what {@link Opening#multipath} sent. */
  private static byte[] lastWords(Dialogue d) {
    String text =
        d.role() == Role.SERVER
            ? "\r\n"
            : "Content-Length: 1000\r\nConnection: close\r\n\r\n" + "x".repeat(HTTP_BODY);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void checkForm(Dialogue d, Leg leg, Packet packet) {
    Session session = leg.session();
    Dss dss = packet.option(Dss.class).orElseThrow();
    int payload = packet.payload().length;
    d.check("the DATA_FIN has a mapping", dss.hasMapping());
    if (payload == 0) {
      d.check("subflow sequence number 0", dss.ssn() == 0);
      d.check("length 1", dss.length() == 1);
    }
    long at = session.peerDsn(session.received().length);
    long last = dss.dsn() + dss.length() - 1;
    d.check("it is behind the last byte", dss.wideDsn() ? last == at : (int) last == (int) at);
  }

  @Case(
      id = "peers-data-fin-has-its-form",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "when the DATA_FIN is not attached to a TCP segment containing data, the Data Sequence"
              + " Signal MUST have a subflow sequence number of 0, a Data-Level Length of 1")
  static void form(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.dataFin();
    Packet packet = leg.expect(dataFin());
    checkForm(d, leg, packet);
  }

  @Case(
      id = "peer-that-closes-first-sends-data-fin",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.HTTP,
      says =
          "When an application calls close() ... an equivalent mechanism is needed ... the DATA_FIN")
  static void peerFirst(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.send(lastWords(d));
    Packet packet = leg.expect(dataFin());
    d.pass(Duration.ofMillis(20));
    checkForm(d, leg, packet);
    if (d.role() == Role.SERVER) {
      d.check("all of the answer came", leg.session().received().length >= HTTP_BODY);
    }
  }

  @Case(
      id = "peers-data-fin-is-repeated-until-it-is-data-acked",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "A DATA_FIN has the semantics and behavior as a regular TCP FIN, but at the connection level")
  static void repeated(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.dataFin();
    Packet first = leg.expect(dataFin());
    d.check("no FIN on the last subflow with it", !leg.finCame() || first.has(Flags.FIN));
    d.pass(Duration.ofMillis(100));
    leg.skip();
    Packet again = leg.expect(dataFin(), Dialogue.RETRANSMISSION);
    checkForm(d, leg, again);
  }

  @Case(
      id = "subflows-end-with-fin-after-the-data-fins",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"one-subflow", "two-subflows"},
      says =
          "Once a DATA_FIN has been acknowledged, all remaining subflows MUST be closed with standard"
              + " FIN exchanges")
  static void fins(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = variant.equals("one-subflow") ? one : Opening.of(d).join(one);
    one.dataFin();
    d.expect("DATA_FIN in answer", one.session()::peerFinished);
    one.ack();
    d.expect("FIN on the first subflow", one::finCame);
    d.expect("FIN on the second subflow", two::finCame);
    end(d, one);
    if (two != one) {
      end(d, two);
    }
  }

  private static void end(Dialogue d, Leg leg) {
    leg.fin();
    int end = leg.sndNxt();
    d.expect("ACK of our FIN", () -> leg.peerAck() == end);
    d.check("no RST", !leg.isReset());
  }

  @Case(
      id = "data-fins-may-cross",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.HTTP,
      says = "A connection is considered closed once both hosts' DATA_FINs have been acknowledged")
  static void crossing(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    leg.send(lastWords(d));
    leg.expect(dataFin());
    // ours leaves as if theirs had not come
    long end = session.sndNxt() - session.dsn(0) + 1;
    Dss ours = session.fin();
    leg.segment().option(ours.withAck(ours.dataAck() - 1)).send();
    d.expect("DATA_ACK of our DATA_FIN", () -> session.peerAcked() >= end);
    leg.ack();
    d.expect("FIN", leg::finCame);
    end(d, leg);
  }

  @Case(
      id = "connection-closes-in-any-order",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.HTTP,
      variants = {"peer-first", "fin-with-data-fin", "data-ack-with-fin"},
      says = "A connection is considered closed once both hosts' DATA_FINs have been acknowledged")
  static void orders(Dialogue d, String variant) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    leg.send(lastWords(d));
    leg.expect(dataFin());
    d.pass(Duration.ofMillis(20));
    long end = session.sndNxt() - session.dsn(0) + 1;
    switch (variant) {
      case "peer-first" -> {
        leg.ack();
        leg.dataFin();
      }
      case "fin-with-data-fin" -> leg.segment().plus(Flags.FIN).option(session.fin()).send();
      default -> {
        leg.dataFin();
        leg.fin();
      }
    }
    d.expect("DATA_ACK of our DATA_FIN", () -> session.peerAcked() >= end);
    d.expect("FIN", leg::finCame);
    if (variant.equals("peer-first")) {
      leg.fin();
    }
    int seq = leg.sndNxt();
    d.expect("ACK of our FIN", () -> leg.peerAck() == seq);
    d.check("no RST", !leg.isReset());
  }

  @Case(
      id = "last-subflow-stays-while-data-is-not-data-acked",
      section = "3.3.3",
      apps = App.HTTP,
      says =
          "a host MUST NOT close all functioning subflows unless it is safe to do so, i.e., until all"
              + " outstanding data has been DATA_ACKed")
  static void outstanding(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.autoAck(false);
    int before = leg.stream().length;
    long dataAck = leg.session().rcvNxt();
    leg.send(lastWords(d));
    while (leg.stream().length < before + HTTP_BODY) {
      int had = leg.stream().length;
      d.expect("more of the answer", () -> leg.stream().length > had);
      // acknowledged by the subflow alone; without a DATA_ACK at all it would be a fallback
      leg.segment().option(Dss.ack(dataAck)).send();
    }
    leg.expectNone(fin());
    leg.autoAck(true).ack();
    d.expect("DATA_FIN", leg.session()::peerFinished);
    leg.ack();
    leg.dataFin();
    d.expect("FIN", leg::finCame);
  }

  @Case(
      id = "data-of-the-peer-comes-before-its-data-fin",
      section = "3.3.3",
      apps = App.HTTP,
      says = "this means that this mapping covers the final data from the sender")
  static void nothingLost(Dialogue d) {
    Leg leg = Opening.of(d).window(300).multipath();
    leg.autoAck(false);
    leg.send(lastWords(d));
    d.pass(Dialogue.QUIET);
    d.check("no DATA_FIN beyond a hole in the window", !leg.session().peerFinished());
    leg.window(60_000).autoAck(true).ack();
    d.expect("DATA_FIN", leg.session()::peerFinished);
    d.expect("all data", () -> leg.session().received().length >= HTTP_BODY);
  }
}
