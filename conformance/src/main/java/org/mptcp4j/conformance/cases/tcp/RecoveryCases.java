package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.reset;

import java.time.Duration;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.packet.TcpOption.Sack;
import org.mptcp4j.conformance.packet.TcpOption.SackPermitted;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Loss and congestion, where the peer sends (RFC 5681, 6298, 6675, 6928). */
@Folder("tcp")
public final class RecoveryCases {
  private static final int WINDOW = 60_000;

  /** A retransmission for another reason than a time-out comes in this time. */
  private static final Duration FAST = Duration.ofMillis(250);

  private RecoveryCases() {}

  @Case(
      id = "lost-text-is-sent-again",
      section = "3.10.8",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "send the segment at the front of the retransmission queue again")
  static void timeout(Dialogue d) {
    Flight flight = echo(d, 100);
    flight.leg().expect(flight.textAt(0), Dialogue.RETRANSMISSION);
    flight.acknowledge(100);
    flight.leg().autoAck(true);
    d.assertAlive(flight.leg());
  }

  /** A peer that has sent that much, in one burst, and waits for ACKs. */
  private static Flight echo(Dialogue d, int length, TcpOption... options) {
    Flight flight = Flight.plain(d, options);
    flight.leg().send(d.randomBytes(length));
    boolean came = d.await("the echo", () -> flight.end() == length, Dialogue.SOON);
    d.require("the echo", came);
    flight.leg().skip();
    return flight;
  }

  @Case(
      id = "retransmissions-back-off",
      section = "5.5",
      rfc = 6298,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "The host MUST set RTO <- RTO * 2 (\"back off the timer\")")
  static void backOff(Dialogue d) {
    Flight flight = echo(d, 100);
    long[] at = new long[3];
    for (int i = 0; i < at.length; i++) {
      flight.leg().expect(flight.textAt(0), Duration.ofSeconds(5));
      at[i] = d.nowNanos();
    }
    long first = at[1] - at[0];
    long second = at[2] - at[1];
    d.check("twice as long", second > first * 1.5 && second < first * 2.6);
  }

  @Case(
      id = "retransmissions-end-with-the-ack",
      section = "5.2",
      rfc = 6298,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "When all outstanding data has been acknowledged, turn off the timer")
  static void noneAfterAck(Dialogue d) {
    Flight flight = echo(d, 100);
    flight.acknowledge(100);
    flight.leg().skip().expectNone(data(), Dialogue.SOON);
  }

  @Case(
      id = "ack-of-a-part-leaves-the-rest",
      section = "3.10.7.4",
      apps = App.SOURCE,
      says = "Any segments ... that are thereby entirely acknowledged are removed")
  static void part(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int length = flight.firstLength();
    flight.acknowledge(length);
    flight.leg().skip();
    Packet again = flight.leg().expect(flight.textBefore(2 * length), Dialogue.RETRANSMISSION);
    d.check("what is not acknowledged", flight.offset(again) == length);
  }

  @Case(
      id = "ack-inside-a-segment-leaves-its-end",
      section = "3.10.7.4",
      apps = App.ECHO,
      says = "SND.UNA <- SEG.ACK")
  static void middle(Dialogue d) {
    Flight flight = echo(d, 100);
    flight.acknowledge(40);
    Packet again = flight.leg().skip().expect(data(), Dialogue.RETRANSMISSION);
    int end = flight.offset(again) + again.payload().length;
    d.check("the rest is in it", flight.offset(again) <= 40 && end == 100);
    flight.acknowledge(100);
    flight.leg().skip().autoAck(true);
    d.assertAlive(flight.leg());
  }

  @Case(
      id = "timeout-leaves-one-segment",
      section = "3.1",
      rfc = 5681,
      apps = App.SOURCE,
      says = "upon a timeout cwnd MUST be set to no more than the loss window, LW: 1 segment")
  static void lossWindow(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    flight.leg().skip();
    Packet first = flight.leg().expect(flight.textAt(0), Dialogue.RETRANSMISSION);
    int length = first.payload().length;
    d.check("one segment", length <= flight.longest());
    flight.leg().expectNone(data(), FAST);
  }

