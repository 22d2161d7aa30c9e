package org.mptcp4j.conformance.cases.capable;

import static org.mptcp4j.conformance.dialogue.Condition.multipath;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.run.Case;
import org.mptcp4j.conformance.run.Folder;

/** What a server makes of MP_CAPABLE. */
@Folder("mp_capable")
public final class CapableServerCases {
  private CapableServerCases() {}

  @Case(
      id = "synack-carries-key-of-listener",
      section = "3.1",
      says = "the SYN/ACK ... contains the sender's key")
  static void key(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).firstCapable(d.randomLong()));
    Packet synAck = leg.expect(synAck());
    Capable answer = synAck.option(Capable.class).orElse(null);
    d.check("the SYN,ACK has MP_CAPABLE", answer != null);
    d.check("of the same version", answer.version() == d.version().number());
    d.check("with one key", answer.senderKey() != null && answer.receiverKey() == null);
    d.check("HMAC algorithm H", answer.has(Capable.H));
  }

  @Case(
      id = "data-flows-after-handshake",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the connection ... is in MPTCP mode")
  static void data(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.assertAlive(leg);
  }

  @Case(
      id = "syn-without-option-gets-plain-tcp",
      section = "3.1",
      says = "If a SYN contains no MP_CAPABLE ... the SYN/ACK MUST NOT contain one")
  static void plain(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    Packet synAck = leg.expect(synAck());
    d.check("no MPTCP option in the SYN,ACK", !synAck.isMultipath());
    leg.ack();
    d.assertAlive(leg);
    leg.expectNone(multipath());
  }
}
