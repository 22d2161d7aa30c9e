package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.reset;

import java.net.InetSocketAddress;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Icmp;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** ICMP errors about what the peer sent (RFC 9293, section 3.9.2.2; RFC 5927; RFC 1191, 8201). */
@Folder("tcp")
public final class IcmpCases {
  private IcmpCases() {}

  /** Type and code of ICMP, and of ICMPv6. */
  private static int[] type(String variant, boolean v6) {
    return switch (variant) {
      case "net-unreachable" -> v6 ? new int[] {1, 0} : new int[] {3, 0};
      case "host-unreachable" -> v6 ? new int[] {1, 3} : new int[] {3, 1};
      case "port-unreachable" -> v6 ? new int[] {1, 4} : new int[] {3, 3};
      case "protocol-unreachable" -> v6 ? new int[] {4, 1} : new int[] {3, 2};
      case "time-exceeded" -> v6 ? new int[] {3, 0} : new int[] {11, 0};
      case "reassembly-time-exceeded" -> v6 ? new int[] {3, 1} : new int[] {11, 1};
      case "parameter-problem" -> v6 ? new int[] {4, 0} : new int[] {12, 0};
      // of no meaning in ICMPv6: an unknown error
      case "source-quench" -> v6 ? new int[] {100, 0} : new int[] {4, 0};
      default -> throw new IllegalArgumentException(variant);
    };
  }

  private static void send(Dialogue d, String variant, Packet about) {
    int[] type = type(variant, d.isV6());
    d.sendRaw(Icmp.error(d.address(2), type[0], type[1], 0, about));
  }

  /** The peer's text that is in flight: 100 bytes. */
  private static Flight echo(Dialogue d) {
    Flight flight = Flight.plain(d);
    flight.leg().send(d.randomBytes(100));
    boolean came = d.await("the echo", () -> flight.end() == 100, Dialogue.SOON);
    d.require("the echo", came);
    return flight;
  }

  private static Packet text(Flight flight) {
    return flight.leg().packets().stream()
        .filter(p -> p.payload().length > 0)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Case(
      id = "soft-icmp-error-ends-nothing",
      section = "3.9.2.2",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "a TCP implementation MUST NOT abort the connection (MUST-56)",
      variants = {
        "net-unreachable",
        "host-unreachable",
        "time-exceeded",
        "reassembly-time-exceeded",
        "parameter-problem",
        "source-quench"
      })
  static void soft(Dialogue d, String variant) {
    Flight flight = echo(d);
    Leg leg = flight.leg();
    send(d, variant, text(flight));
    leg.skip().expectNone(reset(), Flight.BURST);
    leg.autoAck(true).ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "icmp-error-about-other-numbers-is-ignored",
      section = "4.1",
      rfc = 5927,
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "SND.UNA =< SEG.SEQ < SND.NXT, otherwise the ICMP error should be ignored",
      variants = {"port-unreachable", "protocol-unreachable"})
  static void otherNumbers(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    Packet model = leg.packets().get(leg.packets().size() - 1);
    send(d, variant, at(model, model.seq() + 1_000_000));
    leg.skip().expectNone(reset(), Flight.BURST);
    d.assertAlive(leg);
  }

  private static Packet at(Packet model, int seq) {
    return new Packet(
        model.source(),
        model.destination(),
        seq,
        model.ack(),
        model.flags(),
        model.window(),
        0,
        0,
        List.of(),
        model.payload(),
        List.of());
  }

  /** From an address of its own: what a peer learns of the path to it hurts no other case. */
  private static Flight apart(Dialogue d) {
    Leg leg = d.leg(new InetSocketAddress(d.address(2), d.freshPort()), d.service());
    leg.window(60_000).syn();
    return Flight.begin(d, leg.autoAck(false));
  }

  private static void tooBig(Dialogue d, int mtu, Packet about) {
    byte[] error =
        d.isV6()
            ? Icmp.error(d.address(0), 2, 0, mtu, about)
            : Icmp.error(d.address(0), 3, 4, mtu, about);
    d.sendRaw(error);
  }

  private static int bytes(Packet packet, boolean v6) {
    boolean stamped = packet.carries(TcpOption.Timestamps.class);
    return (v6 ? 60 : 40) + (stamped ? 12 : 0) + packet.payload().length;
  }

  @Case(
      id = "packet-too-big-makes-packets-smaller",
      section = "6.3",
      rfc = 1191,
      apps = App.SOURCE,
      says = "the host MUST reduce its estimate of the PMTU ... MUST NOT send larger ones")
  static void smaller(Dialogue d) {
    Flight flight = apart(d);
    d.require("packets of more than 1,300 bytes", flight.longest() > 1300);
    int mtu = 1280;
    tooBig(
        d,
        mtu,
        flight.leg().packets().stream()
            .filter(p -> p.payload().length > 0)
            .findFirst()
            .orElseThrow());
    flight.leg().skip();
    Condition again = flight.textAt(0);
    Packet first = flight.leg().expect(again, Dialogue.RETRANSMISSION);
    d.check("what is sent again fits", bytes(first, d.isV6()) <= mtu);
    int end = flight.end();
    flight.acknowledge(end);
    d.expect("text goes on", () -> flight.end() > end);
    d.pass(Flight.BURST);
    boolean fit =
        flight.leg().packets().stream()
            .filter(p -> flight.offset(p) >= end)
            .allMatch(p -> bytes(p, d.isV6()) <= mtu);
    d.check("all that is new fits", fit);
  }

  @Case(
      id = "packet-too-big-about-other-numbers-is-ignored",
      section = "7.2",
      rfc = 5927,
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "TCP SEQ check ... an ICMP error that quotes what is not in flight is ignored")
  static void smallerByOthers(Dialogue d) {
    Flight flight = apart(d);
    int longest = flight.longest();
    d.require("packets of more than 1,300 bytes", longest > 1300);
    Packet model = text(flight);
    tooBig(d, 1280, at(model, model.seq() + 10_000_000));
    int end = flight.end();
    flight.acknowledge(end);
    d.expect("text goes on", () -> flight.end() > end);
    d.pass(Flight.BURST);
    boolean asBefore =
        flight.leg().packets().stream()
            .anyMatch(p -> flight.offset(p) >= end && p.payload().length == longest);
    d.check("packets are as large as before", asBefore);
  }

  @Case(
      id = "tiny-packet-too-big-ends-nothing",
      section = "3",
      rfc = 1191,
      apps = App.SOURCE,
      says = "A host MUST never reduce its estimate of the Path MTU below 68 octets (1280 in IPv6)",
      variants = {"0", "1", "60"})
  static void tiny(Dialogue d, String variant) {
    Flight flight = apart(d);
    tooBig(d, Integer.parseInt(variant), text(flight));
    int end = flight.end();
    flight.acknowledge(end);
    d.expect("text goes on", () -> flight.end() > end, Dialogue.RETRANSMISSION);
    d.check("in packets with some text", text(flight).payload().length >= 8);
    d.check("no RST", !flight.leg().isReset());
  }
}
