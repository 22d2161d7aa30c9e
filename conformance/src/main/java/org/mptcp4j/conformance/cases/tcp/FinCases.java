package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.fin;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import java.util.Arrays;
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

/** How connections end (RFC 9293, sections 3.6 and 3.10.7.4, eighth). */
@SuppressWarnings("CanonicalDuration")
@Folder("tcp")
public final class FinCases {
  private FinCases() {}

  @Case(
      id = "fin-is-acknowledged",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "advance RCV.NXT over the FIN, and send an acknowledgment for the FIN")
  static void acknowledged(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.fin();
    d.expectAcked(leg);
    d.expect("the peer's FIN", leg::finCame);
    d.check("no RST", !leg.isReset());
  }

  @Case(
      id = "fin-with-text-is-taken",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "seventh, process the segment text ... eighth, check the FIN bit")
  static void withText(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(100);
    leg.segment().plus(Flags.FIN).payload(text).send();
    d.expectAcked(leg);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
    d.expect("the peer's FIN", leg::finCame);
  }

  @Case(
      id = "fin-behind-a-gap-waits",
      section = "3.10.7.4",
      says = "only processing further if the segment then begins at RCV.NXT",
      variants = {"alone", "with-text"})
  static void behindGap(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(200);
    boolean alone = variant.equals("alone");
    int at = leg.sndNxt() + (alone ? 200 : 100);
    byte[] tail = alone ? new byte[0] : Arrays.copyOfRange(text, 100, 200);
    leg.segment().plus(Flags.FIN).seq(at).payload(tail).send();
    leg.expectNone(acknowledges(leg.sndNxt() + 201).or(fin()).or(reset()));
    leg.segment().payload(Arrays.copyOf(text, alone ? 200 : 100)).send();
    int end = leg.iss() + 202;
    if (!d.await("ACK of the FIN", () -> leg.peerAck() == end, Dialogue.QUIET)) {
      // it need not have been held
      leg.segment().plus(Flags.FIN).seq(at).payload(tail).send();
    }
    leg.moveTo(end).ack();
    leg.expect(fin());
    d.check("all is acknowledged", leg.peerAck() == end);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
  }

  @Case(
      id = "fin-again-is-acknowledged",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {"close-wait", "closing", "last-ack", "time-wait"})
  static void again(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.segment().plus(Flags.FIN).seq(peer.leg().sndNxt() - 1).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "fin-is-sent-again",
      section = "3.10.8",
      roles = {Role.SERVER, Role.CLIENT},
      says = "send the segment at the front of the retransmission queue again",
      variants = {"fin-wait-1", "closing", "last-ack"})
  static void sentAgain(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    Packet again = peer.leg().expect(fin(), Dialogue.RETRANSMISSION);
    d.check(
        "it ends where the first one did",
        again.seq() + again.sequenceLength() == peer.leg().rcvNxt());
    peer.goesOn();
  }

  @Case(
      id = "fin-that-was-acknowledged-is-not-sent-again",
      section = "3.10.7.4",
      says = "segments on the retransmission queue that are ... acknowledged are removed",
      variants = {"fin-wait-2", "time-wait"})
  static void notAgain(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().expectNone(fin(), Dialogue.SOON);
    peer.goesOn();
  }

