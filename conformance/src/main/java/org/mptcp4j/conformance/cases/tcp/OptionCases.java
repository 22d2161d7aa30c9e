package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.multipath;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.util.List;
import java.util.Map;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Segment;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.packet.TcpOption.Mss;
import org.mptcp4j.conformance.packet.TcpOption.Raw;
import org.mptcp4j.conformance.packet.TcpOption.Timestamps;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Options of all kinds, and the MSS (RFC 9293, sections 3.2 and 3.7.1). */
@Folder("tcp")
public final class OptionCases {
  private static final Map<String, String> LEGAL =
      Map.ofEntries(
          Map.entry("unknown", "4d04abcd"),
          Map.entry("unknown-without-body", "4d02"),
          Map.entry("unknown-of-38-bytes", "4d26" + "00".repeat(36)),
          Map.entry("experimental", "fd04f989"),
          Map.entry("no-operations", "0101010101010101"),
          Map.entry("end-of-list", "00000000"),
          Map.entry("end-of-list-then-anything", "00010005"),
          Map.entry("40-bytes", "01".repeat(40)),
          Map.entry("unknown-between-no-operations", "014d03aa01010101"),
          Map.entry("obsolete-echo", "06060000000001010101".substring(0, 16)));

  private static final Map<String, String> ILLEGAL =
      Map.ofEntries(
          Map.entry("length-0", "4d000000"),
          Map.entry("length-1", "4d010000"),
          Map.entry("beyond-the-header", "4d060000"),
          Map.entry("no-length", "0101014d"),
          Map.entry("mss-of-3", "02030501"),
          Map.entry("mss-of-0", "02000578"),
          Map.entry("window-scale-of-2", "03020101"),
          Map.entry("sack-permitted-of-3", "04030001"),
          Map.entry("sack-of-7", "0507000000000001"),
          Map.entry("timestamps-of-9", "0809000000010000000001".substring(0, 18) + "010101"),
          Map.entry("timestamps-of-255", "08ff000000010000"));

  private OptionCases() {}

  private static TcpOption raw(Map<String, String> all, String variant) {
    return Raw.hex(all.get(variant));
  }

  @Case(
      id = "option-in-syn-is-skipped",
      section = "3.2",
      says = "MUST ignore without error any TCP Option it does not implement (MUST-6)",
      variants = {
        "unknown",
        "unknown-without-body",
        "unknown-of-38-bytes",
        "experimental",
        "no-operations",
        "end-of-list",
        "end-of-list-then-anything",
        "40-bytes",
        "unknown-between-no-operations",
        "obsolete-echo"
      })
  static void inSyn(Dialogue d, String variant) {
    Leg leg = d.leg();
    leg.segment().flags(Flags.SYN).option(raw(LEGAL, variant)).send();
    leg.expect(synAck().and(acknowledges(leg.sndNxt())));
    leg.ack();
    d.assertAlive(leg);
  }

