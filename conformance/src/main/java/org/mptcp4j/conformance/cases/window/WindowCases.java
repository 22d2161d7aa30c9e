package org.mptcp4j.conformance.cases.window;

import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.data;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The window that we announce, and how the peer keeps to it. */
@Folder("window")
public final class WindowCases {
  /** A probe of a closed window may have an octet (RFC 9293, section 3.8.6.1). */
  private static final int PROBE = 1;

  private static final int WINDOW = 3000;

  private WindowCases() {}

  /** The end of the data that mappings on those legs put farthest, as an offset. */
  private static long farthest(Session session, List<Leg> legs) {
    long end = 0;
    for (Leg leg : legs) {
      for (Packet packet : leg.packets()) {
        Dss dss = packet.option(Dss.class).orElse(null);
        if (dss != null && dss.hasMapping() && packet.payload().length > 0) {
          int inMapping = packet.seq() - leg.irs() - dss.ssn();
          int first = (int) (dss.dsn() - session.peerDsn(0)) + inMapping;
          end = Math.max(end, first + packet.payload().length);
        }
      }
    }
    return end;
  }

  /**
   * A connection whose window of {@link #WINDOW} octets the peer filled, and which is closed now;
   * an ECHO peer has 2000 octets more to send.
   */
  private static Leg filled(Dialogue d) {
    Leg leg = Opening.of(d).window(WINDOW).multipath();
    Session session = leg.session();
    leg.autoAck(false);
    int before = session.received().length;
    leg.send(d.randomBytes(WINDOW + 2000));
    d.expect("a window of data", () -> session.received().length >= before + WINDOW - 1400);
    d.pass(Duration.ofMillis(100));
    int got = session.received().length - before;
    d.check("no more than a window of data", got <= WINDOW + PROBE);
    // the right edge stays where it is
    leg.window(Math.max(0, WINDOW - got)).ack();
    d.pass(Duration.ofMillis(50));
    int left = before + WINDOW - session.received().length;
    leg.window(Math.max(0, left)).ack();
    leg.skip();
    return leg;
  }

  /** Opens the window: the rest of the echo comes. */
  private static void reopen(Dialogue d, Leg leg) {
    Session session = leg.session();
    long sent = session.sndNxt() - session.dsn(0);
    leg.window(60_000).autoAck(true).ack();
    d.expect("the rest of the echo", () -> session.received().length >= sent);
    d.assertAlive(leg);
  }

