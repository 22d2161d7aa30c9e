package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.syn;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.Role;

/** A client that sent its SYN (RFC 9293, section 3.10.7.3). */
@Folder("tcp")
public final class SynSentCases {
  private static final int FAR = 100_000;

  private SynSentCases() {}

  /** The handshake goes on as if nothing had come. */
  private static void opens(Dialogue d, Leg leg) {
    leg.skip();
    Packet sent =
        leg.segment()
            .flags(Flags.SYN | Flags.ACK)
            .ack(leg.irs() + 1)
            .option(new TcpOption.Mss(1400))
            .send();
    Packet third = leg.expect(acknowledges(sent.seq() + 1));
    d.check("ACK, not RST", third.has(Flags.ACK) && !third.has(Flags.RST));
    d.check("SEQ=SND.NXT", third.seq() == leg.irs() + 1);
    d.assertAlive(leg);
  }

  private static int ack(Leg leg, String variant) {
    return leg.irs()
        + switch (variant) {
          case "of-iss" -> 0;
          case "beyond" -> 2;
          case "far-beyond" -> FAR;
          case "before" -> -FAR;
          default -> throw new IllegalArgumentException(variant);
        };
  }

  @Case(
      id = "client-takes-syn-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "change the connection state to ESTABLISHED, form an ACK segment")
  static void synAckOpens(Dialogue d) {
    opens(d, d.awaitClient());
  }

  @Case(
      id = "client-answers-syn-ack-with-bad-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "If SEG.ACK =< ISS, or SEG.ACK > SND.NXT, send a reset ... <SEQ=SEG.ACK>",
      variants = {"of-iss", "beyond", "far-beyond", "before"})
  static void badSynAck(Dialogue d, String variant) {
    refuses(d, Flags.SYN | Flags.ACK, variant);
  }

  @Case(
      id = "client-answers-bad-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "If SEG.ACK =< ISS, or SEG.ACK > SND.NXT, send a reset ... <SEQ=SEG.ACK>",
      variants = {"of-iss", "beyond", "far-beyond", "before"})
  static void badAck(Dialogue d, String variant) {
    refuses(d, Flags.ACK, variant);
  }

  private static void refuses(Dialogue d, int flags, String variant) {
    Leg leg = d.awaitClient();
    int ack = ack(leg, variant);
    leg.segment().flags(flags).seq(leg.sndNxt() + FAR).ack(ack).send();
    Packet answer = leg.expect(any());
    d.check("RST", answer.has(Flags.RST));
    d.check("SEQ=SEG.ACK", answer.seq() == ack);
    opens(d, leg);
  }

  @Case(
      id = "client-drops-rst-with-bad-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "unless the RST bit is set, if so drop the segment and return",
      variants = {"of-iss", "beyond", "far-beyond", "before"})
  static void badRst(Dialogue d, String variant) {
    Leg leg = d.awaitClient();
    int ack = ack(leg, variant);
    leg.segment().flags(Flags.RST | Flags.ACK).seq(leg.sndNxt()).ack(ack).send();
    leg.expectNone(reset().or(pureAck()));
    opens(d, leg);
  }

  @Case(
      id = "client-drops-rst-without-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "Otherwise (no ACK) drop the segment and return",
      variants = {"zero", "any-number"})
  static void rstWithoutAck(Dialogue d, String variant) {
    Leg leg = d.awaitClient();
    leg.segment().flags(Flags.RST).seq(variant.equals("zero") ? 0 : d.randomInt()).send();
    leg.expectNone(reset().or(pureAck()));
    opens(d, leg);
  }

  @Case(
      id = "client-is-refused-by-rst",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "If the ACK was acceptable then signal the user ... enter CLOSED state, delete TCB")
  static void refused(Dialogue d) {
    Leg leg = d.awaitClient();
    leg.segment().flags(Flags.RST | Flags.ACK).seq(0).ack(leg.irs() + 1).send();
    d.pass(Duration.ofMillis(50));
    leg.skip();
    Packet late = leg.segment().flags(Flags.SYN | Flags.ACK).ack(leg.irs() + 1).send();
    Packet answer = leg.expect(reset());
    d.check("SEQ=SEG.ACK", answer.seq() == late.ack());
  }

  @Case(
      id = "client-that-was-refused-sends-no-syn-again",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "enter CLOSED state, delete TCB, and return")
  static void refusedForGood(Dialogue d) {
    Leg leg = d.awaitClient();
    leg.segment().flags(Flags.RST | Flags.ACK).seq(0).ack(leg.irs() + 1).send();
    leg.expectNone(any(), Dialogue.SOON);
  }

  @Case(
      id = "client-drops-what-is-no-syn",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "if neither of the SYN or RST bits is set then drop the segment and return",
      variants = {"none", "fin", "text", "ack", "ack-text", "fin-ack"})
  static void noSyn(Dialogue d, String variant) {
    Leg leg = d.awaitClient();
    int flags =
        (variant.contains("fin") ? Flags.FIN : 0) | (variant.contains("ack") ? Flags.ACK : 0);
    byte[] text = new byte[variant.contains("text") ? 10 : 0];
    leg.segment().flags(flags).seq(leg.sndNxt()).ack(leg.irs() + 1).payload(text).send();
    leg.expectNone(reset().or(pureAck()));
    opens(d, leg);
  }

  @Case(
      id = "client-opens-simultaneously",
      section = "3.5",
      roles = Role.CLIENT,
      says = "A TCP implementation MUST support simultaneous open attempts (MUST-10)")
  static void simultaneous(Dialogue d) {
    Leg leg = d.awaitClient();
    leg.syn();
    Packet answer = leg.expect(synAck());
    d.check("SEQ=ISS", answer.seq() == leg.irs());
    d.check("ACK=RCV.NXT", answer.ack() == leg.sndNxt());
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "client-opens-simultaneously-with-syn-ack",
      section = "3.5",
      roles = Role.CLIENT,
      says = "SYN-RECEIVED ... <SEQ=100><ACK=301><CTL=SYN,ACK> (figure 8)")
  static void simultaneousSynAck(Dialogue d) {
    Leg leg = d.awaitClient();
    leg.syn();
    leg.expect(synAck());
    leg.segment().flags(Flags.SYN | Flags.ACK).seq(leg.iss()).send();
    d.assertAlive(leg);
  }

  @Case(
      id = "client-repeats-its-syn-after-a-second",
      section = "2.1",
      rfc = 6298,
      level = Level.SHOULD,
      roles = Role.CLIENT,
      says = "the sender SHOULD set RTO <- 1 second")
  static void firstTimeout(Dialogue d) {
    Leg leg = d.awaitClient();
    Packet first = leg.packets().get(0);
    long begin = d.nowNanos();
    Packet again = leg.expect(syn(), Dialogue.RETRANSMISSION);
    long waited = d.nowNanos() - begin;
    d.check("after 1 s, more or less", waited > 700_000_000L && waited < 1_500_000_000L);
    d.check("the same number", again.seq() == first.seq());
    opens(d, leg);
  }

  @Case(
      id = "client-backs-off",
      section = "5.5",
      rfc = 6298,
      roles = Role.CLIENT,
      says = "The host MUST set RTO <- RTO * 2 (\"back off the timer\")")
  static void backOff(Dialogue d) {
    Leg leg = d.awaitClient();
    long begin = d.nowNanos();
    leg.expect(syn(), Dialogue.RETRANSMISSION);
    long first = d.nowNanos() - begin;
    leg.expect(syn(), Duration.ofSeconds(5));
    long second = d.nowNanos() - begin - first;
    d.check("the second wait is twice the first", second > first * 1.5 && second < first * 2.6);
  }

  @Case(
      id = "client-offers-mss",
      section = "3.7.1",
      roles = Role.CLIENT,
      level = Level.SHOULD,
      says = "TCP implementations SHOULD send an MSS Option in every SYN segment (SHLD-5)")
  static void mss(Dialogue d) {
    Packet offer = d.awaitClient().packets().get(0);
    TcpOption.Mss mss = offer.option(TcpOption.Mss.class).orElse(null);
    d.check("an MSS option", mss != null && mss.bytes() > 0);
    d.check("a SYN without ACK, FIN, RST", offer.flags() % 0x20 == Flags.SYN);
    d.check("no acknowledgment number", offer.ack() == 0);
  }

  @Case(
      id = "client-does-not-use-options-not-answered",
      section = "3.2",
      rfc = 7323,
      roles = Role.CLIENT,
      says = "TSopt ... only if the initial <SYN> contained it and the <SYN,ACK> too")
  static void unanswered(Dialogue d) {
    Leg leg = d.awaitClient();
    opens(d, leg);
    for (Packet packet : leg.packets()) {
      boolean used =
          packet.carries(TcpOption.Timestamps.class)
              || packet.carries(TcpOption.Sack.class)
              || packet.isMultipath();
      d.check("no option that was not answered", packet.has(Flags.SYN) || !used);
    }
  }

  @Case(
      id = "client-takes-text-on-syn-ack",
      section = "3.10.7.3",
      roles = Role.CLIENT,
      says = "If there are other controls or text in the segment then continue processing")
  static void textOnSynAck(Dialogue d) {
    Leg leg = d.awaitClient();
    byte[] text = d.randomBytes(10);
    Packet sent = leg.segment().flags(Flags.SYN | Flags.ACK).seq(leg.iss()).payload(text).send();
    Packet third = leg.expect(acknowledges(sent.seq() + 1).or(acknowledges(sent.seq() + 11)));
    d.check("ACK, not RST", !third.has(Flags.RST));
    leg.segment().seq(leg.iss() + 1).payload(text).send();
    leg.expect(acknowledges(leg.iss() + 11));
    d.assertAlive(leg.moveTo(leg.iss() + 11));
  }
}