  @Case(
      id = "option-on-text-is-skipped",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "MUST be able to receive a TCP Option in any segment (MUST-5)",
      variants = {
        "unknown",
        "unknown-without-body",
        "unknown-of-38-bytes",
        "experimental",
        "no-operations",
        "end-of-list",
        "end-of-list-then-anything",
        "40-bytes",
        "unknown-between-no-operations",
        "obsolete-echo"
      })
  static void onText(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(60);
    leg.segment().option(raw(LEGAL, variant)).payload(text).send();
    d.expectAcked(leg);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, 0, text);
    }
    d.assertAlive(leg);
  }

  @Case(
      id = "option-of-the-handshake-on-text-is-ignored",
      section = "3.2",
      says = "This field may be sent in the initial connection request (segments with SYN only)",
      variants = {"mss", "window-scale", "sack-permitted"})
  static void handshakeOnly(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    TcpOption option =
        switch (variant) {
          case "mss" -> new Mss(48);
          case "window-scale" -> new TcpOption.WindowScale(14);
          default -> new TcpOption.SackPermitted();
        };
    leg.segment().option(option).payload(d.randomBytes(600)).send();
    d.expectAcked(leg);
    d.assertAlive(leg);
    if (d.app() == App.ECHO) {
      d.check(
          "no segment is cut by it",
          leg.packets().stream().anyMatch(p -> p.payload().length > 500));
    }
  }

  @Case(
      id = "illegal-option-length-in-syn-is-survived",
      section = "3.2",
      says = "MUST be prepared to handle an illegal option length ... without crashing (MUST-7)",
      variants = {
        "length-0",
        "length-1",
        "beyond-the-header",
        "no-length",
        "mss-of-3",
        "mss-of-0",
        "window-scale-of-2",
        "sack-permitted-of-3",
        "sack-of-7",
        "timestamps-of-9",
        "timestamps-of-255"
      })
  static void illegalInSyn(Dialogue d, String variant) {
    Leg leg = d.leg();
    leg.segment().flags(Flags.SYN).option(raw(ILLEGAL, variant)).send();
    Packet answer = leg.await(any(), Flight.BURST);
    if (answer != null && answer.has(Flags.SYN)) {
      d.check("SYN,ACK of that SYN", answer.has(Flags.ACK) && answer.ack() == leg.sndNxt());
      leg.ack();
      d.assertAlive(leg);
    }
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "illegal-option-length-on-text-is-survived",
      section = "3.2",
      says = "MUST be prepared to handle an illegal option length ... without crashing (MUST-7)",
      variants = {
        "length-0",
        "length-1",
        "beyond-the-header",
        "no-length",
        "mss-of-3",
        "sack-of-7",
        "timestamps-of-9",
        "timestamps-of-255"
      })
  static void illegalOnText(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    int end = leg.sndNxt() + 20;
    byte[] text = d.randomBytes(20);
    leg.segment().seq(leg.sndNxt()).option(raw(ILLEGAL, variant)).payload(text).send();
    Packet answer = leg.await(acknowledges(end).or(reset()), Flight.BURST);
    if (answer == null || !answer.has(Flags.RST)) {
      leg.segment().payload(text).send();
      d.expectAcked(leg);
      d.assertAlive(leg);
    }
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "syn-with-all-options-is-answered",
      section = "3.2",
      says = "TCP options ... may begin on any octet boundary (MUST-64)",
      variants = {"mss-first", "mss-last", "nothing-aligned"})
  static void order(Dialogue d, String variant) {
    Leg leg = d.leg();
    Segment syn = leg.segment().flags(Flags.SYN);
    TcpOption scale = new TcpOption.WindowScale(0);
    TcpOption sack = new TcpOption.SackPermitted();
    TcpOption stamps = new Timestamps(1, 0);
    switch (variant) {
      case "mss-first" -> syn.options(List.of(new Mss(500), sack, stamps, scale));
      case "mss-last" -> syn.options(List.of(stamps, sack, scale, new Mss(500)));
      default -> syn.options(List.of(scale, new Mss(500), stamps, sack));
    }
    syn.send();
    Packet answer = leg.expect(synAck());
    d.check("an MSS", answer.carries(Mss.class));
    Timestamps stamp = answer.option(Timestamps.class).orElse(null);
    d.check("the timestamp echoed, if any", stamp == null || stamp.echo() == 1);
  }

  @Case(
      id = "no-multipath-option-unless-asked-for",
      section = "3.1",
      rfc = 8684,
      says = "If a SYN contains no MP_CAPABLE ... the SYN/ACK MUST NOT contain one")
  static void noMultipath(Dialogue d) {
    Leg leg = Opening.of(d).plain();
    d.assertAlive(leg);
    leg.fin();
    d.expectAcked(leg);
    d.check("none in any segment", leg.packets().stream().noneMatch(Packet::isMultipath));
    leg.expectNone(multipath());
  }

  // MSS

  @Case(
      id = "mss-is-offered",
      section = "3.7.1",
      level = Level.SHOULD,
      says = "SHOULD send an MSS Option in every SYN segment when its receive MSS differs (SHLD-5)")
  static void offered(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    Packet answer = leg.expect(synAck());
    int mss = answer.option(Mss.class).map(Mss::bytes).orElse(0);
    d.check("an MSS option", mss > 0);
    d.check("of the minimum at least", mss >= (d.isV6() ? 1220 : 536));
    leg.ack();
    d.assertAlive(leg);
    d.check(
        "none without SYN (MUST-65)",
        leg.packets().stream().noneMatch(p -> !p.has(Flags.SYN) && p.carries(Mss.class)));
  }

  @Case(
      id = "mss-is-obeyed",
      section = "3.7.1",
      apps = App.SOURCE,
      says =
          "The maximum size of a segment that a TCP endpoint really sends ... MUST be the smaller",
      variants = {"300", "536", "1000", "1220", "1400"})
  static void obeyed(Dialogue d, String variant) {
    int mss = Integer.parseInt(variant);
    Leg leg = d.leg().window(60_000).autoAck(false);
    leg.segment().flags(Flags.SYN).option(new Mss(mss)).send();
    Flight flight = Flight.begin(d, leg);
    flight.grow(2);
    d.check("text", flight.end() > 0);
    d.check("no more in a segment", flight.longest() <= mss);
  }

  @Case(
      id = "mss-counts-options",
      section = "3.7.1",
      apps = App.SOURCE,
      says = "Eff.snd.MSS = min(SendMSS+20, MMS_S) - TCPhdrsize - IPoptionsize (MUST-16)",
      variants = {"600", "1400"})
  static void withOptions(Dialogue d, String variant) {
    int mss = Integer.parseInt(variant);
    Leg leg = d.leg().window(60_000).autoAck(false);
    leg.segment().flags(Flags.SYN).option(new Mss(mss)).option(new Timestamps(1, 0)).send();
    Packet answer = leg.await(synAck(), Dialogue.SOON);
    d.require("a peer that takes timestamps", answer != null && answer.carries(Timestamps.class));
    int stamp = answer.option(Timestamps.class).orElseThrow().value();
    leg.segment().option(new Timestamps(2, stamp)).send();
    d.expect("text", () -> leg.stream().length > 0);
    d.pass(Flight.BURST);
    boolean fits = leg.packets().stream().allMatch(p -> p.payload().length + 12 <= mss);
    d.check("text and timestamps fit", fits);
  }

  @Case(
      id = "no-mss-means-the-default",
      section = "3.7.1",
      apps = App.SOURCE,
      says = "MUST assume a default send MSS of 536 for IPv4 or 1220 for IPv6 (MUST-15)")
  static void defaultMss(Dialogue d) {
    Leg leg = d.leg().window(60_000).autoAck(false);
    leg.segment().flags(Flags.SYN).send();
    Flight flight = Flight.begin(d, leg);
    flight.grow(1);
    d.check("text", flight.end() > 0);
    d.check("no more in a segment", flight.longest() <= (d.isV6() ? 1220 : 536));
  }

  @Case(
      id = "full-segments-are-sent",
      section = "3.8.6.2.1",
      level = Level.SHOULD,
      apps = App.SOURCE,
      says = "SHOULD ... send data segments of the maximum size where there is enough (SHLD-28)")
  static void full(Dialogue d) {
    Flight flight = Flight.of(d, 60_000);
    flight.grow(1);
    int length = flight.firstLength();
    d.check("1,300 bytes at least", length >= 1300);
  }

  @Case(
      id = "mss-of-zero-ends-nothing",
      section = "3.7.1",
      says = "MSS option: whatever its value, the TCP goes on",
      variants = {"0", "1", "8", "65535"})
  static void strange(Dialogue d, String variant) {
    Leg leg = d.leg();
    leg.segment().flags(Flags.SYN).option(new Mss(Integer.parseInt(variant))).send();
    Packet answer = leg.await(any(), Flight.BURST);
    if (answer != null && answer.has(Flags.SYN)) {
      leg.ack();
      leg.send(d.randomBytes(20));
      d.expectAcked(leg);
    }
    d.assertAlive(Opening.of(d).plain());
  }
}
