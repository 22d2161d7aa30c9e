package org.mptcp4j.conformance.cases.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** ADD_ADDR in both directions. */
@Folder("add_addr")
public final class AddAddrCases {
  private static final int ID = 5;

  private AddAddrCases() {}

  /** A right ADD_ADDR of ours. */
  static MpOption.AddAddr addAddr(Session session, int id, InetAddress address, Integer port) {
    if (session.version() == Version.V0) {
      int ipVer = address.getAddress().length == 4 ? 4 : 6;
      return new MpOption.AddAddr(ipVer, id, address, port, null);
    }
    int inHmac = port == null ? 0 : port;
    long hmac = Secrets.addAddr(session.ourKey(), session.peerKey(), id, address, inHmac);
    return new MpOption.AddAddr(0, id, address, port, hmac);
  }

  private static Condition echoOf(MpOption.AddAddr sent) {
    return Condition.carries(
        MpOption.AddAddr.class,
        "echo of ID " + sent.addressId(),
        o -> o.nibble() == 1 && o.addressId() == sent.addressId());
  }

  private static void echoed(Dialogue d, MpOption.AddAddr sent, Leg leg) {
    leg.segment().option(sent).send();
    MpOption.AddAddr echo = leg.expect(echoOf(sent)).option(MpOption.AddAddr.class).orElseThrow();
    d.check("the same address", echo.address().equals(sent.address()));
    d.check("the same port", java.util.Objects.equals(echo.port(), sent.port()));
    d.check("no HMAC in the echo", echo.hmac() == null);
    d.assertAlive(leg);
  }

  @Case(
      id = "echoed",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "the receiver ... sending the same ADD_ADDR ... with the echo flag set, without HMAC")
  static void echo(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    echoed(d, addAddr(leg.session(), ID, d.address(2), null), leg);
  }

  @Case(
      id = "echoed-with-port",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "the echoed ADD_ADDR ... includes ... port, where there was one")
  static void echoPort(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    echoed(d, addAddr(leg.session(), ID, d.address(2), 4711), leg);
  }

  @Case(
      id = "echoed-each-time",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "a host that sends ADD_ADDR ... retransmits until it is echoed")
  static void again(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    MpOption.AddAddr sent = addAddr(leg.session(), ID, d.address(2), null);
    echoed(d, sent, leg);
    leg.skip();
    echoed(d, sent, leg);
  }

  @Case(
      id = "wrong-hmac-is-ignored",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "If the HMAC does not match ... the ADD_ADDR option MUST be silently ignored")
  static void wrongHmac(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    MpOption.AddAddr right = addAddr(leg.session(), ID, d.address(2), null);
    leg.segment()
        .option(new MpOption.AddAddr(0, ID, right.address(), null, right.hmac() ^ 1))
        .send();
    leg.expectNone(Condition.carries(MpOption.AddAddr.class));
    d.assertAlive(leg);
  }

  @Case(
      id = "hmac-over-another-port-is-ignored",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "the message ... consists of the Address ID, IP address, and port")
  static void otherPort(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    MpOption.AddAddr right = addAddr(leg.session(), ID, d.address(2), 4711);
    leg.segment().option(new MpOption.AddAddr(0, ID, right.address(), 4712, right.hmac())).send();
    leg.expectNone(echoOf(right));
    d.assertAlive(leg);
  }

  @Case(
      id = "not-echoed-in-version-0",
      section = "3.4.1",
      versions = Version.V0,
      roles = {Role.SERVER, Role.CLIENT},
      says = "version 0 has no echo")
  static void noEcho(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().option(addAddr(leg.session(), ID, d.address(2), null)).send();
    leg.expectNone(
        Condition.carries(MpOption.AddAddr.class, "as an echo", o -> o.addressId() == ID));
    d.assertAlive(leg);
  }

