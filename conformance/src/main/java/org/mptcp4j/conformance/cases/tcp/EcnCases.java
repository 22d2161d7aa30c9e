package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Explicit congestion notification (RFC 3168, section 6.1) and urgent text (RFC 9293, 3.8.5). */
@Folder("tcp")
public final class EcnCases {
  private static final int ECT0 = 2;
  private static final int CE = 3;
  private static final int WINDOW = 60_000;

  private EcnCases() {}

  private static Packet setup(Leg leg, int bits) {
    leg.window(WINDOW).segment().flags(Flags.SYN | bits).option(new TcpOption.Mss(1400)).send();
    return leg.expect(synAck());
  }

  /** A connection with ECN. */
  private static Leg open(Dialogue d) {
    Leg leg = d.leg();
    Packet answer = setup(leg, Flags.ECE | Flags.CWR);
    d.require("a peer that takes ECN", answer.has(Flags.ECE) && !answer.has(Flags.CWR));
    leg.ack();
    return leg;
  }

  @Case(
      id = "ecn-setup-is-answered-with-ece-only",
      section = "6.1.1",
      rfc = 3168,
      says = "ECN-setup SYN-ACK packet: sets the ECE flag but not the CWR flag")
  static void answer(Dialogue d) {
    Packet answer = setup(d.leg(), Flags.ECE | Flags.CWR);
    d.check("no CWR", !answer.has(Flags.CWR));
    d.check("not ECN-capable itself", answer.ecn() == 0);
  }

  @Case(
      id = "ecn-is-not-used-unless-asked-for",
      section = "6.1.1",
      rfc = 3168,
      says = "If a host ... received at least one non-ECN-setup SYN ... it MUST NOT set ECT",
      variants = {"neither", "ece", "cwr"})
  static void notAsked(Dialogue d, String variant) {
    Leg leg = d.leg();
    int bits = variant.equals("ece") ? Flags.ECE : variant.equals("cwr") ? Flags.CWR : 0;
    Packet answer = setup(leg, bits);
    d.check("no ECN-setup SYN,ACK", !answer.has(Flags.ECE) || answer.has(Flags.CWR));
    leg.ack();
    d.assertAlive(leg);
    d.check("no ECN-capable packet", leg.packets().stream().allMatch(p -> p.ecn() == 0));
  }

  @Case(
      id = "congestion-is-echoed-until-cwr",
      section = "6.1.3",
      rfc = 3168,
      apps = {App.DISCARD, App.ECHO},
      says = "the receiver MUST continue to set the ECN-Echo flag ... until it receives CWR")
  static void echoed(Dialogue d) {
    Leg leg = open(d);
    ack(d, leg, ECT0, 0, false);
    ack(d, leg, CE, 0, true);
    ack(d, leg, ECT0, 0, true);
    ack(d, leg, ECT0, 0, true);
    ack(d, leg, ECT0, Flags.CWR, false);
    ack(d, leg, ECT0, 0, false);
    ack(d, leg, CE, 0, true);
  }

  private static void ack(Dialogue d, Leg leg, int ecn, int bits, boolean echo) {
    leg.segment().plus(bits).ecn(ecn).payload(d.randomBytes(10)).send();
    Packet answer = leg.expect(acknowledges(leg.sndNxt()));
    d.check(echo ? "ECE" : "no ECE", answer.has(Flags.ECE) == echo);
  }

  @Case(
      id = "pure-acks-are-not-ecn-capable",
      section = "6.1.4",
      rfc = 3168,
      apps = {App.DISCARD, App.ECHO},
      says = "pure acknowledgement packets ... MUST be sent with the not-ECT codepoint")
  static void pureAcks(Dialogue d) {
    Leg leg = open(d);
    for (int i = 0; i < 3; i++) {
      leg.segment().ecn(ECT0).payload(d.randomBytes(10)).send();
      d.expectAcked(leg);
    }
    d.check(
        "not-ECT", leg.packets().stream().filter(Packet::isPureAck).allMatch(p -> p.ecn() == 0));
  }

  @Case(
      id = "text-is-ecn-capable",
      section = "6.1.2",
      rfc = 3168,
      apps = App.SOURCE,
      level = Level.SHOULD,
      says = "For a TCP connection using ECN, new data packets are transmitted with an ECT")
  static void text(Dialogue d) {
    Flight flight = flight(d);
    boolean capable =
        flight.leg().packets().stream()
            .filter(p -> p.payload().length > 0)
            .allMatch(p -> p.ecn() == 1 || p.ecn() == 2);
    d.check("ECT on all of it", flight.end() > 0 && capable);
  }

