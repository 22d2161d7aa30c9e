package org.mptcp4j.conformance.cases.fallback;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.CaseEnd;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** When a peer falls back to plain TCP, and what it must not do afterwards. */
@Folder("fallback")
public final class FallbackCases {
  private FallbackCases() {}

  /** Plain data both ways, and no option of MPTCP in what the peer sends. */
  private static void assertPlain(Dialogue d, Leg leg) {
    leg.session(null);
    leg.skip();
    int before = leg.stream().length;
    byte[] bytes = d.randomBytes(700);
    leg.send(bytes);
    if (d.app() == App.ECHO) {
      d.expect("the echo", () -> leg.stream().length >= before + bytes.length);
      byte[] echo = Arrays.copyOfRange(leg.stream(), before, before + bytes.length);
      d.check("the same bytes", Arrays.equals(echo, bytes));
    } else {
      d.expectAcked(leg);
    }
    boolean any = leg.packets().stream().anyMatch(p -> !p.has(Flags.SYN) && carriesMapping(p));
    d.check("no mapping, but for an infinite one", !any);
  }

  private static boolean carriesMapping(Packet packet) {
    return packet.option(Dss.class).map(o -> o.hasMapping() && o.length() > 0).orElse(false);
  }

  @Case(
      id = "third-ack-without-mp-capable",
      section = "3.1",
      says = "If the third packet ... does not contain the MP_CAPABLE option, ... MUST fall back")
  static void thirdAck(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).firstCapable(d.randomLong()));
    leg.expect(Condition.synAck());
    leg.ack();
    assertPlain(d, leg);
    leg.expectNone(Condition.multipath());
  }

  @Case(
      id = "third-ack-without-mp-capable-leaves-data-unmapped",
      section = "3.1",
      apps = App.SOURCE,
      says = "If the third packet ... does not contain the MP_CAPABLE option, ... MUST fall back")
  static void thirdAckThenSource(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).firstCapable(d.randomLong()));
    leg.expect(Condition.synAck());
    leg.ack();
    d.expect("30,000 bytes", () -> leg.stream().length > 30_000, Duration.ofSeconds(3));
    boolean mapped = leg.packets().stream().anyMatch(FallbackCases::carriesMapping);
    d.check("no mapping, but for an infinite one", !mapped);
  }

  @Case(
      id = "synack-without-mp-capable",
      section = "3.1",
      roles = Role.CLIENT,
      says = "If ... the SYN/ACK does not, ... the MPTCP session MUST operate as regular TCP")
  static void synAck(Dialogue d) {
    Leg leg = d.awaitClient();
    d.require("a client that offers MPTCP", leg.packets().get(0).isMultipath());
    leg.synAck();
    Packet third = leg.expect(Condition.of("third ACK", p -> p.has(Flags.ACK)));
    d.check("no MPTCP option in the third ACK", !third.isMultipath());
    assertPlain(d, leg);
    leg.expectNone(Condition.multipath());
  }

  @Case(
      id = "synack-of-another-version-or-form",
      section = "3.1",
      roles = Role.CLIENT,
      variants = {"version-15", "no-algorithm", "three-bytes-long"},
      says = "any ... MP_CAPABLE that can't be used ... falls back to regular TCP")
  static void oddSynAck(Dialogue d, String variant) {
    Leg leg = d.awaitClient();
    d.require("a client that offers MPTCP", leg.packets().get(0).isMultipath());
    Capable right = new Capable(d.version().number(), Capable.H, d.randomLong(), null, null, null);
    TcpOption odd =
        switch (variant) {
          case "version-15" -> new Capable(15, Capable.H, right.senderKey(), null, null, null);
          case "no-algorithm" ->
              new Capable(right.version(), 0, right.senderKey(), null, null, null);
          default -> TcpOption.Raw.hex("1e0300");
        };
    leg.synAck(odd);
    Packet third = leg.expect(Condition.of("an answer", p -> !p.has(Flags.SYN)));
    if (third.has(Flags.RST)) {
      throw CaseEnd.fail("the connection was reset instead");
    }
    assertPlain(d, leg);
  }

  @Case(
      id = "first-data-without-dss",
      section = "3.7",
      section0 = "3.6",
      says = "if a receiver gets data without a DSS in the first window, ... MUST fall back")
  static void firstData(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    assertPlain(d, leg);
  }

  @Case(
      id = "data-acknowledged-without-dss",
      section = "3.7",
      section0 = "3.6",
      apps = App.SOURCE,
      says =
          "an ACK is received for data ... without a DSS option ... the path is not MPTCP capable")
  static void plainAck(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    leg.session(null);
    leg.expect(Condition.data());
    d.expect("50,000 bytes", () -> leg.stream().length > 50_000, Duration.ofSeconds(3));
    leg.skip();
    int before = leg.packets().size();
    d.expect("more data", () -> leg.packets().size() > before + 5, Duration.ofSeconds(3));
    boolean mapped =
        leg.packets().subList(before, leg.packets().size()).stream()
            .anyMatch(FallbackCases::carriesMapping);
    d.check("its data has no mapping any more", !mapped);
  }

  @Case(
      id = "no-subflow-afterwards",
      section = "3.7",
      section0 = "3.6",
      says = "fall back to regular TCP ... no longer MPTCP")
  static void joinAfterwards(Dialogue d) {
    Leg leg = Opening.of(d).capable();
    Session session = leg.session();
    assertPlain(d, leg);
    Leg second = d.leg(new InetSocketAddress(d.address(1), d.freshPort()), leg.remote());
    int nonce = d.randomInt();
    second.syn(new MpOption.JoinSyn(false, 1, session.peerToken(), nonce));
    Packet answer = second.expect(Condition.synAck().or(Condition.reset()));
    if (!answer.has(Flags.RST)) {
      int peerNonce = answer.option(MpOption.JoinSynAck.class).map(o -> o.nonce()).orElse(0);
      second.segment().option(Opening.thirdJoin(session, nonce, peerNonce)).send();
      second.expect(Condition.reset());
    }
    d.assertAlive(leg);
  }

  @Case(
      id = "plain-ack-of-data-on-a-second-subflow-resets-it",
      section = "3.7",
      section0 = "3.6",
      apps = App.SOURCE,
      says = "occurring on an additional subflow ..., the host MUST close the subflow with a RST")
  static void secondSubflow(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).silent().join(initial);
    Packet data = second.await(Condition.data(), Duration.ofSeconds(3));
    d.require("data on the second subflow", data != null);
    second.session(null);
    second.autoAck(true).ack();
    second.expect(Condition.reset(), Duration.ofSeconds(3));
  }
}
