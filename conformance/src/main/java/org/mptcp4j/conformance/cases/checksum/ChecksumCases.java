package org.mptcp4j.conformance.cases.checksum;

import java.time.Duration;
import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.CaseEnd;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Sums;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** Checksums of data mappings: who asks, who sends, what a wrong one leads to. */
@Folder("checksum")
public final class ChecksumCases {
  private ChecksumCases() {}

  private static Leg open(Dialogue d) {
    return Opening.of(d).flags(Capable.A).multipath();
  }

  /** Sends {@code bytes} with a mapping whose checksum is wrong. */
  static void sendBad(Leg leg, byte[] bytes) {
    Dss right = leg.session().map(leg.ssn(), bytes);
    leg.segment().option(right.withChecksum(right.checksum() ^ 0x1234)).payload(bytes).send();
  }

  /** Each mapping of the peer's whose data came whole has a checksum that is right. */
  private static void checkMappings(Dialogue d, Leg leg) {
    int seen = 0;
    byte[] stream = leg.stream();
    for (Packet packet : leg.packets()) {
      Dss dss = packet.option(Dss.class).orElse(null);
      if (dss == null || !dss.hasMapping()) {
        continue;
      }
      d.check("a checksum in each mapping", dss.checksum() != null);
      int length = dss.length() - (dss.fin() ? 1 : 0);
      int from = dss.ssn() - 1;
      if (length == 0 || from < 0 || from + length > stream.length) {
        continue;
      }
      byte[] data = Arrays.copyOfRange(stream, from, from + length);
      int due = Sums.dss(leg.session().fullDsn(dss), dss.ssn(), dss.length(), data);
      d.check("the checksum of the mapping is right", due == dss.checksum());
      seen++;
    }
    d.check("mappings came", seen > 0);
  }

  @Case(
      id = "data-carries-it-when-asked-for",
      section = "3.3.1",
      section0 = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "if either host requires the use of checksums, checksums MUST be used")
  static void data(Dialogue d) {
    Leg leg = open(d);
    d.echo(leg, d.randomBytes(3001));
    checkMappings(d, leg);
  }

  @Case(
      id = "absent-when-nobody-asks",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "the only way for checksums not to be used is if both hosts in their SYNs set A=0")
  static void absent(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.require("a peer that asks for none", !leg.session().checksum());
    d.echo(leg, d.randomBytes(2000));
    boolean any =
        leg.packets().stream()
            .anyMatch(p -> p.option(Dss.class).map(o -> o.checksum() != null).orElse(false));
    d.check("no checksum in any mapping", !any);
  }

  @Case(
      id = "third-ack-confirms-it",
      section = "3.1",
      roles = Role.CLIENT,
      says = "This decision is confirmed by the setting of the 'A' bit in the third packet")
  static void confirmed(Dialogue d) {
    Leg leg = Opening.of(d).flags(Capable.A).capable();
    boolean set =
        leg.packets().stream()
            .flatMap(p -> p.option(Capable.class).stream())
            .anyMatch(c -> c.receiverKey() != null && c.has(Capable.A));
    d.check("flag A in the MP_CAPABLE of the third ACK", set);
  }

  @Case(
      id = "second-subflow-has-it-too",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "checksums ... on all subflows of the connection")
  static void secondSubflow(Dialogue d) {
    Leg initial = open(d);
    Leg second = Opening.of(d).join(initial);
    byte[] bytes = d.randomBytes(333);
    second.send(bytes);
    d.expectAcked(second);
    d.pass(Dialogue.QUIET);
    for (Packet packet : second.packets()) {
      Dss dss = packet.option(Dss.class).orElse(null);
      d.check(
          "a checksum in each mapping on it",
          dss == null || !dss.hasMapping() || dss.checksum() != null);
    }
  }

  @Case(
      id = "odd-lengths-verify",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      variants = {"1", "2", "3", "101", "1199"},
      says = "the checksum is calculated over the data")
  static void oddLengths(Dialogue d, String length) {
    Leg leg = open(d);
    d.deliver(leg, d.randomBytes(Integer.parseInt(length)));
  }

