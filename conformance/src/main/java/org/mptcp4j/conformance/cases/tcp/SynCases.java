package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
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

/** SYN in each state (RFC 9293, sections 3.10.7.2 and 3.10.7.4, fourth; RFC 5961, section 4). */
@Folder("tcp")
public final class SynCases {
  private static final int FAR = 100_000;

  private SynCases() {}

  @Case(
      id = "syn-in-window-is-challenged",
      section = "4.2",
      rfc = 5961,
      roles = {Role.SERVER, Role.CLIENT},
      says = "irrespective of the sequence number, TCP MUST send an ACK (challenge ACK)",
      variants = {"established", "fin-wait-1", "fin-wait-2", "close-wait", "closing", "last-ack"})
  static void inWindow(Dialogue d, String state) {
    challenged(d, state, Flags.SYN, 1);
  }

  @Case(
      id = "syn-before-window-is-challenged",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {
        "established",
        "fin-wait-1",
        "fin-wait-2",
        "close-wait",
        "closing",
        "last-ack",
        "time-wait"
      })
  static void before(Dialogue d, String state) {
    challenged(d, state, Flags.SYN, -FAR);
  }

  @Case(
      id = "syn-beyond-window-is-challenged",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {"established", "fin-wait-1", "fin-wait-2", "close-wait", "closing", "last-ack"})
  static void beyond(Dialogue d, String state) {
    challenged(d, state, Flags.SYN, FAR);
  }

  @Case(
      id = "syn-ack-in-window-is-challenged",
      section = "4.2",
      rfc = 5961,
      says = "If the SYN bit is set, irrespective of the sequence number ... challenge ACK",
      variants = {"established", "fin-wait-1", "fin-wait-2", "close-wait", "closing", "last-ack"})
  static void synAckInWindow(Dialogue d, String state) {
    challenged(d, state, Flags.SYN | Flags.ACK, 1);
  }

