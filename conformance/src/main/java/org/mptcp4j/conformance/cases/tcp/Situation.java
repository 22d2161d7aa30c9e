package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.mptcp4j.conformance.dialogue.CaseEnd;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Segment;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/**
 * A peer that was brought into a state of RFC 9293, section 3.3.2: by what it acknowledged and
 * sent, no more is known of it. Its FIN, where it must stay so, is not acknowledged.
 */
final class Situation {
  private static final Duration STEP = Duration.ofSeconds(3);
  private static final int ECHOED = 100;

  private final Dialogue dialogue;
  private final String state;
  private Leg leg;

  private Situation(Dialogue dialogue, String state) {
    this.dialogue = dialogue;
    this.state = state;
  }

  /**
   * Brings the peer there.
   *
   * @param state such as {@code fin-wait-1}
   */
  static Situation of(Dialogue dialogue, String state) {
    Situation result = new Situation(dialogue, state);
    switch (state) {
      case "syn-received" -> result.toSynReceived();
      case "established" -> result.open(dialogue.app());
      case "fin-wait-1" -> result.toFinWait1();
      case "fin-wait-2" -> result.toFinWait2();
      case "close-wait" -> result.toCloseWait();
      case "closing" -> result.toClosing();
      case "last-ack" -> result.toLastAck();
      case "time-wait" -> result.toTimeWait();
      default -> throw new IllegalArgumentException(state);
    }
    result.leg.skip();
    dialogue.note("the peer is in " + state);
    return result;
  }

  Leg leg() {
    return leg;
  }

  String state() {
    return state;
  }

  boolean is(String other) {
    return state.equals(other);
  }

  // how to get there

  private Leg begin(App app) {
    if (!dialogue.peer().plays(app, dialogue.isV6())) {
      throw CaseEnd.notApplicable("needs a peer that plays " + app);
    }
    return dialogue.role() == Role.CLIENT
        ? dialogue.awaitClient(app)
        : dialogue.leg(
            new InetSocketAddress(dialogue.address(0), dialogue.freshPort()),
            dialogue.peer().service(app, dialogue.isV6()));
  }

  /** From LISTEN by a SYN; from SYN-SENT by a SYN without ACK: a simultaneous open. */
  private void toSynReceived() {
    leg = begin(dialogue.app());
    leg.syn();
    dialogue.require("SYN,ACK", leg.await(synAck(), STEP) != null);
  }

  private void open(App app) {
    leg = begin(app);
    if (dialogue.role() == Role.CLIENT) {
      leg.synAck();
      acknowledged("our SYN,ACK");
    } else {
      leg.syn();
      dialogue.require("SYN,ACK", leg.await(synAck(), STEP) != null);
      leg.ack();
    }
  }

  private void toFinWait1() {
    open(App.HTTP);
    if (dialogue.role() == Role.CLIENT) {
      require("the client's request", leg.stream().length > 0 || awaitData());
    }
    leg.autoAck(false);
    leg.send(httpText());
    boolean came = dialogue.await("the peer's FIN", leg::finCame, STEP);
    dialogue.require("the peer's FIN", came);
    acknowledged("what we sent");
    segment().send();
  }

  private boolean awaitData() {
    return dialogue.await("data", () -> leg.stream().length > 0, STEP);
  }