  @Case(
      id = "of-the-other-family-breaks-nothing",
      section = "3.4.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "an IPv4 or IPv6 address ... on a connection of either family")
  static void otherFamily(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    InetAddress address = d.isV6() ? v4() : v6();
    leg.segment().option(addAddr(leg.session(), ID, address, null)).send();
    d.pass(Dialogue.QUIET);
    d.assertAlive(leg);
  }

  private static InetAddress v4() {
    return org.mptcp4j.engine.Addresses.literal("192.0.2.7");
  }

  private static InetAddress v6() {
    return org.mptcp4j.engine.Addresses.literal("2001:db8::7");
  }

  @Case(
      id = "announced-address-is-joined",
      section = "3.4.1",
      roles = {Role.SERVER, Role.CLIENT},
      level = Level.MAY,
      needs = Trait.JOINS_ANNOUNCED,
      says = "the receiver may use it to open a new subflow")
  static void joined(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    int port = d.freshPort();
    InetSocketAddress announced = new InetSocketAddress(d.address(1), port);
    leg.segment().option(addAddr(leg.session(), ID, d.address(1), port)).send();
    Leg second = d.awaitSyn(announced, Duration.ofSeconds(3));
    d.check("a SYN to the announced address and port", second != null);
    MpOption.JoinSyn join = second.packets().get(0).option(MpOption.JoinSyn.class).orElse(null);
    d.check("with MP_JOIN", join != null);
    d.check("with our token", join.token() == leg.session().ourToken());
  }

  @Case(
      id = "address-with-wrong-hmac-is-not-joined",
      section = "3.4.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.JOINS_ANNOUNCED,
      says = "If the HMAC does not match ... MUST be silently ignored")
  static void notJoined(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    int port = d.freshPort();
    MpOption.AddAddr right = addAddr(leg.session(), ID, d.address(1), port);
    leg.segment()
        .option(new MpOption.AddAddr(0, ID, right.address(), port, right.hmac() + 1))
        .send();
    Leg second = d.awaitSyn(new InetSocketAddress(d.address(1), port), Duration.ofMillis(700));
    d.check("no SYN to it", second == null);
    d.assertAlive(leg);
  }

  @Case(
      id = "own-announcement-is-authentic",
      section = "3.4.1",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ANNOUNCES,
      says = "Truncated HMAC ... keyed with the sender's key, then the receiver's")
  static void announcement(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    MpOption.AddAddr came = announcementOn(d, leg);
    d.check("an address ID other than 0", came.addressId() != 0);
    if (d.isV0()) {
      int ipVer = came.address().getAddress().length == 4 ? 4 : 6;
      d.check("IPVer fits the address", came.nibble() == ipVer);
      d.check("no HMAC", came.hmac() == null);
    } else {
      int port = came.port() == null ? 0 : came.port();
      Session session = leg.session();
      long due =
          Secrets.addAddr(
              session.peerKey(), session.ourKey(), came.addressId(), came.address(), port);
      d.check("its HMAC is right", came.hmac() != null && came.hmac() == due);
      d.check("it is no echo", came.nibble() == 0);
    }
  }

  private static MpOption.AddAddr announcementOn(Dialogue d, Leg leg) {
    d.expect(
        "ADD_ADDR",
        () -> leg.packets().stream().anyMatch(p -> p.carries(MpOption.AddAddr.class)),
        Duration.ofSeconds(3));
    return leg.packets().stream()
        .flatMap(p -> p.option(MpOption.AddAddr.class).stream())
        .findFirst()
        .orElseThrow();
  }

  @Case(
      id = "announced-address-of-the-peer-takes-joins",
      section = "3.4.1",
      needs = Trait.ANNOUNCES,
      says = "an additional address on which a host can be reached")
  static void reachable(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    MpOption.AddAddr came = announcementOn(d, leg);
    int port = came.port() == null ? leg.remote().getPort() : came.port();
    Leg second =
        Opening.of(d)
            .join(
                leg.session(),
                new InetSocketAddress(d.address(1), d.freshPort()),
                new InetSocketAddress(came.address(), port));
    d.deliver(second, d.randomBytes(300));
  }
}
