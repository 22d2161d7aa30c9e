package org.mptcp4j.conformance.cases.robust;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.Role;

/** Options that are too short, too long or unknown: never a hang, never the end of the listener. */
@Folder("robustness")
public final class MalformedCases {
  /** The bytes of each variant. */
  private static final Map<String, String> BYTES =
      Map.ofEntries(
          Map.entry("capable-of-3-bytes", "1e0300"),
          Map.entry("capable-of-4-bytes", "1e0401"),
          Map.entry("capable-of-11-bytes", "1e0b0081 00000000000000"),
          Map.entry("join-of-5-bytes", "1e0510 0000"),
          Map.entry("join-of-10-bytes", "1e0a1001 00000000 0000"),
          Map.entry("dss-of-3-bytes", "1e0320"),
          Map.entry("dss-of-8-bytes", "1e082005 00000001"),
          Map.entry("dss-of-27-bytes", "1e1b2005 0000000000000000000000000000000000000000000000"),
          Map.entry("add-addr-of-3-bytes", "1e0330"),
          Map.entry("add-addr-of-6-bytes", "1e063401 0a01"),
          Map.entry("remove-addr-of-3-bytes", "1e0340"),
          Map.entry("prio-of-5-bytes", "1e0550 0000"),
          Map.entry("fail-of-4-bytes", "1e0460"),
          Map.entry("fail-of-11-bytes", "1e0b6000 00000000000000"),
          Map.entry("fastclose-of-4-bytes", "1e0470"),
          Map.entry("fastclose-of-13-bytes", "1e0d7000 000000000000000000"),
          Map.entry("tcprst-of-3-bytes", "1e0380"),
          Map.entry("tcprst-of-5-bytes", "1e0580 0000"),
          Map.entry("length-40", "1e28"),
          Map.entry("length-0", "1e00"),
          Map.entry("length-1", "1e01"),
          Map.entry("unknown-kind-length-48", "fe30"),
          Map.entry("capable-of-5-bytes", "1e0500 8100"),
          Map.entry("capable-of-13-bytes", "1e0d0081 000000000000000000"),
          Map.entry("capable-of-31-bytes", "1e1f0081 00"),
          Map.entry("join-of-3-bytes", "1e0310"),
          Map.entry("join-of-11-bytes", "1e0b1001 00000000000000"),
          Map.entry("join-of-13-bytes", "1e0d1001 000000000000000000"));

  private MalformedCases() {}

  /** The connection goes on, or is reset; a new one works in any case. */
  private static void survives(Dialogue d, Leg leg) {
    d.pass(Duration.ofMillis(100));
    if (!leg.isReset()) {
      d.assertAlive(leg);
    }
    if (d.role() == Role.SERVER) {
      d.assertAlive(Opening.of(d).multipath());
    }
  }

  @Case(
      id = "odd-length-in-mid-connection",
      section = "3",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {
        "capable-of-3-bytes",
        "capable-of-4-bytes",
        "capable-of-11-bytes",
        "join-of-5-bytes",
        "join-of-10-bytes",
        "dss-of-3-bytes",
        "dss-of-8-bytes",
        "dss-of-27-bytes",
        "add-addr-of-3-bytes",
        "add-addr-of-6-bytes",
        "remove-addr-of-3-bytes",
        "prio-of-5-bytes",
        "fail-of-4-bytes",
        "fail-of-11-bytes",
        "fastclose-of-4-bytes",
        "fastclose-of-13-bytes",
        "tcprst-of-3-bytes",
        "tcprst-of-5-bytes"
      },
      says = "options of lengths that no version knows")
  static void oddLength(Dialogue d, String form) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().option(TcpOption.Raw.hex(BYTES.get(form))).send();
    survives(d, leg);
  }

  @Case(
      id = "unknown-subtype-is-ignored",
      section = "3",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"9", "12", "14", "15"},
      says = "subtypes that are not assigned")
  static void unknownSubtype(Dialogue d, String subtype) {
    Leg leg = Opening.of(d).multipath();
    byte[] body = {(byte) (Integer.parseInt(subtype) << 4), 0, 0, 0};
    leg.segment().option(new MpOption.Unknown(Integer.parseInt(subtype), body)).send();
    leg.expectNone(Condition.reset());
    d.assertAlive(leg);
  }

  @Case(
      id = "option-longer-than-the-header",
      section = "3.1",
      rfc = 9293,
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"length-40", "length-0", "length-1", "unknown-kind-length-48"},
      says = "a TCP implementation MUST be prepared to handle an illegal option length")
  static void overrun(Dialogue d, String form) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().option(TcpOption.Raw.hex(BYTES.get(form))).send();
    survives(d, leg);
  }

  @Case(
      id = "odd-mp-capable-in-a-syn",
      section = "3.1",
      variants = {
        "capable-of-3-bytes",
        "capable-of-5-bytes",
        "capable-of-11-bytes",
        "capable-of-13-bytes",
        "capable-of-31-bytes"
      },
      says = "falls back to regular TCP")
  static void oddCapable(Dialogue d, String form) {
    Leg leg = d.leg();
    leg.syn(TcpOption.Raw.hex(BYTES.get(form)));
    Packet answer = leg.await(Condition.synAck(), Dialogue.RETRANSMISSION);
    if (answer != null) {
      d.check("no MP_CAPABLE in the SYN,ACK", !answer.carries(Capable.class));
      leg.ack();
      d.assertAlive(leg);
    }
    d.assertAlive(Opening.of(d).multipath());
  }

  @Case(
      id = "odd-mp-join-in-a-syn",
      section = "3.2",
      variants = {"join-of-3-bytes", "join-of-11-bytes", "join-of-13-bytes"},
      says = "a join that can't be read is none")
  static void oddJoin(Dialogue d, String form) {
    Leg initial = Opening.of(d).multipath();
    Leg second = d.leg(new InetSocketAddress(d.address(1), d.freshPort()), initial.remote());
    second.syn(TcpOption.Raw.hex(BYTES.get(form)));
    Packet answer = second.await(Condition.any(), Dialogue.SOON);
    d.check("no MP_JOIN in answer", answer == null || !answer.carries(MpOption.JoinSynAck.class));
    d.assertAlive(initial);
  }

  @Case(
      id = "two-of-a-kind-in-one-segment",
      section = "3",
      roles = {Role.SERVER, Role.CLIENT},
      says = "a segment with two DSS options")
  static void twice(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().option(leg.session().ack()).option(leg.session().ack()).send();
    survives(d, leg);
  }
}