  private byte[] httpText() {
    String text =
        dialogue.role() == Role.SERVER
            ? "GET / HTTP/1.0\r\nHost: suite\r\n\r\n"
            : "HTTP/1.0 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n"
                + "x".repeat(1000);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void toFinWait2() {
    toFinWait1();
    leg.ack();
  }

  private void toClosing() {
    toFinWait1();
    segment().plus(Flags.FIN).send();
    acknowledged("our FIN");
  }

  private void toTimeWait() {
    toFinWait2();
    leg.fin();
    acknowledged("our FIN");
  }

  /** Its FIN stays behind data that our window of 0 holds back. */
  private void toCloseWait() {
    open(App.ECHO);
    leg.window(0).autoAck(false);
    leg.send(dialogue.randomBytes(ECHOED));
    acknowledged("our data");
    leg.fin();
    acknowledged("our FIN");
    dialogue.require("the peer's FIN waits for our window", !leg.finCame());
  }

  private void toLastAck() {
    open(App.ECHO);
    leg.autoAck(false);
    leg.fin();
    boolean came = dialogue.await("the peer's FIN", leg::finCame, STEP);
    dialogue.require("the peer's FIN", came);
    acknowledged("our FIN");
  }

  private void acknowledged(String what) {
    int end = leg.sndNxt();
    boolean came = dialogue.await("ACK of " + what, () -> leg.peerAck() == end, STEP);
    dialogue.require("ACK of " + what, came);
  }

  private void require(String what, boolean holds) {
    dialogue.require(what, holds);
  }

  // what it is there

  /** A segment that acknowledges all that may be acknowledged here. */
  Segment segment() {
    return leg.segment().ack(sndUna());
  }

  /** The peer's SND.UNA, as our ACKs left it. */
  int sndUna() {
    boolean withheld = is("fin-wait-1") || is("closing") || is("last-ack");
    return is("syn-received") ? leg.irs() + 1 : withheld ? leg.rcvNxt() - 1 : leg.rcvNxt();
  }

  /** The peer's SND.NXT: the end of all that it sent. */
  int sndNxt() {
    return leg.packets().stream()
            .filter(p -> !p.has(Flags.RST))
            .mapToInt(p -> p.seq() + p.sequenceLength() - leg.irs())
            .max()
            .orElse(0)
        + leg.irs();
  }

  /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>} of the peer. */
  Condition answer() {
    int seq = sndNxt();
    int ack = leg.sndNxt();
    return Condition.of(
        "ACK with SEQ=SND.NXT and ACK=RCV.NXT",
        p -> pureAck().holds(p) && p.seq() == seq && p.ack() == ack);
  }

  /** The peer answers what was just sent with an ACK, and nothing else has changed. */
  void expectAnswer() {
    Packet first = leg.expect(answer().or(reset()));
    dialogue.check("an ACK, no RST", !first.has(Flags.RST));
  }

  /** It is where it was, as what comes next shows. */
  void goesOn() {
    leg.skip();
    if (!is("established")) {
      segment().seq(leg.sndNxt() - 1).payload(new byte[] {0}).send();
      expectAnswer();
    }
    switch (state) {
      case "syn-received" -> {
        leg.ack();
        takesText();
      }
      case "established" -> dialogue.assertAlive(leg);
      case "fin-wait-1" -> {
        leg.ack();
        leg.fin();
        dialogue.expectAcked(leg);
      }
      case "fin-wait-2" -> {
        leg.fin();
        dialogue.expectAcked(leg);
      }
      case "close-wait" -> {
        leg.window(60_000).autoAck(true).ack();
        dialogue.expect("the data that waited", () -> leg.stream().length == ECHOED);
        dialogue.expect("FIN behind it", leg::finCame);
      }
      case "closing", "time-wait" -> finAgain();
      case "last-ack" -> {
        leg.ack();
        isGone();
      }
      default -> throw new IllegalStateException(state);
    }
    dialogue.check("no RST came before", is("last-ack") || !leg.isReset());
  }

  /** What a client's application gets after a simultaneous open is for another case to judge. */
  private void takesText() {
    if (dialogue.role() == Role.CLIENT) {
      dialogue.deliver(leg, dialogue.randomBytes(ECHOED));
    } else {
      dialogue.assertAlive(leg);
    }
  }

  private void finAgain() {
    leg.ack();
    leg.skip();
    leg.segment().seq(leg.sndNxt() - 1).plus(Flags.FIN).send();
    expectAnswer();
  }

  /** There is no connection any more, as the answer to an ACK shows. */
  void isGone() {
    expectRefusal(leg, () -> leg.segment().send());
  }

  /**
   * Where there is no connection "SEQ=SEG.ACK, CTL=RST" is the answer to an ACK. It is asked for
   * three times, since a peer that is just about to end one may lose what comes meanwhile.
   */
  static void expectRefusal(Leg leg, Supplier<Packet> segment) {
    leg.skip();
    Packet sent = segment.get();
    Packet answer = leg.await(reset(), Dialogue.QUIET);
    for (int again = 0; answer == null && again < 2; again++) {
      sent = segment.get();
      answer = leg.await(reset(), Dialogue.QUIET);
    }
    leg.dialogue().check("RST", answer != null);
    leg.dialogue().check("SEQ=SEG.ACK", answer.seq() == sent.ack());
  }
}
