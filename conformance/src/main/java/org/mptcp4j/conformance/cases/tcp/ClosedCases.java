package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.reset;

import java.net.InetSocketAddress;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.Role;

/** Segments without a connection: CLOSED and LISTEN (RFC 9293, sections 3.10.7.1, 3.10.7.2). */
@SuppressWarnings("StringSplitter")
@Folder("tcp")
public final class ClosedCases {
  /** tcpmux (RFC 1078), which nobody serves. */
  private static final int CLOSED_PORT = 1;

  private ClosedCases() {}

  private static int flags(String variant) {
    int flags = 0;
    for (String word : variant.split("-")) {
      flags |=
          switch (word) {
            case "syn" -> Flags.SYN;
            case "ack" -> Flags.ACK;
            case "fin" -> Flags.FIN;
            case "rst" -> Flags.RST;
            case "psh" -> Flags.PSH;
            case "urg" -> Flags.URG;
            default -> 0;
          };
    }
    return flags;
  }

  private static Packet stimulus(Dialogue d, Leg leg, String variant) {
    byte[] text = d.randomBytes(variant.contains("text") ? 33 : 0);
    return leg.segment().flags(flags(variant)).ack(d.randomInt()).payload(text).send();
  }

  private static Leg toClosedPort(Dialogue d) {
    return d.leg(
        new InetSocketAddress(d.address(0), d.freshPort()),
        new InetSocketAddress(d.service().getAddress(), CLOSED_PORT));
  }

  @Case(
      id = "closed-port-answers-without-ack",
      section = "3.10.7.1",
      says = "If the ACK bit is off ... <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>",
      variants = {"syn", "syn-text", "fin", "text", "none", "syn-fin", "urg", "psh-text"})
  static void withoutAck(Dialogue d, String variant) {
    Leg leg = toClosedPort(d);
    Packet sent = stimulus(d, leg, variant);
    Packet answer = leg.expect(any());
    d.check("RST,ACK", answer.has(Flags.RST | Flags.ACK) && !answer.has(Flags.SYN));
    d.check("SEQ=0", answer.seq() == 0);
    d.check("ACK=SEG.SEQ+SEG.LEN", answer.ack() == sent.seq() + sent.sequenceLength());
  }

  @Case(
      id = "closed-port-answers-ack",
      section = "3.10.7.1",
      says = "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>",
      variants = {"ack", "ack-text", "syn-ack", "fin-ack", "fin-ack-text", "psh-ack-text"})
  static void withAck(Dialogue d, String variant) {
    Leg leg = toClosedPort(d);
    Packet sent = stimulus(d, leg, variant);
    Packet answer = leg.expect(any());
    d.check("RST", answer.has(Flags.RST) && !answer.has(Flags.SYN));
    d.check("SEQ=SEG.ACK", answer.seq() == sent.ack());
  }

  @Case(
      id = "closed-port-ignores-rst",
      section = "3.10.7.1",
      says = "An incoming segment containing a RST is discarded",
      variants = {"rst", "rst-ack", "rst-syn", "rst-fin-ack", "rst-text"})
  static void rst(Dialogue d, String variant) {
    Leg leg = toClosedPort(d);
    stimulus(d, leg, variant);
    leg.expectNone(any());
  }

  @Case(
      id = "listen-answers-ack-with-rst",
      section = "3.10.7.2",
      says = "An acceptable reset ... for any arriving ACK-bearing segment <SEQ=SEG.ACK>",
      variants = {"ack", "ack-text", "syn-ack", "fin-ack", "fin-ack-text", "urg-ack-text"})
  static void listenAck(Dialogue d, String variant) {
    Leg leg = d.leg();
    Packet sent = stimulus(d, leg, variant);
    Packet answer = leg.expect(any());
    d.check("RST", answer.has(Flags.RST) && !answer.has(Flags.SYN));
    d.check("SEQ=SEG.ACK", answer.seq() == sent.ack());
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "listen-ignores-rst",
      section = "3.10.7.2",
      says = "An incoming RST should be ignored",
      variants = {"rst", "rst-ack", "rst-syn", "rst-syn-ack"})
  static void listenRst(Dialogue d, String variant) {
    dropped(d, variant);
  }

  @Case(
      id = "listen-drops-what-has-neither-syn-nor-ack",
      section = "3.10.7.2",
      says = "other data or control ... Drop the segment and return",
      variants = {"none", "text", "fin", "urg-text"})
  static void listenOther(Dialogue d, String variant) {
    dropped(d, variant);
  }

  private static void dropped(Dialogue d, String variant) {
    Leg leg = d.leg();
    stimulus(d, leg, variant);
    leg.expectNone(any());
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "refused-syn-leaves-nothing",
      section = "3.10.7.1",
      says = "An incoming segment not containing a RST causes a RST to be sent in response")
  static void refusedTwice(Dialogue d) {
    Leg leg = toClosedPort(d);
    for (int i = 0; i < 3; i++) {
      Packet sent = leg.segment().flags(Flags.SYN).seq(leg.iss() + i).send();
      Packet answer = leg.expect(reset());
      d.check("it answers this one", answer.ack() == sent.seq() + 1);
    }
  }

  @Case(
      id = "other-port-of-ours-is-no-part-of-a-connection",
      section = "3.3.1",
      says = "A connection is fully specified by the pair of sockets at the ends",
      roles = {Role.SERVER, Role.CLIENT})
  static void otherPort(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    Leg other = d.leg(new InetSocketAddress(d.address(0), d.freshPort()), leg.remote());
    other.segment().seq(leg.sndNxt()).ack(leg.rcvNxt()).payload(new byte[] {1}).send();
    Packet answer = other.expect(any());
    d.check("RST with SEQ=SEG.ACK", answer.has(Flags.RST) && answer.seq() == leg.rcvNxt());
    d.assertAlive(leg);
  }

  @Case(
      id = "other-address-of-ours-is-no-part-of-a-connection",
      section = "3.3.1",
      says = "A connection is fully specified by the pair of sockets at the ends",
      roles = {Role.SERVER, Role.CLIENT})
  static void otherAddress(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    Leg other = d.leg(new InetSocketAddress(d.address(1), leg.local().getPort()), leg.remote());
    other.segment().flags(Flags.RST).seq(leg.sndNxt()).send();
    other.expectNone(any());
    d.assertAlive(leg);
  }
}
