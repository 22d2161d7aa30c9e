package org.mptcp4j.conformance.cases.tcp;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** How much the peer sends when it begins again: after a time-out, after a pause (RFC 5681). */
@Folder("tcp")
public final class RestartCases {
  private static final int WINDOW = 60_000;

  /** RFC 6928: ten segments, and no more octets. */
  private static final int RESTART_WINDOW = 14_600;

  private RestartCases() {}

  @Case(
      id = "timeout-leaves-a-small-window-behind",
      section = "3.1",
      rfc = 5681,
      apps = App.SOURCE,
      says = "upon a timeout cwnd MUST be set to no more than the loss window, LW: 1 segment")
  static void afterTimeout(Dialogue d) {
    Flight flight = Flight.of(d, WINDOW);
    d.require("more than a few segments at first", flight.end() > 6 * flight.firstLength());
    flight.leg().skip();
    Packet first = flight.leg().await(flight.textAt(0), Dialogue.RETRANSMISSION);
    d.require("the first segment again", first != null);
    flight.acknowledge(first.payload().length);
    d.pass(Flight.BURST);
    // a duplicate: the time-out was not spurious (RFC 5682), all else is lost
    int before = segments(flight.leg());
    flight.acknowledge(first.payload().length);
    d.pass(Flight.BURST);
    d.check("no more than four segments then", segments(flight.leg()) - before <= 4);
  }

  private static int segments(Leg leg) {
    return (int) leg.packets().stream().filter(p -> p.payload().length > 0).count();
  }

  @Case(
      id = "pause-is-followed-by-slow-start",
      section = "4.1",
      rfc = 5681,
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "SHOULD set cwnd to no more than RW before beginning transmission if the TCP has not sent"
              + " data in an interval exceeding the retransmission timeout")
  static void afterPause(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    for (int i = 0; i < 4; i++) {
      d.echo(leg, d.randomBytes(RESTART_WINDOW * 2));
    }
    d.pass(Duration.ofSeconds(4));
    leg.autoAck(false);
    int before = leg.stream().length;
    leg.send(d.randomBytes(RESTART_WINDOW * 2));
    d.pass(Flight.BURST);
    int came = leg.stream().length - before;
    d.require("an echo", came > 0);
    d.check("no more than the restart window", came <= RESTART_WINDOW);
  }
}