  private static Flight flight(Dialogue d) {
    Leg leg = d.leg().autoAck(false);
    leg.window(WINDOW)
        .segment()
        .flags(Flags.SYN | Flags.ECE | Flags.CWR)
        .option(new TcpOption.Mss(1400))
        .send();
    Flight flight = Flight.begin(d, leg);
    Packet answer = leg.packets().get(0);
    d.require("a peer that takes ECN", answer.has(Flags.ECE) && !answer.has(Flags.CWR));
    return flight;
  }

  @Case(
      id = "ece-is-answered-with-cwr",
      section = "6.1.2",
      rfc = 3168,
      apps = App.SOURCE,
      says = "MUST set the CWR flag in the TCP header of the first new data packet")
  static void cwr(Dialogue d) {
    Flight flight = flight(d);
    int end = flight.end();
    ece(flight, end);
    d.expect("text goes on", () -> flight.end() > end);
    Packet next =
        flight.leg().packets().stream()
            .filter(p -> p.payload().length > 0 && flight.offset(p) == end)
            .findFirst()
            .orElseThrow();
    d.check("CWR", next.has(Flags.CWR));
  }

  private static void ece(Flight flight, int offset) {
    flight.leg().segment().plus(Flags.ECE).ack(flight.leg().irs() + 1 + offset).send();
  }

  @Case(
      id = "ece-shrinks-the-window",
      section = "6.1.2",
      rfc = 3168,
      apps = App.SOURCE,
      says = "the sender ... reduces cwnd as for a packet drop, and only once per window")
  static void shrinks(Dialogue d) {
    Flight flight = flight(d);
    int end = flight.end();
    d.require("ten segments in flight", end > 9 * flight.longest());
    ece(flight, end);
    d.pass(Duration.ofMillis(150));
    int burst = flight.end() - end;
    d.check("text goes on", burst > 0);
    d.check("less than before", burst < end - flight.longest());
  }

  @Case(
      id = "retransmissions-are-not-ecn-capable",
      section = "6.1.5",
      rfc = 3168,
      apps = App.SOURCE,
      says = "TCP ... MUST NOT set either ECT ... in the IP header for retransmitted data packets")
  static void retransmissions(Dialogue d) {
    Flight flight = flight(d);
    flight.leg().skip();
    Packet again = flight.leg().expect(flight.textAt(0), Dialogue.RETRANSMISSION);
    d.check("not-ECT", again.ecn() == 0);
  }

  // urgent text

  @Case(
      id = "urgent-text-is-acknowledged",
      section = "3.8.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "A TCP implementation MUST support a sequence of urgent data of any length (MUST-31)",
      variants = {"0", "1", "50", "100", "1000", "65535"})
  static void urgent(Dialogue d, String pointer) {
    Leg leg = Opening.of(d).plain();
    leg.segment()
        .plus(Flags.URG)
        .urgent(Integer.parseInt(pointer))
        .payload(d.randomBytes(100))
        .send();
    d.expectAcked(leg);
    leg.send(d.randomBytes(100));
    d.expectAcked(leg);
  }

  @Case(
      id = "pointer-without-urg-is-ignored",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "This field is only to be interpreted in segments with the URG control bit set")
  static void pointerAlone(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(100);
    leg.segment().urgent(50).payload(text).send();
    d.expectAcked(leg);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
    d.assertAlive(leg);
  }

  @Case(
      id = "urgent-text-stays-in-line",
      section = "3.1",
      rfc = 6093,
      apps = App.ECHO,
      level = Level.SHOULD,
      says = "the urgent mechanism ... all data, including urgent data, is delivered in-line")
  static void inLine(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(100);
    leg.segment().plus(Flags.URG).urgent(50).payload(text).send();
    d.expectBytes(leg, 0, text);
  }

  @Case(
      id = "urgent-without-text-ends-nothing",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If the URG bit is set, RCV.UP <- max(RCV.UP,SEG.UP)")
  static void urgentAlone(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.segment().plus(Flags.URG).urgent(0).send();
    leg.segment().plus(Flags.URG).urgent(65_535).seq(leg.sndNxt()).ack(leg.rcvNxt()).send();
    leg.send(d.randomBytes(100));
    d.expectAcked(leg);
  }

  @Case(
      id = "urg-behind-our-fin-is-ignored",
      section = "3.10.7.4",
      says = "This should not occur, since a FIN has been received ... Ignore the URG",
      variants = {"close-wait", "closing", "last-ack", "time-wait"})
  static void behindFin(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.segment().plus(Flags.URG).urgent(10).seq(peer.leg().sndNxt()).send();
    peer.goesOn();
  }
}