  @Case(
      id = "one-over-several-segments",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the checksum covers ... the whole of the data covered by this mapping")
  static void severalSegments(Dialogue d) {
    Leg leg = open(d);
    byte[] bytes = d.randomBytes(2999);
    sendWhole(leg, bytes, leg.session().map(leg.ssn(), bytes));
    d.expectAcked(leg);
  }

  private static void sendWhole(Leg leg, byte[] bytes, Dss mapping) {
    for (int at = 0; at < bytes.length; at += 1000) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1000));
      leg.segment().option(mapping).payload(piece).send();
    }
  }

  @Case(
      id = "wrong-one-over-several-segments-is-not-acknowledged",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the receiver MUST NOT acknowledge data whose checksum fails at the data level")
  static void severalSegmentsWrong(Dialogue d) {
    Leg leg = open(d);
    long before = leg.session().peerAcked();
    byte[] bytes = d.randomBytes(2500);
    Dss mapping = leg.session().map(leg.ssn(), bytes);
    sendWhole(leg, bytes, mapping.withChecksum(mapping.checksum() ^ 1));
    leg.await(Condition.carries(MpOption.Fail.class).or(Condition.reset()), Dialogue.SOON);
    d.check("no DATA_ACK of it", leg.session().peerAcked() == before);
  }

  @Case(
      id = "wrong-one-on-the-only-subflow-is-signalled",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      says = "a host that has received data with a wrong checksum ... MP_FAIL")
  static void onlySubflow(Dialogue d) {
    Leg leg = open(d);
    sendBad(leg, d.randomBytes(200));
    leg.expect(Condition.carries(MpOption.Fail.class).or(Condition.reset()));
  }

  @Case(
      id = "mp-fail-names-the-start-of-the-mapping",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the data sequence number at the start of the segment that had the checksum failure")
  static void failedDsn(Dialogue d) {
    Leg leg = open(d);
    long start = leg.session().sndNxt();
    sendBad(leg, d.randomBytes(200));
    Packet answer = leg.expect(Condition.carries(MpOption.Fail.class).or(Condition.reset()));
    MpOption.Fail fail = answer.option(MpOption.Fail.class).orElse(null);
    if (fail == null) {
      throw CaseEnd.notApplicable("the peer resets its only subflow");
    }
    d.check("MP_FAIL names the first byte of the mapping", fail.dsn() == start);
  }

  @Case(
      id = "wrong-one-of-two-subflows-resets-with-mp-fail",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the affected subflow ... immediately closed with a RST, featuring an MP_FAIL option")
  static void twoSubflows(Dialogue d) {
    Leg initial = open(d);
    Leg second = Opening.of(d).join(initial);
    long start = initial.session().sndNxt();
    byte[] bytes = d.randomBytes(200);
    Dss right = initial.session().mapAt(start - initial.session().dsn(0), second.ssn(), bytes);
    second.segment().option(right.withChecksum(right.checksum() ^ 0x101)).payload(bytes).send();
    Packet reset = second.expect(Condition.reset());
    MpOption.Fail fail = reset.option(MpOption.Fail.class).orElse(null);
    d.check("the RST has MP_FAIL", fail != null);
    d.check("it names the first byte of the mapping", fail.dsn() == start);
    // "data ... MUST be retransmitted" over another subflow: the stream goes on there
    d.deliver(initial, bytes);
    d.assertAlive(initial);
  }

  @Case(
      id = "missing-one-resets",
      section = "3.3.1",
      section0 = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says =
          "If a checksum is not present when its use has been negotiated, ... MUST close ... RST")
  static void missing(Dialogue d) {
    Leg leg = open(d);
    byte[] bytes = d.randomBytes(100);
    leg.segment()
        .option(leg.session().map(leg.ssn(), bytes).withChecksum(null))
        .payload(bytes)
        .send();
    leg.expect(Condition.reset());
  }

  @Case(
      id = "unexpected-one-resets",
      section = "3.3.1",
      versions = Version.V1,
      roles = {Role.SERVER, Role.CLIENT},
      says = "a checksum is present when its use has not been negotiated ... MUST close ... RST")
  static void unexpected(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    d.require("a peer that asks for none", !leg.session().checksum());
    byte[] bytes = d.randomBytes(100);
    Dss dss = leg.session().map(leg.ssn(), bytes);
    int checksum = Sums.dss(dss.dsn(), dss.ssn(), dss.length(), bytes);
    leg.segment().option(dss.withChecksum(checksum)).payload(bytes).send();
    leg.expect(Condition.reset());
  }

  @Case(
      id = "covers-all-64-bits-of-the-dsn",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the data sequence number used in the pseudo-header is always the 64-bit value")
  static void narrow(Dialogue d) {
    Leg leg = open(d);
    byte[] bytes = d.randomBytes(100);
    Dss dss = leg.session().map(leg.ssn(), bytes);
    leg.segment().option(dss.wide(true, false)).payload(bytes).send();
    d.expectAcked(leg);
  }

  @Case(
      id = "data-fin-alone-carries-it",
      section = "3.3.3",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the checksum ... if one is to be used, covers the pseudo-header")
  static void dataFin(Dialogue d) {
    Leg leg = open(d);
    leg.dataFin();
    Packet fin = leg.expect(Condition.dataFin(), Duration.ofSeconds(3));
    Dss dss = fin.option(Dss.class).orElseThrow();
    d.check("the DATA_FIN has a checksum", dss.checksum() != null);
    if (fin.payload().length == 0) {
      int due = Sums.dss(leg.session().fullDsn(dss), dss.ssn(), dss.length(), new byte[0]);
      d.check("it is right", dss.checksum() == due);
    }
  }
}
