package org.mptcp4j.conformance.cases.join;

import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.net.InetSocketAddress;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;
import org.mptcp4j.conformance.run.Case;
import org.mptcp4j.conformance.run.Folder;

/** The four packets of a join that the suite opens. */
@Folder("mp_join")
public final class JoinHandshakeCases {
  private JoinHandshakeCases() {}

  private static Leg second(Dialogue d, Leg initial) {
    return d.leg(new InetSocketAddress(d.address(1), d.freshPort()), initial.remote());
  }

  @Case(
      id = "unknown-token-resets",
      section = "3.2",
      says = "If the token is unknown ... the receiver MUST respond with a reset")
  static void unknownToken(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    int token = initial.session().peerToken() + 1;
    second.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    second.expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "synack-proves-the-key",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the SYN/ACK ... includes a truncated (leftmost 64 bits) HMAC")
  static void hmac(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    int nonce = d.randomInt();
    second.syn(new MpOption.JoinSyn(false, 1, initial.session().peerToken(), nonce));
    Packet synAck = second.expect(synAck());
    MpOption.JoinSynAck answer = synAck.option(MpOption.JoinSynAck.class).orElse(null);
    d.check("the SYN,ACK has MP_JOIN", answer != null);
    long due = Opening.peersHmac(initial.session(), answer.nonce(), nonce);
    d.check("its HMAC is right", answer.hmac() == due);
  }

  @Case(
      id = "bad-hmac-in-third-ack-resets",
      section = "3.2",
      says = "If the ... HMAC ... is incorrect ... the host MUST respond with a TCP RST")
  static void badHmac(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    int nonce = d.randomInt();
    second.syn(new MpOption.JoinSyn(false, 1, initial.session().peerToken(), nonce));
    Packet synAck = second.expect(synAck());
    int peerNonce = synAck.option(MpOption.JoinSynAck.class).orElseThrow().nonce();
    byte[] hmac = Opening.thirdJoin(initial.session(), nonce, peerNonce).hmac();
    hmac[0] ^= 1;
    second.segment().option(new MpOption.JoinAck(hmac)).send();
    second.expect(reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "data-flows-over-a-second-subflow",
      section = "3.2",
      says = "data can be sent ... over the new subflow")
  static void data(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.send(d.randomBytes(500));
    d.expectAcked(second);
  }
}
