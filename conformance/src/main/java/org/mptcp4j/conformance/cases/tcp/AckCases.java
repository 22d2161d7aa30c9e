package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption.Mss;
import org.mptcp4j.conformance.packet.TcpOption.Sack;
import org.mptcp4j.conformance.packet.TcpOption.SackPermitted;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** When the peer acknowledges, and what its SACK says (RFC 9293, 5681, 2018, 2883). */
@Folder("tcp")
public final class AckCases {
  /** At once, and not by a timer. */
  private static final Duration AT_ONCE = Duration.ofMillis(30);

  /** A busy machine makes one or two of so many answers late; a timer makes all of them late. */
  private static final int TIMES = 7;

  private AckCases() {}

  private static int full(Leg leg) {
    return leg.packets().get(0).option(Mss.class).map(Mss::bytes).orElse(536);
  }

  @Case(
      id = "ack-is-delayed-by-less-than-half-a-second",
      section = "3.8.6.3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "the delay MUST be less than 0.5 seconds (MUST-40)",
      variants = {"1", "100", "1000"})
  static void delay(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    for (int i = 0; i < 3; i++) {
      leg.send(d.randomBytes(Integer.parseInt(variant)));
      leg.expect(acknowledges(leg.sndNxt()), Duration.ofMillis(500));
    }
  }

  @Case(
      id = "every-second-full-segment-is-acknowledged",
      section = "3.8.6.3",
      level = Level.SHOULD,
      apps = {App.DISCARD, App.ECHO},
      says = "there SHOULD be an ACK for at least every second full-sized segment (SHLD-19)")
  static void everySecond(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.autoAck(false);
    int full = full(leg);
    // more than those that a peer acknowledges one by one while the sender's window is small
    long[] waited = new long[20];
    for (int i = 0; i < waited.length; i++) {
      leg.segment().payload(d.randomBytes(full)).send();
      int middle = leg.sndNxt();
      leg.segment().payload(d.randomBytes(full)).send();
      long begin = d.nowNanos();
      // the one before may have been acknowledged alone
      d.expect("an ACK of all but one", () -> leg.peerAck() - middle >= 0);
      waited[i] = d.nowNanos() - begin;
    }
    checkAtOnce(d, waited);
  }

  /** Most of the answers came at once. */
  private static void checkAtOnce(Dialogue d, long... waited) {
    long[] sorted = waited.clone();
    Arrays.sort(sorted);
    d.check(
        "within " + AT_ONCE.toMillis() + " ms, most of " + sorted.length + " times",
        sorted[sorted.length / 2] <= AT_ONCE.toNanos());
  }

  private static long waitFor(Dialogue d, Leg leg, Condition condition) {
    long begin = d.nowNanos();
    leg.expect(condition);
    return d.nowNanos() - begin;
  }

  @Case(
      id = "segment-of-its-mss-is-taken",
      section = "3.7.1",
      apps = {App.DISCARD, App.ECHO},
      says = "MSS ... the maximum receive segment size at the TCP endpoint that sends it")
  static void largest(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.segment().payload(d.randomBytes(full(leg))).send();
    d.expectAcked(leg);
  }

  @Case(
      id = "text-out-of-order-is-acknowledged-at-once",
      section = "4.2",
      rfc = 5681,
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "Out-of-order data segments SHOULD be acknowledged immediately")
  static void outOfOrder(Dialogue d) {
    expectAcksOfGap(Opening.of(d).plain());
  }

  @Case(
      id = "text-out-of-order-late-in-a-stream-is-acknowledged-at-once",
      section = "4.2",
      rfc = 5681,
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "Out-of-order data segments SHOULD be acknowledged immediately")
  static void outOfOrderLate(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    // more than those that a peer acknowledges one by one while the sender's window is small
    for (int i = 0; i < 5; i++) {
      d.deliver(leg, d.randomBytes(10 * Leg.PIECE));
    }
    // the echo, and what was delayed
    d.pass(Dialogue.QUIET);
    expectAcksOfGap(leg);
  }

