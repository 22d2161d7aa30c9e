package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** What the peer makes of our window (RFC 9293, section 3.8.6; RFC 7323, section 2). */
@Folder("tcp")
public final class TcpWindowCases {
  /** More room than a receiver holds back (section 3.8.6.2.2): three segments and some. */
  private static final int ROOM = 5000;

  /** What is taken at a time of text that waited, octets: an initial window of it. */
  private static final int TAKEN = 14_000;

  /** More than a peer's buffers hold whose sender has a window of 0, octets. */
  private static final int MOST_HELD = 8_000_000;

  private TcpWindowCases() {}

  @Case(
      id = "window-is-not-exceeded",
      section = "3.4",
      apps = App.SOURCE,
      says = "new sequence numbers that may be emitted lie between SND.NXT and SND.UNA+SND.WND-1",
      variants = {"1", "500", "1400", "3000", "5001", "12000", "40000"})
  static void notExceeded(Dialogue d, String variant) {
    int window = Integer.parseInt(variant);
    Flight flight = Flight.of(d, window);
    d.check("no more than the window", flight.end() <= window);
    for (int i = 0; i < 4; i++) {
      int taken = flight.leg().stream().length;
      flight.grow(1);
      d.check("no more than the window behind our ACK", flight.end() <= taken + window);
    }
    d.check("but text", window == 1 || flight.end() > 0);
  }

  @Case(
      id = "window-is-used",
      section = "3.8.6.2.1",
      apps = App.SOURCE,
      says = "if a maximum-sized segment can be sent ... send data",
      variants = {"1400", "4200", "8400"})
  static void used(Dialogue d, String variant) {
    int window = Integer.parseInt(variant);
    Flight flight = Flight.of(d, window);
    int length = flight.firstLength();
    d.check("all full segments that fit", flight.end() > window - Math.max(length, 1));
  }

  @Case(
      id = "window-of-half-the-numbers-is-unsigned",
      section = "3.1",
      apps = App.SOURCE,
      says = "The window size MUST be treated as an unsigned number (MUST-1)")
  static void unsigned(Dialogue d) {
    Flight flight = Flight.of(d, 0xffff);
    d.check("text", flight.end() > 0);
    flight.grow(2);
    d.check("more text", flight.end() > 14_000);
  }

  @Case(
      id = "window-scale-is-applied",
      section = "2.3",
      rfc = 7323,
      apps = App.SOURCE,
      says = "The window field ... MUST be left-shifted by Snd.Wind.Shift bits",
      variants = {"0", "1", "2", "4", "7"})
  static void scale(Dialogue d, String variant) {
    int shift = Integer.parseInt(variant);
    Leg leg = d.leg();
    leg.syn(new TcpOption.WindowScale(shift));
    leg.window(8192 >> shift);
    Flight flight = Flight.begin(d, leg);
    d.require("a peer that scales windows", scales(leg));
    d.check("no more than the window", flight.end() <= 8192);
    d.check("more than what the field says", flight.end() > 8192 - 2 * 1400);
  }

  private static boolean scales(Leg leg) {
    return leg.packets().get(0).carries(TcpOption.WindowScale.class);
  }

  @Case(
      id = "window-scale-beyond-14-is-14",
      section = "2.3",
      rfc = 7323,
      apps = App.SOURCE,
      says = "larger than 14, the TCP SHOULD log the error but MUST use 14",
      variants = {"14", "15", "255"})
  static void largeScale(Dialogue d, String variant) {
    Leg leg = d.leg();
    leg.syn(new TcpOption.WindowScale(Integer.parseInt(variant)));
    leg.window(1);
    Flight flight = Flight.begin(d, leg);
    d.require("a peer that scales windows", scales(leg));
    flight.grow(4);
    int taken = flight.leg().stream().length;
    flight.grow(1);
    d.check("no more than 2^14", flight.end() <= taken + 16_384);
    d.check("nearly 2^14", flight.end() > taken + 16_384 - 1400);
  }

  @Case(
      id = "window-scale-is-not-used-unless-both-sent-it",
      section = "2.2",
      rfc = 7323,
      says = "Window Scale ... MUST NOT be sent in <SYN,ACK> unless received in the <SYN>")
  static void noScale(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    Packet answer = leg.expect(synAck());
    d.check("no window scale", !answer.carries(TcpOption.WindowScale.class));
  }

