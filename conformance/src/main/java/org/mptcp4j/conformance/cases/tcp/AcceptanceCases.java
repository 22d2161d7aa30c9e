package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;

import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Which segments are acceptable, and what an ACK may say (RFC 9293, section 3.10.7.4). */
@SuppressWarnings({"IntLongMath", "StringSplitter", "UnusedVariable"})
@Folder("tcp")
public final class AcceptanceCases {
  private static final int FAR = 100_000;

  private AcceptanceCases() {}

  @Case(
      id = "old-text-is-acknowledged",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void oldText(Dialogue d, String state) {
    unacceptable(d, state, -1, new byte[] {0});
  }

  @Case(
      id = "text-beyond-window-is-acknowledged",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void textBeyond(Dialogue d, String state) {
    unacceptable(d, state, FAR, new byte[] {0});
  }

  @Case(
      id = "empty-segment-before-window-is-acknowledged",
      section = "3.10.7.4",
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void empty(Dialogue d, String state) {
    unacceptable(d, state, -FAR, new byte[0]);
  }

  private static void unacceptable(Dialogue d, String state, int offset, byte[] text) {
    Situation peer = Situation.of(d, state);
    peer.segment().seq(peer.leg().sndNxt() + offset).payload(text).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "text-without-ack-is-dropped",
      section = "3.10.7.4",
      says = "if the ACK bit is off drop the segment and return",
      variants = {"syn-received", "established", "fin-wait-1", "fin-wait-2"})
  static void withoutAck(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    Leg leg = peer.leg();
    leg.segment().flags(Flags.PSH).seq(leg.sndNxt()).payload(new byte[] {1, 2, 3}).send();
    leg.expectNone(acknowledges(leg.sndNxt() + 3).or(reset()));
    peer.goesOn();
  }

  @Case(
      id = "fin-without-ack-is-dropped",
      section = "3.10.7.4",
      says = "if the ACK bit is off drop the segment and return",
      variants = {"syn-received", "established", "fin-wait-2"})
  static void finWithoutAck(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    Leg leg = peer.leg();
    leg.segment().flags(Flags.FIN).seq(leg.sndNxt()).send();
    leg.expectNone(acknowledges(leg.sndNxt() + 1).or(reset()));
    peer.goesOn();
  }

  @Case(
      id = "ack-beyond-snd-nxt-is-answered",
      section = "3.10.7.4",
      says = "If the ACK acks something not yet sent ... then send an ACK, drop the segment",
      variants = {"established", "fin-wait-1", "fin-wait-2", "close-wait", "closing", "last-ack"})
  static void ackBeyond(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.segment().seq(peer.leg().sndNxt()).ack(peer.sndNxt() + 1).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "text-with-ack-beyond-snd-nxt-is-dropped",
      section = "3.10.7.4",
      says = "If the ACK acks something not yet sent ... then send an ACK, drop the segment",
      variants = {"one", "many", "half-the-space"})
  static void textWithAckBeyond(Dialogue d, String variant) {
    Situation peer = Situation.of(d, "established");
    int by =
        switch (variant) {
          case "one" -> 1;
          case "many" -> 1_000_000;
          default -> Integer.MAX_VALUE;
        };
    dropped(d, peer, peer.sndNxt() + by);
  }

  @Case(
      id = "text-with-too-old-ack-is-dropped",
      section = "5.2",
      rfc = 5961,
      says = "segments whose ACK value doesn't satisfy ... MUST be discarded and an ACK sent back",
      variants = {"just-too-old", "very-old"})
  static void textWithOldAck(Dialogue d, String variant) {
    Situation peer = Situation.of(d, "established");
    int window = peer.leg().window();
    dropped(d, peer, peer.sndUna() - window - (variant.equals("very-old") ? 1_000_000 : 1));
  }

  private static void dropped(Dialogue d, Situation peer, int ack) {
    Leg leg = peer.leg();
    byte[] injected = {1, 2, 3};
    leg.segment().seq(leg.sndNxt()).ack(ack).payload(injected).send();
    leg.expectNone(acknowledges(leg.sndNxt() + injected.length).or(reset()));
    peer.goesOn();
  }

  @Case(
      id = "old-ack-in-range-is-no-reason-to-drop",
      section = "3.10.7.4",
      says = "If the ACK is a duplicate (SEG.ACK =< SND.UNA), it can be ignored")
  static void oldAckInRange(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    leg.segment().ack(leg.irs() + 1).payload(d.randomBytes(50)).send();
    d.expectAcked(leg);
    d.assertAlive(leg);
  }

  @Case(
      id = "bad-ack-in-syn-received-gets-rst",
      section = "3.10.7.4",
      says = "If the segment acknowledgment is not acceptable, form a reset <SEQ=SEG.ACK>",
      variants = {"of-iss", "beyond", "far-beyond", "before"})
  static void badAckInSynReceived(Dialogue d, String variant) {
    Situation peer = Situation.of(d, "syn-received");
    Leg leg = peer.leg();
    int ack =
        leg.irs()
            + switch (variant) {
              case "of-iss" -> 0;
              case "beyond" -> 2;
              case "far-beyond" -> FAR;
              default -> -FAR;
            };
    leg.segment().ack(ack).send();
    Packet answer = leg.expect(reset());
    d.check("SEQ=SEG.ACK", answer.seq() == ack);
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "text-that-overlaps-old-text-is-taken-once",
      section = "3.10.7.4",
      says = "If a segment's contents straddle the boundary ... only the new parts",
      variants = {"1", "50", "100"})
  static void overlap(Dialogue d, String variant) {
    int old = Integer.parseInt(variant);
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(200);
    d.deliver(leg, Arrays.copyOf(text, 100));
    byte[] both = Arrays.copyOfRange(text, 100 - old, 200);
    leg.segment().seq(leg.sndNxt() - old).payload(both).send();
    leg.expect(acknowledges(leg.sndNxt() + 100));
    leg.segment().payload(Arrays.copyOfRange(text, 100, 200)).send();
    d.expectAcked(leg);
    inOrder(d, leg, text);
    d.assertAlive(leg);
  }

  private static void inOrder(Dialogue d, Leg leg, byte[] text) {
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
  }

  @Case(
      id = "text-twice-is-taken-once",
      section = "3.10.7.4",
      says = "Initial tests on arrival are used to discard old duplicates")
  static void twice(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(100);
    d.deliver(leg, text);
    inOrder(d, leg, text);
    leg.skip();
    leg.segment().seq(leg.sndNxt() - 100).payload(text).send();
    leg.expect(acknowledges(leg.sndNxt()));
    leg.expectNone(data());
    d.assertAlive(leg);
  }

  @Case(
      id = "text-out-of-order-is-put-in-order",
      section = "3.10.7.4",
      level = Level.MUST,
      says = "further processing is done in SEG.SEQ order",
      variants = {"2-1", "3-2-1", "1-3-2", "2-3-1", "5-3-1-2-4"})
  static void reordered(Dialogue d, String order) {
    Leg leg = Opening.of(d).plain();
    String[] pieces = order.split("-");
    byte[] text = d.randomBytes(100 * pieces.length);
    for (String piece : pieces) {
      int at = (Integer.parseInt(piece) - 1) * 100;
      byte[] part = Arrays.copyOfRange(text, at, at + 100);
      leg.segment().seq(leg.iss() + 1 + at).payload(part).send();
    }
    leg.moveTo(leg.iss() + 1 + text.length);
    d.expectAcked(leg);
    inOrder(d, leg, text);
    d.assertAlive(leg);
  }

  @Case(
      id = "text-behind-a-gap-is-held",
      section = "3.10.7.4",
      level = Level.SHOULD,
      says = "Segments with higher beginning sequence numbers SHOULD be held (SHLD-31)")
  static void held(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(200);
    leg.segment().seq(leg.sndNxt() + 100).payload(Arrays.copyOfRange(text, 100, 200)).send();
    leg.expectNone(acknowledges(leg.sndNxt() + 200).or(data()));
    leg.segment().payload(Arrays.copyOf(text, 100)).send();
    leg.expect(acknowledges(leg.sndNxt() + 100));
    leg.moveTo(leg.sndNxt() + 100);
    inOrder(d, leg, text);
    d.assertAlive(leg);
  }

  @Case(
      id = "text-that-ends-beyond-window-is-cut",
      section = "3.10.7.4",
      says = "trimming off any portions that lie outside the window")
  static void cut(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    Packet last = leg.packets().get(leg.packets().size() - 1);
    int edge = last.ack() + last.window();
    d.require("a window of less than 2^16 and no data yet", last.ack() == leg.sndNxt());
    byte[] text = d.randomBytes(100);
    // far behind the gap: 50 bytes in the window, 50 beyond
    leg.segment().seq(edge - 50).payload(text).send();
    leg.expect(acknowledges(leg.sndNxt()));
    leg.expectNone(reset());
    d.assertAlive(leg);
  }

  @Case(
      id = "window-edge-does-not-move-left",
      section = "3.8.6",
      level = Level.SHOULD,
      says = "A TCP receiver SHOULD NOT shrink the window ... (SHLD-14)")
  static void noShrink(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    for (int i = 0; i < 10; i++) {
      d.deliver(leg, d.randomBytes(1000));
    }
    long edge = 0;
    for (Packet packet : leg.packets()) {
      long right = packet.ack() - leg.iss() + packet.window();
      d.check("the right edge stays or moves right", right >= edge);
      edge = right;
    }
  }

  @Case(
      id = "bare-ack-gets-no-answer",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "If the ACK is a duplicate (SEG.ACK =< SND.UNA), it can be ignored")
  static void noLoop(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    d.pass(Dialogue.QUIET);
    leg.skip();
    leg.ack();
    leg.ack();
    leg.expectNone(pureAck());
  }

  @Case(
      id = "keep-alive-probe-is-answered",
      section = "3.8.4",
      says = "segments ... SEG.SEQ = SND.NXT-1 ... may or may not contain one garbage octet",
      variants = {"empty", "one-octet"})
  static void keepAlive(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    leg.skip();
    byte[] text = variant.equals("empty") ? new byte[0] : new byte[1];
    leg.segment().seq(leg.sndNxt() - 1).payload(text).send();
    Condition answer = pureAck().and(acknowledges(leg.sndNxt()));
    leg.expect(answer);
    d.assertAlive(leg);
  }

  @Case(
      id = "sequence-numbers-wrap",
      section = "3.4",
      says = "all arithmetic dealing with sequence numbers must be performed modulo 2**32",
      variants = {"in-text", "in-handshake", "at-half"})
  static void wrap(Dialogue d, String variant) {
    Leg leg = d.leg();
    int begin =
        switch (variant) {
          case "in-text" -> -51;
          case "in-handshake" -> -1;
          default -> Integer.MAX_VALUE - 50;
        };
    leg.segment().flags(Flags.SYN).seq(begin).send();
    leg.expect(Condition.synAck().and(acknowledges(begin + 1)));
    byte[] text = d.randomBytes(300);
    for (int at = 0; at < 300; at += 100) {
      byte[] part = Arrays.copyOfRange(text, at, at + 100);
      leg.segment().seq(begin + 1 + at).payload(part).send();
    }
    leg.moveTo(begin + 301);
    d.expect("ACK of all", () -> leg.peerAck() == begin + 301);
    leg.ack();
    inOrder(d, leg, text);
    d.check("no RST", !leg.isReset());
  }
}