  private static void challenged(Dialogue d, String state, int flags, int offset) {
    Situation peer = Situation.of(d, state);
    peer.segment().flags(flags).seq(peer.leg().sndNxt() + offset).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "first-syn-again-is-challenged",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {
        "established",
        "fin-wait-1",
        "fin-wait-2",
        "close-wait",
        "closing",
        "last-ack",
        "time-wait"
      })
  static void oldDuplicate(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().segment().flags(Flags.SYN).seq(peer.leg().iss()).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "syn-ack-again-is-acknowledged",
      section = "3.10.7.4",
      roles = Role.CLIENT,
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent")
  static void synAckAgain(Dialogue d) {
    Situation peer = Situation.of(d, "established");
    peer.segment().flags(Flags.SYN | Flags.ACK).seq(peer.leg().iss()).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "syn-again-in-syn-received-is-answered",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent")
  static void synAgain(Dialogue d) {
    Situation peer = Situation.of(d, "syn-received");
    Leg leg = peer.leg();
    leg.segment().flags(Flags.SYN).seq(leg.iss()).option(new TcpOption.Mss(1400)).send();
    Packet answer = leg.expect(synAck().or(pureAck()), Duration.ofMillis(600));
    d.check("ACK of the SYN", answer.ack() == leg.iss() + 1);
    d.check(
        "the same initial sequence number",
        answer.seq() == leg.irs() + (answer.has(Flags.SYN) ? 0 : 1));
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "other-syn-in-syn-received-gives-way",
      section = "3.10.7.4",
      says = "initiated with a passive OPEN, then return this connection to the LISTEN state")
  static void otherSyn(Dialogue d) {
    Leg leg = Situation.of(d, "syn-received").leg();
    int seq = leg.iss() + 1000;
    for (int i = 0; i < 2; i++) {
      leg.segment().flags(Flags.SYN).seq(seq).option(new TcpOption.Mss(1400)).send();
      Packet answer =
          leg.await(
              acknowledges(seq + 1).or(acknowledges(leg.iss() + 1).and(pureAck())), Dialogue.QUIET);
      if (answer != null && answer.ack() == seq + 1 && answer.has(Flags.SYN)) {
        return;
      }
      if (answer != null) {
        // a challenge: what a client that has no such connection answers
        leg.segment().flags(Flags.RST).seq(answer.ack()).send();
      }
    }
    leg.segment().flags(Flags.SYN).seq(seq).option(new TcpOption.Mss(1400)).send();
    leg.expect(synAck().and(acknowledges(seq + 1)));
  }

  @Case(
      id = "syn-ack-acknowledges-the-syn",
      section = "3.10.7.2",
      says = "<SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>",
      variants = {"any-number", "last-number", "zero"})
  static void acksSyn(Dialogue d, String variant) {
    Leg leg = d.leg();
    int seq = variant.equals("zero") ? 0 : variant.equals("last-number") ? -1 : d.randomInt();
    leg.segment().flags(Flags.SYN).seq(seq).option(new TcpOption.Mss(1400)).send();
    Packet answer = leg.expect(synAck());
    d.check("ACK=SEG.SEQ+1", answer.ack() == seq + 1);
    d.check("no data before the handshake is over", answer.payload().length == 0);
    leg.segment().seq(seq + 1).payload(new byte[] {1, 2, 3}).send();
    leg.expect(acknowledges(seq + 4));
    leg.segment().flags(Flags.RST).seq(seq + 4).send();
  }

  @Case(
      id = "text-on-syn-is-not-lost",
      section = "3.10.7.2",
      says = "any other control or text should be queued for processing later")
  static void textOnSyn(Dialogue d) {
    Leg leg = d.leg();
    byte[] text = d.randomBytes(10);
    int iss = leg.iss();
    leg.segment().flags(Flags.SYN).seq(iss).option(new TcpOption.Mss(1400)).payload(text).send();
    Packet answer = leg.expect(synAck());
    d.check(
        "ACK of the SYN, or of its text too",
        answer.ack() == iss + 1 || answer.ack() == iss + 1 + text.length);
    leg.segment().seq(iss + 1).payload(text).send();
    leg.expect(acknowledges(iss + 1 + text.length));
    leg.moveTo(iss + 1 + text.length);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
    d.assertAlive(leg);
  }

  @Case(
      id = "initial-sequence-numbers-differ",
      section = "3.4.1",
      says = "The ISN generator ... MUST use clock-driven selection of initial sequence numbers")
  static void initialNumbers(Dialogue d) {
    int[] seen = new int[3];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Opening.of(d).plain().irs();
    }
    d.check("three different ones", seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
    d.check(
        "that are no counter",
        Math.abs(seen[1] - seen[0]) > 64_000 || Math.abs(seen[2] - seen[1]) > 64_000);
  }

  @Case(
      id = "syn-ack-is-sent-again",
      section = "3.10.8",
      says = "if the retransmission timeout expires ... send the segment ... again")
  static void synAckAgainInTime(Dialogue d) {
    Leg leg = Situation.of(d, "syn-received").leg();
    Packet first = leg.packets().get(0);
    long begin = d.nowNanos();
    Packet again = leg.expect(synAck(), Dialogue.RETRANSMISSION);
    d.check("the same number", again.seq() == first.seq() && again.ack() == first.ack());
    d.check("not before 0.7 s", d.nowNanos() - begin > 700_000_000L);
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "ack-after-second-syn-ack-opens",
      section = "3.8.1",
      level = Level.MUST,
      says = "TCP endpoints retransmit ... SYN-ACK; a late ACK is acceptable")
  static void lateAck(Dialogue d) {
    Leg leg = Situation.of(d, "syn-received").leg();
    leg.expectNone(reset(), Duration.ofMillis(800));
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "data-with-third-ack-is-taken",
      section = "3.10.7.4",
      says = "enter ESTABLISHED state and continue processing")
  static void dataWithThirdAck(Dialogue d) {
    Leg leg = Situation.of(d, "syn-received").leg();
    d.assertAlive(leg);
  }

  @Case(
      id = "fin-with-third-ack-is-taken",
      section = "3.10.7.4",
      says = "SYN-RECEIVED STATE, ESTABLISHED STATE: Enter the CLOSE-WAIT state")
  static void finWithThirdAck(Dialogue d) {
    Leg leg = Situation.of(d, "syn-received").leg();
    leg.fin();
    d.expectAcked(leg);
    d.expect("its FIN", leg::finCame);
  }

  @Case(
      id = "many-handshakes-stay-apart",
      section = "3.9.1.1",
      says = "A TCP that supports multiple concurrent connections (MUST-41, MUST-42)")
  static void apart(Dialogue d) {
    Leg pending = Situation.of(d, "syn-received").leg();
    Leg one = Opening.of(d).plain();
    Leg two = Opening.of(d).plain();
    d.assertAlive(one);
    d.assertAlive(two);
    pending.ack();
    d.assertAlive(pending);
    d.assertAlive(one);
  }
}