  @Case(
      id = "fin-with-ack-of-fin-leads-to-time-wait",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT")
  static void finAck(Dialogue d) {
    Situation peer = Situation.of(d, "fin-wait-1");
    Leg leg = peer.leg();
    leg.fin();
    d.expectAcked(leg);
    leg.skip();
    leg.expectNone(fin(), Duration.ofMillis(1000));
    leg.segment().plus(Flags.FIN).seq(leg.sndNxt() - 1).send();
    leg.expect(pureAck().and(acknowledges(leg.sndNxt())));
  }

  @Case(
      id = "fin-is-the-last-of-the-stream",
      section = "3.10.4",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "Queue this request until all preceding SENDs have been segmentized; then send FIN",
      variants = {"100", "5000", "30000"})
  static void lastOfStream(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(Integer.parseInt(variant));
    leg.send(text);
    leg.fin();
    d.expectBytes(leg, 0, text);
    d.expect("the peer's FIN", leg::finCame);
    d.check("FIN right behind the text", leg.rcvNxt() == leg.irs() + 1 + text.length + 1);
    d.expectAcked(leg);
  }

  @Case(
      id = "half-closed-connection-still-sends",
      section = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "a user who CLOSEs may continue to RECEIVE until the TCP receiver is told ...")
  static void halfClosed(Dialogue d) {
    Situation peer = Situation.of(d, "close-wait");
    Leg leg = peer.leg();
    for (int taken = 10; taken <= 100; taken += 30) {
      int due = taken;
      leg.window(100).autoAck(true);
      leg.ack();
      d.expect(due + " bytes", () -> leg.stream().length >= due);
    }
    d.expect("FIN behind it", leg::finCame);
  }

  @Case(
      id = "last-ack-ends-with-the-ack",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If our FIN is now acknowledged, delete the TCB, enter the CLOSED state")
  static void lastAck(Dialogue d) {
    Situation peer = Situation.of(d, "last-ack");
    peer.leg().ack();
    peer.isGone();
  }

  @Case(
      id = "text-after-the-end-gets-rst",
      section = "3.10.7.1",
      says = "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>",
      variants = {"text", "fin", "syn-ack"})
  static void afterEnd(Dialogue d, String variant) {
    Leg leg = Situation.of(d, "last-ack").leg();
    leg.ack();
    int flags =
        switch (variant) {
          case "fin" -> Flags.FIN;
          case "syn-ack" -> Flags.SYN;
          default -> Flags.PSH;
        };
    byte[] text = new byte[variant.equals("text") ? 10 : 0];
    int next = leg.sndNxt();
    Situation.expectRefusal(leg, () -> leg.segment().plus(flags).seq(next).payload(text).send());
  }

  @Case(
      id = "text-after-its-fin-is-answered",
      section = "3.10.7.4",
      says = "Send an acknowledgment (or, section 3.6.1, a RST: data is received after CLOSE)",
      variants = {"fin-wait-1", "fin-wait-2"})
  static void textAfterFin(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    Leg leg = peer.leg();
    peer.segment().payload(d.randomBytes(20)).send();
    leg.expect(acknowledges(leg.sndNxt()).or(reset()));
  }

  @Case(
      id = "time-wait-lasts",
      section = "3.6.1",
      says = "it MUST linger in the TIME-WAIT state for a time 2xMSL (MUST-13)")
  static void timeWaitLasts(Dialogue d) {
    Situation peer = Situation.of(d, "time-wait");
    d.pass(Duration.ofMillis(2500));
    peer.goesOn();
  }

  @Case(
      id = "time-wait-outlives-many-fins",
      section = "3.10.7.4",
      says = "Remain in the TIME-WAIT state. Restart the 2 MSL time-wait timeout")
  static void manyFins(Dialogue d) {
    Situation peer = Situation.of(d, "time-wait");
    for (int i = 0; i < 3; i++) {
      d.pass(Duration.ofMillis(600));
      peer.goesOn();
    }
  }

  @Case(
      id = "syn-in-time-wait-is-answered",
      section = "3.6.1",
      level = Level.MAY,
      says = "it MAY accept a new SYN ... to reopen the connection directly from TIME-WAIT")
  static void synInTimeWait(Dialogue d) {
    Leg leg = Situation.of(d, "time-wait").leg();
    int seq = leg.sndNxt() + 1_000_000;
    int before = leg.rcvNxt();
    leg.segment().flags(Flags.SYN).seq(seq).option(new TcpOption.Mss(1400)).send();
    Packet answer = leg.expect(synAck().or(pureAck()));
    if (answer.has(Flags.SYN)) {
      d.check("ACK of the new SYN", answer.ack() == seq + 1);
      d.check("a larger initial sequence number", answer.seq() - before > 0);
    } else {
      d.check("ACK of the old connection", answer.ack() == leg.sndNxt());
    }
  }

  @Case(
      id = "ports-in-time-wait-are-no-hindrance-to-others",
      section = "3.6.1",
      says = "a TCP ... MUST linger in TIME-WAIT: that connection, no other one")
  static void others(Dialogue d) {
    Situation.of(d, "time-wait");
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "partial-ack-does-not-acknowledge-fin",
      section = "3.10.7.4",
      says = "if the FIN segment is now acknowledged then enter FIN-WAIT-2",
      variants = {"fin-wait-1", "last-ack"})
  static void partial(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    Leg leg = peer.leg();
    peer.segment().send();
    peer.segment().send();
    leg.expect(fin(), Dialogue.RETRANSMISSION);
    peer.goesOn();
  }
}
