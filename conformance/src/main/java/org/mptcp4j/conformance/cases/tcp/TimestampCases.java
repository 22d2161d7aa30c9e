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
import org.mptcp4j.conformance.dialogue.Segment;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption.Timestamps;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Timestamps and PAWS (RFC 7323, sections 3 to 5). */
@Folder("tcp")
public final class TimestampCases {
  private static final int FIRST = 5_000_000;

  private TimestampCases() {}

  /** A connection with timestamps: the last value of ours that counts is {@code FIRST + 1}. */
  private static Leg open(Dialogue d) {
    Leg leg = d.leg().autoAck(false);
    leg.syn(new Timestamps(FIRST, 0));
    Packet answer = leg.await(synAck(), Dialogue.SOON);
    d.require("a peer that takes timestamps", answer != null && answer.carries(Timestamps.class));
    stamped(leg, FIRST + 1).send();
    return leg.skip();
  }

  private static Timestamps last(Leg leg) {
    return leg.packets().stream()
        .flatMap(p -> p.option(Timestamps.class).stream())
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static Segment stamped(Leg leg, int value) {
    return leg.segment().option(new Timestamps(value, last(leg).value()));
  }

  private static void take(Dialogue d, Leg leg, int value) {
    stamped(leg, value).payload(d.randomBytes(10)).send();
    Packet answer = leg.expect(acknowledges(leg.sndNxt()));
    d.check("its timestamp is echoed", echo(answer) == value);
  }

  private static int echo(Packet packet) {
    return packet.option(Timestamps.class).map(Timestamps::echo).orElse(0);
  }

  @Case(
      id = "timestamp-of-the-syn-is-echoed",
      section = "3.2",
      rfc = 7323,
      says = "TSecr ... echoes a timestamp value that was sent by the remote TCP in the TSval")
  static void ofSyn(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(new Timestamps(FIRST, 0));
    Packet answer = leg.expect(synAck());
    d.require("a peer that takes timestamps", answer.carries(Timestamps.class));
    d.check("TSecr", echo(answer) == FIRST);
  }

  @Case(
      id = "timestamps-are-not-sent-unless-asked-for",
      section = "3.2",
      rfc = 7323,
      says = "MUST NOT send TSopt in <SYN,ACK> ... unless received in the <SYN>")
  static void notAsked(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    d.check("none in the SYN,ACK", !leg.expect(synAck()).carries(Timestamps.class));
    leg.ack();
    d.assertAlive(leg);
    d.check("none later", leg.packets().stream().noneMatch(p -> p.carries(Timestamps.class)));
  }

  @Case(
      id = "timestamps-are-in-each-segment",
      section = "3.2",
      rfc = 7323,
      says = "Once TSopt has been successfully negotiated ... MUST be sent in every non-<RST>")
  static void always(Dialogue d) {
    Leg leg = open(d);
    for (int i = 2; i < 5; i++) {
      take(d, leg, FIRST + i);
    }
    stamped(leg, FIRST + 5).plus(Flags.FIN).send();
    leg.expect(acknowledges(leg.sndNxt()));
    d.pass(Dialogue.QUIET);
    d.check(
        "in each segment",
        leg.packets().stream().allMatch(p -> p.has(Flags.RST) || p.carries(Timestamps.class)));
  }

  @Case(
      id = "timestamps-do-not-decrease",
      section = "5.4",
      rfc = 7323,
      says = "Timestamp values ... monotonically non-decreasing")
  static void monotonic(Dialogue d) {
    Leg leg = open(d);
    for (int i = 2; i < 8; i++) {
      take(d, leg, FIRST + i);
      d.pass(Duration.ofMillis(30));
    }
    int before = leg.packets().get(0).option(Timestamps.class).orElseThrow().value();
    int first = before;
    for (Packet packet : leg.packets()) {
      int value = packet.option(Timestamps.class).orElseThrow().value();
      d.check("not less than before", value - before >= 0);
      before = value;
    }
    d.check("and it goes on", before != first);
  }

  @Case(
      id = "timestamp-of-text-behind-a-gap-is-not-echoed",
      section = "4.3",
      rfc = 7323,
      says = "If SEG.TSval >= TS.Recent and SEG.SEQ <= Last.ACK.sent, copied to TS.Recent")
  static void outOfOrder(Dialogue d) {
    Leg leg = open(d);
    take(d, leg, FIRST + 10);
    leg.skip();
    stamped(leg, FIRST + 20).seq(leg.sndNxt() + 100).payload(new byte[100]).send();
    Packet answer = leg.expect(pureAck());
    d.check("the one before the gap", echo(answer) == FIRST + 10);
  }

  @Case(
      id = "timestamp-of-text-that-fills-a-gap-is-echoed",
      section = "4.3",
      rfc = 7323,
      says = "An ACK for the segment that fills the hole must contain its timestamp")
  static void fillsGap(Dialogue d) {
    Leg leg = open(d);
    int begin = leg.sndNxt();
    stamped(leg, FIRST + 20).seq(begin + 100).payload(new byte[100]).send();
    leg.expect(acknowledges(begin));
    stamped(leg, FIRST + 30).seq(begin).payload(new byte[100]).send();
    Packet answer = leg.expect(acknowledges(begin + 200));
    d.check("that of the last segment", echo(answer) == FIRST + 30);
    stamped(leg, FIRST + 31).flags(Flags.RST).seq(begin + 200).send();
  }

  @Case(
      id = "timestamp-of-the-earliest-is-echoed-by-a-delayed-ack",
      section = "4.3",
      rfc = 7323,
      apps = {App.DISCARD, App.ECHO},
      says = "the TSval field from the earliest unacknowledged segment")
  static void delayed(Dialogue d) {
    Leg leg = open(d);
    for (int i = 0; i < 4; i++) {
      int value = FIRST + 10 + 2 * i;
      leg.skip();
      stamped(leg, value).payload(new byte[10]).send();
      int middle = leg.sndNxt();
      stamped(leg, value + 1).payload(new byte[10]).send();
      Packet answer = leg.expect(acknowledges(middle).or(acknowledges(leg.sndNxt())));
      d.check("that of the first one not acknowledged", echo(answer) == value);
      d.expectAcked(leg);
    }
  }

  @Case(
      id = "old-timestamp-is-rejected",
      section = "5.3",
      rfc = 7323,
      says = "SEG.TSval < TS.Recent ... not acceptable: Send an acknowledgment ... and drop",
      variants = {"by-1", "by-1000", "by-half-the-numbers", "text-and-fin"})
  static void paws(Dialogue d, String variant) {
    Leg leg = open(d);
    take(d, leg, FIRST + 10);
    leg.skip();
    int by =
        switch (variant) {
          case "by-1000", "text-and-fin" -> 1000;
          case "by-half-the-numbers" -> 0x7fff_fff0;
          default -> 1;
        };
    int flags = variant.equals("text-and-fin") ? Flags.ACK | Flags.FIN : Flags.ACK;
    byte[] text = d.randomBytes(50);
    stamped(leg, FIRST + 10 - by).flags(flags).seq(leg.sndNxt()).payload(text).send();
    leg.expect(pureAck().and(acknowledges(leg.sndNxt())));
    int accepted = leg.sndNxt() + 50;
    leg.expectNone(acknowledges(accepted).or(acknowledges(accepted + 1)));
    take(d, leg, FIRST + 11);
  }

  @Case(
      id = "equal-timestamp-is-taken",
      section = "5.3",
      rfc = 7323,
      says = "SEG.TSval < TS.Recent: not so where they are equal")
  static void equalValue(Dialogue d) {
    Leg leg = open(d);
    take(d, leg, FIRST + 10);
    take(d, leg, FIRST + 10);
  }

  @Case(
      id = "timestamps-wrap",
      section = "5.2",
      rfc = 7323,
      says = "Timestamp values are compared in modulo 2^32: s < t if 0 < (t - s) < 2^31",
      variants = {"at-2-to-31", "at-2-to-32"})
  static void wrap(Dialogue d, String variant) {
    int begin = variant.equals("at-2-to-31") ? Integer.MAX_VALUE - 1 : -2;
    Leg leg = d.leg().autoAck(false);
    leg.syn(new Timestamps(begin, 0));
    Packet answer = leg.await(synAck(), Dialogue.SOON);
    d.require("a peer that takes timestamps", answer != null && answer.carries(Timestamps.class));
    d.check("the first is echoed", echo(answer) == begin);
    for (int i = 1; i <= 4; i++) {
      take(d, leg, begin + i);
    }
  }

  @Case(
      id = "rst-with-old-timestamp-is-taken",
      section = "5.2",
      rfc = 7323,
      level = Level.SHOULD,
      says = "RST segments ... SHOULD NOT be tested by PAWS",
      variants = {"old", "without"})
  static void rst(Dialogue d, String variant) {
    Leg leg = open(d);
    take(d, leg, FIRST + 10);
    leg.skip();
    Segment rst = variant.equals("old") ? stamped(leg, FIRST - 1000) : leg.segment();
    rst.flags(Flags.RST).send();
    Situation.expectRefusal(leg, () -> stamped(leg, FIRST + 11).send());
  }

  @Case(
      id = "segment-without-timestamp-is-dropped",
      section = "3.2",
      rfc = 7323,
      level = Level.SHOULD,
      says = "If a non-<RST> segment is received without a TSopt, a TCP SHOULD silently drop it")
  static void without(Dialogue d) {
    Leg leg = open(d);
    take(d, leg, FIRST + 10);
    leg.skip();
    leg.segment().seq(leg.sndNxt()).payload(new byte[10]).send();
    leg.expectNone(acknowledges(leg.sndNxt() + 10).or(reset()));
    take(d, leg, FIRST + 11);
  }

  @Case(
      id = "timestamp-that-was-not-agreed-on-is-ignored",
      section = "3.2",
      rfc = 7323,
      roles = {Role.SERVER, Role.CLIENT},
      says = "it MUST ignore TSopt ... if not negotiated")
  static void notAgreed(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    for (int value : new int[] {FIRST, FIRST - 1000, FIRST + 1000}) {
      leg.segment().option(new Timestamps(value, 1)).payload(d.randomBytes(10)).send();
      d.expectAcked(leg);
    }
    d.assertAlive(leg);
  }

  @Case(
      id = "timestamps-of-a-client-begin-without-echo",
      section = "3.2",
      rfc = 7323,
      roles = Role.CLIENT,
      says = "When the ACK bit is not set ... TSecr MUST be zero")
  static void ofClient(Dialogue d) {
    Leg leg = d.awaitClient();
    Timestamps offer = leg.packets().get(0).option(Timestamps.class).orElse(null);
    d.check("TSecr is 0", offer == null || offer.echo() == 0);
    if (offer != null) {
      leg.synAck(new Timestamps(FIRST, offer.value()));
      Packet third = leg.expect(acknowledges(leg.sndNxt()));
      d.check("ours is echoed", echo(third) == FIRST);
    }
  }

  @Case(
      id = "ack-with-impossible-echo-ends-nothing",
      section = "4.1",
      rfc = 7323,
      says = "RTTM: TSecr is used only where it is of use",
      variants = {"zero", "from-the-future", "very-old"})
  static void impossible(Dialogue d, String variant) {
    Leg leg = open(d);
    int echo =
        switch (variant) {
          case "zero" -> 0;
          case "from-the-future" -> last(leg).value() + 1_000_000;
          default -> last(leg).value() - 1_000_000_000;
        };
    leg.segment().option(new Timestamps(FIRST + 2, echo)).payload(new byte[10]).send();
    leg.expect(acknowledges(leg.sndNxt()));
    take(d, leg, FIRST + 3);
  }
}
