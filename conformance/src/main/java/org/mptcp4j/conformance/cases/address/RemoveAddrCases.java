package org.mptcp4j.conformance.cases.address;

import java.time.Duration;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** REMOVE_ADDR of ours. */
@Folder("remove_addr")
public final class RemoveAddrCases {
  private RemoveAddrCases() {}

  @Case(
      id = "subflow-of-the-address-goes",
      section = "3.4.2",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "SHOULD trigger the sending of RSTs by both hosts on the affected subflow(s)")
  static void removed(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).addressId(3).join(initial);
    second.autoAck(false);
    initial.segment().option(new MpOption.RemoveAddr(List.of(3))).send();
    second.expect(Condition.reset().or(Condition.fin()), Duration.ofSeconds(6));
    d.assertAlive(initial);
  }

  @Case(
      id = "list-removes-each",
      section = "3.4.2",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "one or more address IDs can be removed by one option")
  static void list(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).addressId(3).join(initial);
    second.autoAck(false);
    initial.segment().option(new MpOption.RemoveAddr(List.of(77, 3))).send();
    second.expect(Condition.reset().or(Condition.fin()), Duration.ofSeconds(6));
    d.assertAlive(initial);
  }

  @Case(
      id = "unknown-id-is-ignored",
      section = "3.4.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "If an address ID ... is not known, the receiver will silently ignore the request")
  static void unknown(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).addressId(3).join(initial);
    initial.segment().option(new MpOption.RemoveAddr(List.of(200))).send();
    d.pass(Dialogue.QUIET);
    d.check("the second subflow is open", !second.isReset());
    second.send(d.randomBytes(100));
    d.expectAcked(second);
  }

  @Case(
      id = "alone-on-one-subflow-breaks-nothing",
      section = "3.4.2",
      roles = {Role.SERVER, Role.CLIENT},
      says = "silently ignore the request")
  static void alone(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    leg.segment().option(new MpOption.RemoveAddr(List.of(9, 10, 11))).send();
    d.assertAlive(leg);
  }
}
