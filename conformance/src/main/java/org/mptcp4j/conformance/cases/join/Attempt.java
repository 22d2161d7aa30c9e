package org.mptcp4j.conformance.cases.join;

import java.net.InetSocketAddress;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;

/**
 * A join of ours that got its SYN+ACK.
 *
 * @param nonce of ours
 * @param answer of the peer's
 */
record Attempt(Leg leg, Session session, int nonce, MpOption.JoinSynAck answer) {
  /** From our second address and a fresh port to where {@code initial} goes. */
  static Attempt begin(Dialogue d, Leg initial) {
    return begin(d, initial.session(), second(d), initial.remote(), 1);
  }

  static InetSocketAddress second(Dialogue d) {
    return new InetSocketAddress(d.address(1), d.freshPort());
  }

  static Attempt begin(
      Dialogue d, Session session, InetSocketAddress local, InetSocketAddress remote, int id) {
    int nonce = d.randomInt();
    Leg leg = d.leg(local, remote);
    leg.syn(new MpOption.JoinSyn(false, id, session.peerToken(), nonce));
    return taken(d, leg, session, nonce, leg.expect(Condition.synAck()));
  }

  static Attempt taken(Dialogue d, Leg leg, Session session, int nonce, Packet synAck) {
    MpOption.JoinSynAck answer = synAck.option(MpOption.JoinSynAck.class).orElse(null);
    d.check("the SYN,ACK has MP_JOIN", answer != null);
    return new Attempt(leg, session, nonce, answer);
  }

  /** The HMAC that it owes us is right. */
  boolean isProven() {
    return answer.hmac() == Opening.peersHmac(session, answer.nonce(), nonce);
  }

  /** The right MP_JOIN of our third ACK. */
  MpOption.JoinAck third() {
    return Opening.thirdJoin(session, nonce, answer.nonce());
  }

  /** Sends the third ACK, takes the fourth; data may follow. */
  Leg confirm() {
    leg.session(session);
    leg.skip().segment().option(third()).send();
    leg.expect(Condition.pureAck());
    return leg;
  }
}
