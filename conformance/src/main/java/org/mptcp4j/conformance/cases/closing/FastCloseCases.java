package org.mptcp4j.conformance.cases.closing;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** MP_FASTCLOSE of ours. */
@Folder("fastclose")
public final class FastCloseCases {
  private FastCloseCases() {}

  private static void fastClose(Leg leg, long key) {
    leg.segment().option(new MpOption.FastClose(key)).send();
  }

  @Case(
      id = "in-an-ack-is-answered-by-a-reset",
      section = "3.5",
      roles = {Role.SERVER, Role.CLIENT},
      says = "Host B ... replies with a TCP RST and tears down all of its subflows")
  static void inAck(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    fastClose(leg, leg.session().peerKey());
    leg.expect(Condition.reset());
  }

  @Case(
      id = "resets-each-subflow",
      section = "3.5",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "tears down all of its subflows")
  static void each(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    fastClose(initial, initial.session().peerKey());
    initial.expect(Condition.reset());
    second.expect(Condition.reset());
  }

  @Case(
      id = "in-a-rst-ends-the-connection",
      section = "3.5",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "Option R: Host A sends a RST containing the MP_FASTCLOSE option on all subflows")
  static void inReset(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    initial
        .segment()
        .flags(Flags.RST | Flags.ACK)
        .option(new MpOption.FastClose(initial.session().peerKey()))
        .send();
    second.expect(Condition.reset());
  }

  @Case(
      id = "with-a-wrong-key-is-ignored",
      section = "3.5",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the key of the receiver ... to prevent spoofing")
  static void wrongKey(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    fastClose(leg, leg.session().peerKey() ^ 1);
    leg.expectNone(Condition.reset());
    d.assertAlive(leg);
  }

  @Case(
      id = "with-our-own-key-is-ignored",
      section = "3.5",
      roles = {Role.SERVER, Role.CLIENT},
      says = "Option Receiver's Key")
  static void ownKey(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    fastClose(leg, leg.session().ourKey());
    leg.expectNone(Condition.reset());
    d.assertAlive(leg);
  }

  @Case(
      id = "leaves-no-connection-to-join",
      section = "3.5",
      says = "the connection ... considered closed")
  static void gone(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    fastClose(leg, session.peerKey());
    leg.expect(Condition.reset());
    d.pass(Duration.ofMillis(100));
    Leg second = d.leg(new InetSocketAddress(d.address(1), d.freshPort()), leg.remote());
    second.syn(new MpOption.JoinSyn(false, 1, session.peerToken(), d.randomInt()));
    second.expect(Condition.reset());
  }
}