  @Case(
      id = "timeout-is-followed-by-slow-start",
      section = "3.1",
      rfc = 5681,
      apps = App.SOURCE,
      says = "the sender ... then uses the slow start algorithm to increase the window")
  static void afterTimeout(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int sent = flight.end();
    flight.leg().skip();
    flight.leg().expect(flight.textAt(0), Dialogue.RETRANSMISSION);
    int length = flight.firstLength();
    int before = count(flight);
    flight.acknowledge(length);
    d.pass(FAST);
    d.check("two segments at the most", count(flight) - before <= 2);
    flight.acknowledge(sent);
    d.expect("text goes on", () -> flight.end() > sent);
  }

  private static int count(Flight flight) {
    return (int) flight.leg().packets().stream().filter(p -> p.payload().length > 0).count();
  }

  @Case(
      id = "initial-window-is-small",
      section = "2",
      rfc = 6928,
      apps = App.SOURCE,
      says = "The upper bound for the initial window: min (10*MSS, max (2*MSS, 14600))",
      variants = {"536", "1000", "1400"})
  static void initialWindow(Dialogue d, String variant) {
    int mss = Integer.parseInt(variant);
    Leg leg = d.leg().window(WINDOW);
    leg.segment().flags(Flags.SYN).option(new TcpOption.Mss(mss)).send();
    Flight flight = Flight.begin(d, leg);
    d.check("ten segments at the most", flight.end() <= Math.min(10 * mss, 14_600));
    d.check("one at least", flight.end() >= Math.min(mss, 536) / 2);
  }

  @Case(
      id = "slow-start-adds-a-segment-for-each-ack",
      section = "3.1",
      rfc = 5681,
      apps = App.SOURCE,
      says = "During slow start, a TCP increments cwnd by at most SMSS bytes for each ACK")
  static void slowStart(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int before = flight.end();
    int length = flight.firstLength();
    flight.acknowledge(length);
    d.pass(FAST);
    d.check("something new", flight.end() > before);
    d.check("two segments at the most", flight.end() - before <= 2 * flight.longest());
  }

  @Case(
      id = "window-grows-in-slow-start",
      section = "3.1",
      rfc = 5681,
      apps = App.SOURCE,
      says = "slow start: cwnd += min (N, SMSS)")
  static void grows(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int first = flight.end();
    int length = flight.firstLength();
    for (int at = length; at <= first; at += length) {
      flight.acknowledge(at);
      d.pass(Duration.ofMillis(3));
    }
    d.pass(FAST);
    d.check("more than before is in flight", flight.end() - first > first);
  }

  @Case(
      id = "split-acks-do-not-inflate-the-window",
      section = "3.1",
      rfc = 5681,
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "cwnd += min (N, SMSS) ... N is the number of previously unacknowledged bytes")
  static void splitAcks(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int before = flight.end();
    int length = flight.firstLength();
    for (int i = 1; i <= 10; i++) {
      flight.acknowledge(length * i / 10);
    }
    d.pass(FAST);
    d.check("two segments at the most", flight.end() - before <= 2 * flight.longest());
  }

  // duplicate ACKs

  @Case(
      id = "three-duplicate-acks-are-a-loss",
      section = "3.2",
      rfc = 5681,
      apps = App.SOURCE,
      says = "The TCP sender SHOULD use the fast retransmit algorithm ... 3 duplicate ACKs",
      variants = {"at-the-begin", "later"})
  static void fastRetransmit(Dialogue d, String variant) {
    Flight flight = Flight.of(d, WINDOW);
    int at = 0;
    if (variant.equals("later")) {
      at = flight.firstLength();
      flight.acknowledge(at);
      d.pass(Duration.ofMillis(20));
    }
    duplicates(flight, at, 3);
    flight.leg().expect(flight.textAt(at), FAST);
  }

