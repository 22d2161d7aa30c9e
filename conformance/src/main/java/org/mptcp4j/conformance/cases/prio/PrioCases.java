package org.mptcp4j.conformance.cases.prio;

import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** Backups: where the peer's data goes, and where it does not. */
@Folder("mp_prio")
public final class PrioCases {
  private static final int BYTES = 20_000;

  private PrioCases() {}

  private static long dataOn(Leg leg) {
    return leg.packets().stream().filter(p -> p.payload().length > 0).count();
  }

  /** The echo of much data comes over the other subflow alone. */
  private static void assertUnused(Dialogue d, Leg used, Leg backup) {
    long before = dataOn(backup);
    d.echo(used, d.randomBytes(BYTES));
    d.check("no data on the backup", dataOn(backup) == before);
  }

  @Case(
      id = "backup-of-a-join-carries-nothing",
      section = "3.3.8",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "wants this path to be used as backup ... only if there are no usable others")
  static void joined(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).backup().join(initial);
    assertUnused(d, initial, second);
  }

  @Case(
      id = "mp-prio-makes-a-backup",
      section = "3.3.8",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the MP_PRIO option ... to change the 'B' flag of the subflow on which it is sent")
  static void changed(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.segment().option(new MpOption.Prio(true, null)).send();
    d.pass(Duration.ofMillis(50));
    assertUnused(d, initial, second);
  }

  @Case(
      id = "mp-prio-names-another-address",
      section = "3.3.8",
      level = Level.SHOULD,
      versions = Version.V0,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "the Address ID ... change the flag on all subflows of that address")
  static void named(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).addressId(3).join(initial);
    initial.segment().option(new MpOption.Prio(true, 3)).send();
    d.pass(Duration.ofMillis(50));
    assertUnused(d, initial, second);
  }

  @Case(
      id = "initial-subflow-becomes-the-backup",
      section = "3.3.8",
      level = Level.SHOULD,
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "to change the 'B' flag of the subflow on which it is sent")
  static void initial(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    initial.segment().option(new MpOption.Prio(true, null)).send();
    d.pass(Duration.ofMillis(50));
    assertUnused(d, second, initial);
  }

  @Case(
      id = "backup-is-used-when-nothing-else-is-left",
      section = "3.3.8",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "used ... if there are no usable subflows where B=0")
  static void last(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).backup().join(initial);
    initial.reset();
    d.echo(second, d.randomBytes(3000));
  }

  @Case(
      id = "backup-becomes-regular-again",
      section = "3.3.8",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "change the priority at any time")
  static void again(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).backup().join(initial);
    second.segment().option(new MpOption.Prio(false, null)).send();
    initial.segment().option(new MpOption.Prio(true, null)).send();
    d.pass(Duration.ofMillis(50));
    assertUnused(d, second, initial);
  }
}