  private static void expectAcksOfGap(Leg leg) {
    Dialogue d = leg.dialogue();
    leg.skip();
    long[] waited = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      leg.segment().seq(leg.sndNxt() + 100 * (i + 1)).payload(d.randomBytes(100)).send();
      waited[i] = waitFor(d, leg, pureAck().and(acknowledges(leg.sndNxt())));
    }
    checkAtOnce(d, waited);
  }

  @Case(
      id = "text-that-fills-a-gap-is-acknowledged-at-once",
      section = "4.2",
      rfc = 5681,
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "SHOULD send an immediate ACK when it receives a segment that fills in ... a gap",
      variants = {"all", "a-part"})
  static void fillsGap(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    boolean all = variant.equals("all");
    byte[] text = d.randomBytes(100);
    long[] waited = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      int begin = leg.sndNxt();
      leg.segment().seq(begin + 200).payload(text).send();
      leg.expect(acknowledges(begin));
      leg.segment().seq(begin).payload(d.randomBytes(all ? 200 : 100)).send();
      waited[i] = waitFor(d, leg, acknowledges(begin + (all ? 300 : 100)));
      if (!all) {
        leg.segment().seq(begin + 100).payload(text).send();
      }
      leg.moveTo(begin + 300);
      d.expectAcked(leg);
      leg.skip();
    }
    checkAtOnce(d, waited);
  }

  @Case(
      id = "ack-is-not-acknowledged",
      section = "3.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says =
          "the ACK does not occupy sequence number space (if it did, we would wind up ACKing ACKs!)")
  static void ackOfAck(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    // what was delayed
    d.pass(Dialogue.SOON);
    leg.skip();
    for (int i = 0; i < 3; i++) {
      leg.ack();
    }
    leg.expectNone(any());
  }

  @Case(
      id = "text-twice-is-acknowledged-at-once",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "If an incoming segment is not acceptable, an acknowledgment should be sent")
  static void duplicate(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(100);
    d.deliver(leg, text);
    d.pass(Duration.ofMillis(100));
    long[] waited = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      leg.skip();
      leg.segment().seq(leg.sndNxt() - 100).payload(text).send();
      waited[i] = waitFor(d, leg, acknowledges(leg.sndNxt()));
    }
    checkAtOnce(d, waited);
  }

  @Case(
      id = "ack-never-covers-what-did-not-come",
      section = "3.4",
      apps = {App.DISCARD, App.ECHO},
      says = "An acknowledgment ... of sequence number X indicates that all octets up to X came")
  static void noMore(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    int begin = leg.sndNxt();
    for (int i = 9; i >= 1; i--) {
      leg.segment().seq(begin + 100 * i).payload(d.randomBytes(100)).send();
    }
    d.pass(Dialogue.QUIET);
    d.check(
        "only what was in order",
        leg.packets().stream().filter(p -> !p.has(Flags.SYN)).allMatch(p -> p.ack() == begin));
  }

  // SACK

  private static Leg sacking(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(new SackPermitted());
    Packet answer = leg.await(synAck(), Dialogue.SOON);
    d.require("a peer that takes SACK", answer != null && answer.carries(SackPermitted.class));
    leg.ack();
    return leg.skip();
  }

  /** Sends 100 bytes there, and returns the blocks of the answer, relative to what is awaited. */
  private static List<List<Integer>> blocks(Dialogue d, Leg leg, int offset) {
    int base = leg.sndNxt();
    leg.skip();
    leg.segment().seq(base + offset).payload(new byte[100]).send();
    Packet answer = leg.expect(pureAck());
    List<List<Integer>> result = new ArrayList<>();
    for (Sack.Block block : answer.option(Sack.class).map(Sack::blocks).orElse(List.of())) {
      result.add(List.of(block.left() - base, block.right() - base));
    }
    d.note("blocks " + result);
    return result;
  }

  private static List<Integer> first(List<List<Integer>> blocks) {
    return blocks.isEmpty() ? List.of() : blocks.get(0);
  }

  @Case(
      id = "sack-says-what-came",
      section = "4",
      rfc = 2018,
      apps = {App.DISCARD, App.ECHO},
      level = Level.SHOULD,
      says = "If sent at all, SACK options SHOULD be included in all ACKs ... left and right edge")
  static void block(Dialogue d) {
    Leg leg = sacking(d);
    d.check("one block", blocks(d, leg, 100).equals(List.of(List.of(100, 200))));
  }

  @Case(
      id = "sack-joins-what-is-contiguous",
      section = "3",
      rfc = 2018,
      apps = {App.DISCARD, App.ECHO},
      says = "Each block represents received bytes of data that are contiguous and isolated",
      variants = {"behind", "before", "between", "overlapping"})
  static void joined(Dialogue d, String variant) {
    Leg leg = sacking(d);
    List<List<Integer>> result;
    int left = 200;
    int right = 400;
    switch (variant) {
      case "behind" -> {
        blocks(d, leg, 200);
        result = blocks(d, leg, 300);
      }
      case "before" -> {
        blocks(d, leg, 300);
        result = blocks(d, leg, 200);
      }
      case "between" -> {
        blocks(d, leg, 200);
        blocks(d, leg, 400);
        result = blocks(d, leg, 300);
        right = 500;
      }
      default -> {
        blocks(d, leg, 200);
        result = blocks(d, leg, 250);
        right = 350;
      }
    }
    // a block before it may tell of what came twice
    List<Integer> last = result.isEmpty() ? List.of() : result.get(result.size() - 1);
    d.check("one block of all", last.equals(List.of(left, right)));
  }

  @Case(
      id = "sack-begins-with-the-newest-block",
      section = "4",
      rfc = 2018,
      apps = {App.DISCARD, App.ECHO},
      says = "The first SACK block MUST specify the contiguous block ... which triggered this ACK",
      variants = {"ascending", "descending", "mixed"})
  static void newestFirst(Dialogue d, String variant) {
    Leg leg = sacking(d);
    int[] order =
        switch (variant) {
          case "ascending" -> new int[] {200, 400, 600};
          case "descending" -> new int[] {600, 400, 200};
          default -> new int[] {400, 600, 200};
        };
    for (int at : order) {
      List<List<Integer>> result = blocks(d, leg, at);
      d.check("it is the first", first(result).equals(List.of(at, at + 100)));
    }
  }

  @Case(
      id = "sack-repeats-the-blocks-before",
      section = "4",
      rfc = 2018,
      level = Level.SHOULD,
      apps = {App.DISCARD, App.ECHO},
      says = "SHOULD be filled ... by repeating the most recently reported SACK blocks")
  static void repeats(Dialogue d) {
    Leg leg = sacking(d);
    blocks(d, leg, 200);
    blocks(d, leg, 400);
    List<List<Integer>> result = blocks(d, leg, 600);
    d.check(
        "three blocks, the newest first",
        result.equals(List.of(List.of(600, 700), List.of(400, 500), List.of(200, 300))));
  }

  @Case(
      id = "sack-has-no-more-than-four-blocks",
      section = "3",
      rfc = 2018,
      apps = {App.DISCARD, App.ECHO},
      says = "a SACK option that specifies n blocks will have a length of 8*n+2 ... maximum of 4")
  static void four(Dialogue d) {
    Leg leg = sacking(d);
    List<List<Integer>> result = List.of();
    for (int i = 1; i <= 8; i++) {
      result = blocks(d, leg, 200 * i);
    }
    d.check("three or four", result.size() == 3 || result.size() == 4);
    d.check("the newest first", first(result).equals(List.of(1600, 1700)));
  }

  @Case(
      id = "sack-ends-when-the-gap-is-filled",
      section = "3",
      rfc = 2018,
      apps = {App.DISCARD, App.ECHO},
      says = "SACK ... non-contiguous blocks of data that have been received and queued")
  static void filled(Dialogue d) {
    Leg leg = sacking(d);
    blocks(d, leg, 100);
    leg.skip();
    leg.segment().payload(new byte[200]).send();
    Packet answer = leg.expect(acknowledges(leg.sndNxt()));
    boolean beyond =
        answer.option(Sack.class).map(Sack::blocks).orElse(List.of()).stream()
            .anyMatch(b -> b.right() - answer.ack() > 0);
    d.check("no block beyond the ACK", !beyond);
  }

  @Case(
      id = "sack-tells-of-text-that-came-twice",
      section = "4",
      rfc = 2883,
      level = Level.SHOULD,
      apps = {App.DISCARD, App.ECHO},
      says = "D-SACK: the first block of the SACK option specifies the duplicate segment",
      variants = {"acknowledged", "held"})
  static void duplicateSack(Dialogue d, String variant) {
    Leg leg = sacking(d);
    if (variant.equals("acknowledged")) {
      d.deliver(leg, d.randomBytes(100));
      d.pass(Duration.ofMillis(100));
      d.check("it is the first block", first(blocks(d, leg, -100)).equals(List.of(-100, 0)));
    } else {
      blocks(d, leg, 200);
      List<List<Integer>> result = blocks(d, leg, 200);
      d.check("it is the first block", first(result).equals(List.of(200, 300)));
      d.check(
          "and the second one again",
          result.size() == 2 && result.get(1).equals(List.of(200, 300)));
    }
  }

  @Case(
      id = "sack-is-not-sent-unless-permitted",
      section = "2",
      rfc = 2018,
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.DISCARD, App.ECHO},
      says = "It MUST NOT be sent ... unless SACK-permitted was received in the SYN")
  static void notPermitted(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.skip();
    leg.segment().seq(leg.sndNxt() + 100).payload(d.randomBytes(100)).send();
    Packet answer = leg.expect(pureAck());
    d.check("no SACK", !answer.carries(Sack.class));
    d.check(
        "no SACK-permitted without SYN",
        leg.packets().stream().noneMatch(p -> !p.has(Flags.SYN) && p.carries(SackPermitted.class)));
  }

  @Case(
      id = "sack-permitted-answers-that-of-the-syn-only",
      section = "2",
      rfc = 2018,
      says = "SACK-permitted ... MUST NOT be sent on non-SYN segments; in answer to one")
  static void answersOnly(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    d.check("none without", !leg.expect(synAck()).carries(SackPermitted.class));
  }
}