  private static void duplicates(Flight flight, int offset, int count) {
    flight.leg().skip();
    for (int i = 0; i < count; i++) {
      flight.acknowledge(offset);
    }
  }

  @Case(
      id = "fewer-duplicate-acks-are-no-loss",
      section = "3.2",
      rfc = 5681,
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "uses the arrival of 3 duplicate ACKs as an indication that a segment has been lost",
      variants = {"1", "2"})
  static void fewer(Dialogue d, String variant) {
    Flight flight = Flight.of(d, WINDOW);
    duplicates(flight, 0, Integer.parseInt(variant));
    flight.leg().expectNone(flight.textAt(0), FAST);
  }

  @Case(
      id = "duplicate-acks-let-new-text-out",
      section = "2",
      rfc = 3042,
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "transmit a new data segment upon each of the first two duplicate ACKs")
  static void limitedTransmit(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int before = flight.end();
    duplicates(flight, 0, 2);
    d.pass(FAST);
    d.check("new text", flight.end() > before);
    d.check("a segment for each", flight.end() - before <= 2 * flight.longest());
  }

  @Case(
      id = "acks-with-text-are-no-duplicates",
      section = "2",
      rfc = 5681,
      apps = App.SOURCE,
      says = "DUPLICATE ACKNOWLEDGMENT: ... (b) the incoming acknowledgment carries no data")
  static void withText(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    flight.leg().skip();
    for (int i = 0; i < 3; i++) {
      flight.leg().segment().ack(flight.leg().irs() + 1).payload(new byte[] {1}).send();
    }
    flight.leg().expectNone(flight.textAt(0), FAST);
  }

  @Case(
      id = "window-updates-are-no-duplicates",
      section = "2",
      rfc = 5681,
      apps = App.SOURCE,
      says = "(e) the advertised window ... equals the advertised window in the last incoming ACK")
  static void windowUpdates(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    flight.leg().skip();
    for (int i = 1; i <= 3; i++) {
      flight.leg().window(WINDOW + 1400 * i);
      flight.acknowledge(0);
    }
    flight.leg().expectNone(flight.textAt(0), FAST);
  }

  @Case(
      id = "loss-shrinks-the-window",
      section = "3.2",
      rfc = 5681,
      apps = App.SOURCE,
      says = "ssthresh ... (4); when the ACK for new data arrives, set cwnd to ssthresh")
  static void shrinks(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int before = flight.end();
    d.require("ten segments in flight", before >= 10 * flight.firstLength() - 1400);
    duplicates(flight, 0, 3);
    flight.leg().expect(flight.textAt(0), FAST);
    int end = flight.end();
    flight.acknowledge(end);
    d.pass(FAST);
    d.check("text goes on", flight.end() > end);
    d.check("with a smaller window", flight.end() - end < before - flight.longest());
  }

  @Case(
      id = "partial-ack-brings-the-next-lost-segment",
      section = "3.2",
      rfc = 6582,
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "partial acknowledgment ... retransmit the first unacknowledged segment")
  static void partialAck(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    int next = flight.begin(3);
    duplicates(flight, 0, 3);
    flight.leg().expect(flight.textAt(0), FAST);
    flight.acknowledge(next);
    // what is behind it came: a peer may wait for so much (RFC 6937), but for no time-out
    for (int i = 0; i < 5; i++) {
      flight.acknowledge(next);
    }
    flight.leg().expect(flight.textAt(next), FAST);
  }

  // SACK

