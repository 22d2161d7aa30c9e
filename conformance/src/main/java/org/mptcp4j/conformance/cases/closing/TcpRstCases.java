package org.mptcp4j.conformance.cases.closing;

import java.net.InetSocketAddress;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** MP_TCPRST in either direction. */
@Folder("mp_tcprst")
public final class TcpRstCases {
  private static final int MPTCP_ERROR = 1;

  private TcpRstCases() {}

  private static Leg second(Dialogue d, Leg initial) {
    return d.leg(new InetSocketAddress(d.address(1), d.freshPort()), initial.remote());
  }

  private static Packet unknownToken(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    int token = initial.session().peerToken() ^ 0x5555;
    second.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    return second.expect(Condition.reset());
  }

  @Case(
      id = "says-why-a-token-is-refused",
      section = "3.2",
      level = Level.SHOULD,
      versions = Version.V1,
      says =
          "a reset ... containing an MP_TCPRST option with an 'MPTCP specific error' reason code")
  static void token(Dialogue d) {
    MpOption.TcpRst why = unknownToken(d).option(MpOption.TcpRst.class).orElse(null);
    d.check("MP_TCPRST", why != null);
    d.check("reason: MPTCP-specific error", why.reason() == MPTCP_ERROR);
  }

  @Case(
      id = "says-why-an-hmac-is-refused",
      section = "3.2",
      level = Level.SHOULD,
      versions = Version.V1,
      says = "it SHOULD send a MP_TCPRST ... with an 'MPTCP specific error' reason code")
  static void hmac(Dialogue d) {
    MpOption.TcpRst why = wrongHmac(d).option(MpOption.TcpRst.class).orElse(null);
    d.check("MP_TCPRST", why != null);
    d.check("reason: MPTCP-specific error", why.reason() == MPTCP_ERROR);
  }

  private static Packet wrongHmac(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = second(d, initial);
    second.syn(new MpOption.JoinSyn(false, 1, initial.session().peerToken(), d.randomInt()));
    second.expect(Condition.synAck());
    second.segment().option(new MpOption.JoinAck(d.randomBytes(20))).send();
    return second.expect(Condition.reset());
  }

  @Case(
      id = "never-in-version-0",
      section = "3.2",
      versions = Version.V0,
      says = "MP_TCPRST is an option of version 1 alone")
  static void versionZero(Dialogue d) {
    Packet reset = wrongHmac(d);
    d.check("no subtype 8", !reset.carries(MpOption.TcpRst.class));
  }

  @Case(
      id = "of-one-subflow-leaves-the-other",
      section = "3.6",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {
        "unspecified",
        "lack-of-resources",
        "prohibited",
        "unacceptable-performance",
        "middlebox",
        "unknown-code"
      },
      says = "the MP_TCPRST option ... on a subflow that was sent")
  static void received(Dialogue d, String variant) {
    int reason =
        switch (variant) {
          case "unspecified" -> 0;
          case "lack-of-resources" -> 2;
          case "prohibited" -> 3;
          case "unacceptable-performance" -> 5;
          case "middlebox" -> 6;
          default -> 200;
        };
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.segment().flags(Flags.RST | Flags.ACK).option(new MpOption.TcpRst(true, reason)).send();
    d.assertAlive(initial);
  }
}
