package org.mptcp4j.conformance.cases.capable;

import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;

/** Pieces of a handshake that a case takes apart. */
final class Handshake {
  private Handshake() {}

  /** Takes the keys, and sends the third ACK. */
  static Session confirm(Dialogue d, Leg leg, long ourKey, Capable answer) {
    Session session = keys(d, leg, ourKey, answer);
    leg.segment()
        .option(Opening.of(d).thirdCapable(ourKey, answer.senderKey(), session.checksum()))
        .send();
    return session;
  }

  /** Takes the keys, and sends nothing. */
  static Session keys(Dialogue d, Leg leg, long ourKey, Capable answer) {
    boolean checksum = answer.has(Capable.A);
    Session session = Session.of(d.version(), ourKey, answer.senderKey(), checksum);
    leg.session(session);
    return session;
  }

  /**
   * An option of kind 30 and subtype MP_CAPABLE with any length, and any bytes behind the flags.
   */
  static TcpOption ofLength(Dialogue d, int length, int version, int flags) {
    byte[] bytes = d.randomBytes(length);
    bytes[0] = 30;
    bytes[1] = (byte) length;
    bytes[2] = (byte) version;
    bytes[3] = (byte) flags;
    return new TcpOption.Raw(bytes);
  }

  /** The server answers a SYN with that option as if there were none, and plain TCP works. */
  static void expectPlainServer(Dialogue d, TcpOption option) {
    Leg leg = d.leg();
    leg.syn(option);
    Packet synAck = leg.expect(Condition.synAck());
    d.check("no MPTCP option in the SYN,ACK", !synAck.isMultipath());
    leg.ack();
    d.assertAlive(leg);
    d.check("nor later", leg.packets().stream().noneMatch(Packet::isMultipath));
  }

  /** The client takes a SYN+ACK with that option for one without, and plain TCP works. */
  static void expectPlainClient(Dialogue d, TcpOption... option) {
    Leg leg = d.awaitClient();
    Packet syn = leg.packets().get(0);
    d.require("MP_CAPABLE in the SYN", syn.carries(Capable.class));
    leg.synAck(option);
    int end = leg.sndNxt();
    d.expect("third ACK", () -> leg.peerAck() == end);
    d.assertAlive(leg);
    d.check(
        "no MPTCP option behind the SYN",
        leg.packets().stream().noneMatch(p -> !p.equals(syn) && p.isMultipath()));
  }
}