  private static Sack sack(Flight flight, int... edges) {
    Sack.Block[] blocks = new Sack.Block[edges.length / 2];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = flight.block(edges[2 * i], edges[2 * i + 1]);
    }
    return new Sack(List.of(blocks));
  }

  private static Flight sackFlight(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW, new SackPermitted());
    d.require("a peer that takes SACK", flight.leg().packets().get(0).carries(SackPermitted.class));
    d.require("ten segments in flight", flight.end() >= 10 * flight.firstLength() - 1400);
    flight.leg().skip();
    return flight;
  }

  @Case(
      id = "sack-shows-a-loss",
      section = "5",
      rfc = 6675,
      apps = App.SOURCE,
      says = "DupThresh ... If IsLost (SND.UNA) returns true: retransmit",
      variants = {"first", "third"})
  static void sackedLoss(Dialogue d, String variant) {
    Flight flight = sackFlight(d);
    int number = variant.equals("first") ? 0 : 2;
    int lost = flight.begin(number);
    int held = flight.begin(number + 1);
    for (int i = 2; i <= 5; i++) {
      flight.acknowledge(lost, sack(flight, held, flight.begin(number + i)));
    }
    Packet again = flight.leg().expect(flight.textBefore(held), FAST);
    d.check("the lost segment", flight.offset(again) == lost);
  }

  @Case(
      id = "sacked-text-is-not-sent-again",
      section = "5",
      rfc = 6675,
      apps = App.SOURCE,
      says = "the sender SHOULD NOT retransmit what HighACK and SACK say was received",
      level = Level.SHOULD)
  static void onlyTheHole(Dialogue d) {
    Flight flight = sackFlight(d);
    int length = flight.firstLength();
    int end = flight.end();
    flight.acknowledge(0, sack(flight, length, end));
    flight.leg().expect(flight.textAt(0), FAST);
    flight.leg().expectNone(flight.textBefore(end), FAST);
  }

  @Case(
      id = "sack-shows-two-losses",
      section = "5",
      rfc = 6675,
      apps = App.SOURCE,
      says = "NextSeg () ... each is sent once, in order")
  static void twoHoles(Dialogue d) {
    Flight flight = sackFlight(d);
    int end = flight.end();
    int second = flight.begin(2);
    flight.acknowledge(0, sack(flight, flight.begin(3), end, flight.begin(1), second));
    flight.leg().expect(flight.textAt(0), FAST);
    flight.leg().expect(flight.textAt(second), FAST);
    flight.leg().expectNone(flight.textBefore(end), Duration.ofMillis(30));
  }

  @Case(
      id = "sack-of-text-never-sent-is-ignored",
      section = "5.1",
      rfc = 2018,
      apps = App.SOURCE,
      says = "SACK ... of data that has been received and queued",
      variants = {"beyond", "before", "reversed", "empty"})
  static void nonsense(Dialogue d, String variant) {
    Flight flight = sackFlight(d);
    int end = flight.end();
    Sack sack =
        switch (variant) {
          case "beyond" -> sack(flight, end + 1000, end + 2000);
          case "before" -> sack(flight, -5000, -4000);
          case "reversed" -> sack(flight, 4000, 1000);
          default -> sack(flight, 1000, 1000);
        };
    for (int i = 0; i < 3; i++) {
      flight.acknowledge(0, sack);
    }
    flight.leg().expectNone(reset());
    flight.acknowledge(end);
    d.expect("text goes on", () -> flight.end() > end);
  }

  @Case(
      id = "sacked-text-that-is-lost-after-all-is-sent-again",
      section = "8",
      rfc = 2018,
      apps = App.SOURCE,
      says = "the data sender MUST NOT discard ... until ... acknowledged (reneging)")
  static void reneging(Dialogue d) {
    Flight flight = sackFlight(d);
    int length = flight.firstLength();
    int end = flight.end();
    flight.acknowledge(0, sack(flight, length, end));
    flight.leg().expect(flight.textAt(0), FAST);
    flight.acknowledge(length);
    d.require("it can be sent again", flight.end() >= end);
    flight.leg().skip();
    flight.leg().expect(flight.textAt(length), Dialogue.RETRANSMISSION);
  }
}
