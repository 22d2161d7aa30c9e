package org.mptcp4j.conformance.cases.fail;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** What a peer makes of MP_FAIL and of infinite mappings. */
@Folder("mp_fail")
public final class FailCases {
  private FailCases() {}

  /** All that was sent is acknowledged, and our MP_FAIL names the peer's last data. */
  private static Leg failed(Dialogue d) {
    Leg leg = Opening.of(d).flags(Capable.A).multipath();
    byte[] bytes = d.randomBytes(50);
    long dsn = leg.session().rcvNxt();
    leg.autoAck(false);
    leg.send(bytes);
    leg.expect(Condition.data());
    leg.skip();
    leg.segment().option(new MpOption.Fail(dsn)).option(Dss.ack(dsn)).send();
    return leg;
  }

  @Case(
      id = "answered-on-the-only-subflow",
      section = "3.7",
      section0 = "3.6",
      level = Level.MUST,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      versions = Version.V1,
      says =
          "The receiver of an MP_FAIL MUST also respond with an MP_FAIL in the reverse direction")
  static void answered(Dialogue d) {
    Leg leg = failed(d);
    Packet answer = leg.expect(Condition.carries(MpOption.Fail.class).or(Condition.reset()));
    d.check(
        "MP_FAIL, or the subflow is closed",
        answer.carries(MpOption.Fail.class) || answer.has(Flags.RST));
  }

  @Case(
      id = "infinite-mapping-has-a-checksum-of-zero",
      section = "3.3.1",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says =
          "setting the Data-Level Length field of the DSS option to the reserved value of 0. The"
              + " checksum, in such a case, will also be set to zero")
  static void infinite(Dialogue d) {
    Leg leg = failed(d);
    Condition infinite =
        Condition.carries(
            Dss.class, "with an infinite mapping", o -> o.hasMapping() && o.length() == 0);
    Packet packet = leg.await(infinite, Dialogue.SOON);
    if (packet == null && !leg.isReset()) {
      // it waits for data of its own to send
      leg.send(d.randomBytes(50));
      packet = leg.await(infinite, Dialogue.SOON);
    }
    d.require("a peer that goes on with an infinite mapping", packet != null);
    Integer checksum = packet.option(Dss.class).orElseThrow().checksum();
    d.check("its checksum is 0", checksum != null && checksum == 0);
  }

  @Case(
      id = "in-a-rst-of-the-second-subflow-leaves-the-first",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the subflow ... closed with a RST, featuring an MP_FAIL option")
  static void inReset(Dialogue d) {
    Leg initial = Opening.of(d).flags(Capable.A).multipath();
    Leg second = Opening.of(d).join(initial);
    second
        .segment()
        .flags(Flags.RST | Flags.ACK)
        .option(new MpOption.Fail(initial.session().rcvNxt()))
        .send();
    d.assertAlive(initial);
  }

  @Case(
      id = "of-an-unknown-number-breaks-nothing",
      section = "3.7",
      section0 = "3.6",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the data sequence number at the start of the segment")
  static void unknown(Dialogue d) {
    Leg initial = Opening.of(d).flags(Capable.A).multipath();
    Leg second = Opening.of(d).join(initial);
    second.segment().option(new MpOption.Fail(initial.session().rcvNxt() + (1L << 40))).send();
    d.pass(Dialogue.QUIET);
    d.check("the initial subflow is open", !initial.isReset());
    d.assertAlive(initial);
  }
}