  @Case(
      id = "window-is-kept",
      section = "3.3.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "data segments with data-level sequence numbers between (DATA_ACK, DATA_ACK + receive_window)")
  static void kept(Dialogue d) {
    Leg leg = filled(d);
    int edge = leg.session().received().length + leg.window();
    d.pass(Dialogue.QUIET);
    d.check("nothing beyond the right edge", farthest(leg.session(), List.of(leg)) <= edge + PROBE);
    reopen(d, leg);
  }

  @Case(
      id = "window-update-lets-data-go-on",
      section = "3.3.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "It should only update its local receive window values when the largest sequence number"
              + " allowed (i.e., DATA_ACK + receive window) increases, on the receipt of a DATA_ACK")
  static void update(Dialogue d) {
    Leg leg = filled(d);
    reopen(d, leg);
  }

  @Case(
      id = "closed-window-is-probed",
      section = "3.3.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "The semantics ... flow control as regular TCP; a zero window is probed (RFC 9293, 3.8.6.1)")
  static void probe(Dialogue d) {
    Leg leg = filled(d);
    leg.expect(any(), Dialogue.RETRANSMISSION);
    reopen(d, leg);
  }

  @Case(
      id = "window-without-data-ack-is-not-used",
      section = "3.3.2",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "an implementation MUST NOT use the RCV.WND field of a TCP segment at the connection level"
              + " if it does not also carry a DSS option with a Data ACK field")
  static void withoutDataAck(Dialogue d) {
    Leg leg = filled(d);
    int edge = leg.session().received().length + leg.window();
    leg.segment().window(60_000).send();
    d.pass(Dialogue.QUIET);
    d.check("nothing beyond the right edge", farthest(leg.session(), List.of(leg)) <= edge + PROBE);
    reopen(d, leg);
  }

  @Case(
      id = "data-ack-of-unsent-data-frees-nothing",
      section = "3",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "standard TCP validity checks (such as ensuring the sequence number and acknowledgment"
              + " number are within window) MUST be undertaken before processing any MPTCP signals")
  static void unsentData(Dialogue d) {
    Leg leg = filled(d);
    int edge = leg.session().received().length + leg.window();
    // half of what waits for the window
    leg.segment().option(Dss.ack(leg.session().rcvNxt() + 1000)).send();
    d.pass(Dialogue.QUIET);
    d.check("nothing beyond the right edge", farthest(leg.session(), List.of(leg)) <= edge + PROBE);
    reopen(d, leg);
  }

  @Case(
      id = "window-is-shared-by-subflows",
      section = "3.3.4",
      roles = {Role.SERVER, Role.CLIENT},
      apps = {App.SOURCE, App.ECHO},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "MPTCP also uses a unique receive window, shared between the subflows")
  static void shared(Dialogue d) {
    Leg one = Opening.of(d).window(4000).multipath();
    Leg two = Opening.of(d).window(4000).join(one);
    Session session = one.session();
    one.autoAck(false);
    two.autoAck(false);
    one.ack();
    int acked = session.received().length;
    one.send(d.randomBytes(10_000));
    acknowledgeSubflows(d, one, two);
    // our data brought DATA_ACKs of what had come when it left
    long edge = acked + 4000L;
    long end = farthest(session, List.of(one, two));
    d.check("data came", end > acked);
    d.check("within one window for both", end <= edge + PROBE);
    one.autoAck(true).window(60_000).ack();
    d.expect("more data", () -> session.received().length > edge);
  }

  /** Acknowledges at the subflows alone for a while, so that only the data level stops the peer. */
  private static void acknowledgeSubflows(Dialogue d, Leg one, Leg two) {
    for (int i = 0; i < 6; i++) {
      d.pass(Duration.ofMillis(50));
      one.segment().send();
      two.segment().send();
    }
  }

  @Case(
      id = "window-of-a-subflow-is-kept-too",
      section = "3.3.5",
      apps = App.SOURCE,
      says = "The allowed window for subflow i is (ack_i, ack_i + rcv_wnd_i)")
  static void ofSubflow(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).window(1000).join(one);
    two.autoAck(false);
    int acked = two.stream().length;
    d.pass(Dialogue.QUIET);
    d.check("no more than its window on that subflow", two.stream().length <= acked + 1000 + PROBE);
    int before = one.session().received().length;
    two.autoAck(true).ack();
    d.expect("data goes on", () -> one.session().received().length > before + 20_000);
  }

  @Case(
      id = "largest-right-edge-counts",
      section = "3.3.5",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says =
          "if receive window sizes differ on multiple subflows, when sending data MPTCP SHOULD take"
              + " the largest of the most recent window sizes")
  static void largest(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).window(100).join(one);
    one.ack();
    one.autoAck(false);
    two.autoAck(false);
    int before = one.session().received().length;
    byte[] bytes = d.randomBytes(3000);
    // each of these segments says 100, the other subflow has said 60,000
    two.send(bytes);
    takeEcho(d, List.of(one, two), before, bytes);
    one.autoAck(true).ack();
    d.assertAlive(one);
  }

  @Case(
      id = "older-announcement-does-not-shrink-the-window",
      section = "3.3.5",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "the requirement not to reduce the right edge of the window")
  static void older(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    byte[] first = d.randomBytes(500);
    d.echo(leg, first);
    leg.autoAck(false).window(30_000).ack();
    // overtaken by the one before
    leg.segment().option(Dss.ack(session.rcvNxt() - 500)).window(500).send();
    // without a DATA_ACK: it counts for the subflow alone
    leg.segment().send();
    int before = session.received().length;
    byte[] bytes = d.randomBytes(4000);
    sendWithoutDataAck(leg, bytes);
    takeEcho(d, List.of(leg), before, bytes);
    leg.autoAck(true).ack();
    d.assertAlive(leg);
  }

  private static void sendWithoutDataAck(Leg leg, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += 1000) {
      byte[] piece = Arrays.copyOfRange(bytes, at, at + 1000);
      Dss map = Dss.map(leg.session().sndNxt(), leg.ssn(), piece.length);
      leg.segment().option(map).payload(piece).send();
      leg.session().skip(piece.length);
    }
  }

  /**
   * All of the echo comes, soon; it is acknowledged at the subflows alone, since a sender may wait
   * for that (RFC 9293, section 3.7.4).
   */
  private static void takeEcho(Dialogue d, List<Leg> legs, int before, byte[] bytes) {
    Session session = legs.get(0).session();
    long until = d.nowNanos() + Dialogue.SOON.toNanos();
    while (session.received().length < before + bytes.length) {
      int had = came(legs);
      d.expect("more of the echo", () -> came(legs) > had);
      legs.forEach(leg -> leg.segment().send());
      d.check("not only probes", d.nowNanos() < until);
    }
    d.expectBytes(legs.get(0), before, bytes);
  }

  private static int came(List<Leg> legs) {
    return legs.stream().mapToInt(leg -> leg.stream().length).sum();
  }

  @Case(
      id = "small-window-passes-all-in-time",
      section = "3.3.4",
      apps = App.ECHO,
      says = "throttling down fast senders when receivers cannot keep up")
  static void small(Dialogue d) {
    Leg leg = Opening.of(d).window(1500).multipath();
    d.echo(leg, d.randomBytes(6000));
    leg.skip();
    leg.expectNone(data());
  }
}
