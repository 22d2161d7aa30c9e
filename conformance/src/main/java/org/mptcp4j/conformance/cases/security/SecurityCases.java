package org.mptcp4j.conformance.cases.security;

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
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/**
 * Attacks by those who don't know the keys, and by those who heard the handshake of one subflow.
 */
@Folder("security")
public final class SecurityCases {
  private SecurityCases() {}

  private static Leg second(Dialogue d, Leg initial) {
    return d.leg(new InetSocketAddress(d.address(1), d.freshPort()), initial.remote());
  }

  @Case(
      id = "replayed-join-is-refused",
      section = "3.2",
      says = "random numbers (nonces) that are used to prevent replay attacks")
  static void replay(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Session session = initial.session();
    int nonce = d.randomInt();
    Leg heard = second(d, initial);
    heard.syn(new MpOption.JoinSyn(false, 1, session.peerToken(), nonce));
    Packet synAck = heard.expect(Condition.synAck());
    int peerNonce = synAck.option(MpOption.JoinSynAck.class).orElseThrow().nonce();
    MpOption.JoinAck ack = Opening.thirdJoin(session, nonce, peerNonce);
    heard.segment().option(ack).send();
    heard.expect(Condition.pureAck());
    heard.reset();
    d.pass(Duration.ofMillis(50));
    Leg replayed = second(d, initial);
    replayed.syn(new MpOption.JoinSyn(false, 1, session.peerToken(), nonce));
    Packet again = replayed.expect(Condition.synAck().or(Condition.reset()));
    if (!again.has(Flags.RST)) {
      d.check(
          "another nonce than before",
          again.option(MpOption.JoinSynAck.class).orElseThrow().nonce() != peerNonce);
      replayed.segment().option(ack).send();
      replayed.expect(Condition.reset());
    }
    d.assertAlive(initial);
  }

  @Case(
      id = "half-open-joins-don-t-stop-the-connection",
      section = "5",
      rfc = 6181,
      says = "flooding with MP_JOINs that are never completed")
  static void joinFlood(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    for (int i = 0; i < 40; i++) {
      second(d, initial)
          .syn(new MpOption.JoinSyn(false, i + 1, initial.session().peerToken(), d.randomInt()));
    }
    d.pass(Duration.ofMillis(100));
    d.assertAlive(initial);
  }

  @Case(
      id = "forged-announcements-don-t-stop-the-connection",
      section = "2.1",
      rfc = 7430,
      roles = {Role.SERVER, Role.CLIENT},
      versions = Version.V1,
      says = "ADD_ADDR attack")
  static void addAddrFlood(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    for (int i = 1; i <= 60; i++) {
      leg.segment().option(new MpOption.AddAddr(0, i, d.address(2), null, d.randomLong())).send();
    }
    leg.expectNone(Condition.carries(MpOption.AddAddr.class));
    d.assertAlive(leg);
  }

  @Case(
      id = "guessed-third-ack-is-refused",
      section = "3.2",
      says = "the HMAC ... is not as expected")
  static void guess(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    second.syn(new MpOption.JoinSyn(false, 1, initial.session().peerToken(), d.randomInt()));
    second.expect(Condition.synAck());
    byte[] bytes = d.randomBytes(100);
    second.segment().option(new MpOption.JoinAck(new byte[20])).payload(bytes).send();
    second.expect(Condition.reset());
    d.assertAlive(initial);
  }

  @Case(
      id = "data-before-the-join-is-proved-is-not-taken",
      section = "3.2",
      apps = App.ECHO,
      says = "no data ... before the fourth ACK")
  static void early(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Session session = initial.session();
    Leg second = second(d, initial);
    second.syn(new MpOption.JoinSyn(false, 1, session.peerToken(), d.randomInt()));
    second.expect(Condition.synAck());
    byte[] evil = d.randomBytes(100);
    Dss mapping = session.mapAt(session.sndNxt() - session.dsn(0), 1, evil);
    second.segment().option(mapping).payload(evil).send();
    d.pass(Dialogue.QUIET);
    d.echo(initial, d.randomBytes(100));
  }

  @Case(
      id = "join-with-the-token-of-another-connection-needs-its-keys",
      section = "3.2",
      says = "the token ... identifies the connection; the HMAC proves the keys")
  static void otherConnection(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg other = Opening.of(d).multipath();
    int nonce = d.randomInt();
    Leg second = second(d, one);
    second.syn(new MpOption.JoinSyn(false, 1, one.session().peerToken(), nonce));
    Packet synAck = second.expect(Condition.synAck());
    int peerNonce = synAck.option(MpOption.JoinSynAck.class).orElseThrow().nonce();
    second.segment().option(Opening.thirdJoin(other.session(), nonce, peerNonce)).send();
    second.expect(Condition.reset());
    d.assertAlive(one);
    d.assertAlive(other);
  }

  @Case(
      id = "keys-are-not-repeated",
      section = "3.1",
      says = "The key ... MUST be hard to guess, and ... unique")
  static void keys(Dialogue d) {
    long[] keys = new long[4];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Opening.of(d).capable().session().peerKey();
      for (int j = 0; j < i; j++) {
        d.check("another key for each connection", keys[i] != keys[j]);
        d.check("keys that differ in many bits", Long.bitCount(keys[i] ^ keys[j]) > 8);
      }
    }
  }

  @Case(
      id = "reset-outside-the-window-is-ignored-on-a-subflow",
      section = "3",
      rfc = 5961,
      roles = {Role.SERVER, Role.CLIENT},
      says = "blind reset attack")
  static void blindReset(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().flags(Flags.RST).seq(leg.sndNxt() + 0x4000_0000).send();
    d.assertAlive(leg);
  }
}