  @Case(
      id = "window-of-zero-is-probed",
      section = "3.8.6.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "the sending TCP peer ... MUST transmit at least one octet or probe (MUST-36)")
  static void probed(Dialogue d) {
    Leg leg = stopped(d);
    leg.expect(any(), Dialogue.RETRANSMISSION);
    leg.window(60_000).autoAck(true).ack();
    d.expect("the text that waited", () -> leg.stream().length == 200);
  }

  /** A peer that has 200 bytes to send, and a window of 0. */
  private static Leg stopped(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    leg.window(0).autoAck(false);
    leg.send(d.randomBytes(200));
    boolean acked = d.await("ACK", () -> leg.peerAck() == leg.sndNxt(), Dialogue.SOON);
    d.require("ACK of our text", acked);
    d.check("nothing behind the window's edge", leg.stream().length <= 1);
    return leg.skip();
  }

  @Case(
      id = "window-of-zero-lets-no-text-out",
      section = "3.8.6",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "SND.WND: what the remote TCP endpoint is willing to receive")
  static void closed(Dialogue d) {
    Leg leg = stopped(d);
    d.pass(Dialogue.SOON);
    d.check("no more than one octet of a probe", leg.stream().length <= 1);
  }

  @Case(
      id = "window-that-opens-lets-text-out",
      section = "3.8.6.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "the window ... so that the other side can resume")
  static void opens(Dialogue d) {
    Leg leg = stopped(d);
    // a probe: there is text that waits, and the next probe is twice as far off
    leg.expect(any(), Dialogue.RETRANSMISSION);
    leg.skip();
    leg.window(60_000).autoAck(true).ack();
    leg.expect(data(), Duration.ofMillis(300));
    d.expect("all of it", () -> leg.stream().length == 200);
    d.assertAlive(leg);
  }

  @Case(
      id = "window-probes-back-off",
      section = "3.8.6.1",
      level = Level.SHOULD,
      apps = App.ECHO,
      says = "SHOULD increase exponentially the interval between successive probes (SHLD-30)")
  static void backOff(Dialogue d) {
    Leg leg = stopped(d);
    long[] at = new long[4];
    for (int i = 0; i < at.length; i++) {
      leg.expect(any(), Dialogue.RETRANSMISSION);
      leg.skip();
      at[i] = d.nowNanos();
      leg.ack();
    }
    d.check("the second wait is longer", at[2] - at[1] > (at[1] - at[0]) * 1.3);
    d.check("the third wait is longer", at[3] - at[2] > (at[2] - at[1]) * 1.3);
  }

  @Case(
      id = "window-probes-keep-the-connection",
      section = "3.8.6.1",
      apps = App.ECHO,
      says = "as long as ACKs come in response to the probe ... MUST allow to stay open (MUST-37)")
  static void probesKeep(Dialogue d) {
    Leg leg = stopped(d);
    for (int i = 0; i < 3; i++) {
      leg.expect(any(), Dialogue.RETRANSMISSION);
      leg.skip().ack();
    }
    leg.window(60_000).autoAck(true).ack();
    d.expect("the text that waited", () -> leg.stream().length == 200);
    d.assertAlive(leg);
  }

  @Case(
      id = "window-that-shrinks-ends-nothing",
      section = "3.8.6",
      apps = App.SOURCE,
      says = "a sending TCP peer MUST be robust against window shrinking (MUST-34)",
      variants = {"to-half", "to-zero"})
  static void shrinks(Dialogue d, String variant) {
    Flight flight = Flight.of(d, 8400);
    int before = flight.end();
    d.require("text in flight", before > 5000);
    flight.leg().window(variant.equals("to-zero") ? 0 : 4200);
    flight.acknowledge(0);
    d.pass(Dialogue.QUIET);
    d.check("nothing new into a window that shrank", flight.end() == before);
    flight.leg().window(60_000);
    flight.acknowledge(before);
    d.expect("text goes on", () -> flight.end() > before + 1400);
    d.check("no RST", !flight.leg().isReset());
  }

  @Case(
      id = "window-in-an-old-segment-is-not-taken",
      section = "3.10.7.4",
      apps = App.SOURCE,
      says = "The check here prevents using old segments to update the window")
  static void oldWindow(Dialogue d) {
    Flight flight = Flight.of(d, 4200);
    Leg leg = flight.leg();
    int first = flight.end();
    leg.segment().ack(leg.irs() + 1 + first).payload(new byte[] {1}).send();
    d.pass(Flight.BURST);
    int second = flight.end();
    // overtaken on the way: an older sequence number, an older ACK
    leg.segment().seq(leg.sndNxt() - 1).ack(leg.irs() + 1).window(60_000).send();
    d.pass(Flight.BURST);
    d.check("text went on after the first ACK", second > first);
    d.check("no more than the newer window", flight.end() <= first + 4200);
  }

  @Case(
      id = "window-in-a-segment-that-was-overtaken-is-not-taken",
      section = "3.10.7.4",
      apps = App.SOURCE,
      says = "If (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK))")
  static void overtakenWindow(Dialogue d) {
    Flight flight = Flight.of(d, 4200);
    Leg leg = flight.leg();
    int first = flight.end();
    int ack = leg.irs() + 1 + first;
    // behind a gap: the newer one
    leg.segment().seq(leg.sndNxt() + 100).ack(ack).payload(new byte[] {1}).send();
    d.pass(Flight.BURST);
    leg.segment().ack(ack).window(60_000).send();
    d.pass(Flight.BURST);
    d.check("no more than the newer window", flight.end() <= first + 4200);
    d.check("but text", flight.end() > first);
  }

  @Case(
      id = "small-window-gets-no-small-segments",
      section = "3.8.6.2.1",
      level = Level.MUST,
      apps = App.SOURCE,
      says = "A TCP implementation MUST include a SWS avoidance algorithm in the sender (MUST-38)")
  static void sillyWindow(Dialogue d) {
    Flight flight = Flight.of(d, 5600);
    int first = flight.end();
    d.require("a full window in flight", first > 4200);
    // the right edge moves by 100 bytes only
    flight.leg().window(5700 - first);
    flight.acknowledge(first);
    flight.leg().skip();
    flight.leg().expectNone(data(), Flight.BURST);
    flight.leg().window(5600);
    flight.acknowledge(first);
    d.expect("text goes on", () -> flight.end() > first + 1300);
  }

  @Case(
      id = "window-is-advertised",
      section = "3.8.6",
      says = "RCV.WND ... space for text: more than nothing where none is held",
      roles = {Role.SERVER, Role.CLIENT})
  static void advertised(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    Packet last = leg.packets().get(leg.packets().size() - 1);
    d.check("a window of a segment at least", last.window() >= 536);
  }

  @Case(
      id = "window-that-opens-again-is-told",
      section = "3.8.6.2.2",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "determine when an ACK segment containing the current window will really be sent")
  static void updated(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    fill(d, leg);
    boolean opened = false;
    // an application that waits for much room to write reads nothing for a while
    for (int step = 0; step < 50 && !opened; step++) {
      take(d, leg);
      boolean told = d.await("a window update", () -> room(leg) >= ROOM, Duration.ofMillis(150));
      int packets = leg.packets().size();
      leg.segment().seq(leg.sndNxt() - 1).send();
      d.await("an answer", () -> leg.packets().size() > packets, Dialogue.SOON);
      opened = room(leg) >= ROOM;
      d.check("no room that was not told of", told || !opened);
    }
    d.require("the window opens again", opened);
  }

  /** Sends until the peer, whose application can't write, has little room left. */
  private static void fill(Dialogue d, Leg leg) {
    leg.window(0).autoAck(false).ack();
    for (int sent = 0; room(leg) >= ROOM; sent += Leg.PIECE) {
      d.require("a buffer that fills", sent < MOST_HELD);
      leg.segment().payload(d.randomBytes(Leg.PIECE)).send();
      int end = leg.sndNxt();
      if (room(leg) < ROOM) {
        d.await("its ACK", () -> leg.peerAck() == end, Dialogue.QUIET);
        d.await("a window update", () -> room(leg) >= ROOM, Dialogue.QUIET);
      }
    }
  }

  /**
   * Takes a burst of what waits, and acknowledges it without opening the window any further: so no
   * text can carry what the peer's window has become.
   */
  private static void take(Dialogue d, Leg leg) {
    int had = leg.stream().length;
    leg.window(TAKEN).ack();
    boolean waited = d.await("its text", () -> leg.stream().length > had, Dialogue.QUIET);
    if (!waited) {
      // an application that sleeps on, though it could write, is woken by something to read
      leg.segment().payload(d.randomBytes(1)).send();
      waited = d.await("its text", () -> leg.stream().length > had, Dialogue.SOON);
    }
    d.require("text that waited", waited);
    d.pass(Flight.BURST);
    int came = leg.stream().length - had;
    leg.window(Math.max(0, TAKEN - came)).ack();
  }

  /** What the peer's newest segment leaves us to send, octets; it does not scale its window. */
  private static int room(Leg leg) {
    Packet last = leg.packets().get(leg.packets().size() - 1);
    return last.ack() + last.window() - leg.sndNxt();
  }
}
