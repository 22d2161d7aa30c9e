package org.mptcp4j.tproxy.linux.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.Diversion;

/**
 * The policy rules that lead an interface's TCP, and the ICMP errors about it, to a TUN device, as
 * commands for {@code ip -batch}. By preference, lower first:
 *
 * <pre>
 *  50  to an own address that the engine answers for    (before the kernel takes it)
 * 100  table local: what is for this machine            (moved here from 0 where needed)
 * 200  forwarded TCP and ICMP that come in by the interface
 * 300  what the engine sends from an own address leaves by this very interface: its routes,
 * 301  and in case they were lost while it was down, table main without default routes,
 * 302  and never anywhere else
 * 400  ICMP errors of this machine's own about what the engine sent here, by prefix
 * 401  the same where no prefix tells, for the first interface of the kind
 * </pre>
 *
 * <p>Where the process dies, the TUN device and the routes to it are gone: each lookup here finds
 * nothing and goes on to table main, which is plain routing.
 */
final class RulePlan {
  /** Marks our rules and routes (rtm_protocol): only those are ever removed. */
  static final int PROTOCOL = 77;

  static final int LOCAL_PREFERENCE = 100;
  private static final int OWN_PREFERENCE = 50;
  private static final int FORWARDED_PREFERENCE = 200;
  private static final int LEAVE_PREFERENCE = 300;
  private static final int ERRORS_PREFERENCE = 400;
  private static final int OTHER_ERRORS_PREFERENCE = 401;
  private static final int FIRST_TABLE = 7700;

  private final Diversion diversion;
  private final Family family;
  private final String tun;
  private final int divertTable;
  private final List<String> rules = new ArrayList<>();

  private RulePlan(Diversion diversion, Family family, String tun, int index) {
    this.diversion = diversion;
    this.family = family;
    this.tun = tun;
    this.divertTable = divertTable(index);
  }

  /** The rules of {@code family} for the diversion with that index among those of the gateway. */
  static List<String> rules(Diversion diversion, Family family, String tun, int index) {
    RulePlan plan = new RulePlan(diversion, family, tun, index);
    for (InetAddress own : diversion.ownAddresses()) {
      if (Family.of(own) == family) {
        plan.addOwn(own.getHostAddress(), leaveTable(index));
      }
    }
    for (Diversion.Selector selector : diversion.forwarded()) {
      if (plan.concerns(selector)) {
        plan.addForwarded(selector);
      }
    }
    return plan.rules;
  }

  /** The table whose default route is the TUN device. */
  static int divertTable(int index) {
    return FIRST_TABLE + 2 * index;
  }

  /** The table with the interface's own routes. */
  static int leaveTable(int index) {
    return FIRST_TABLE + 2 * index + 1;
  }

  private void addOwn(String address, int leaveTable) {
    String iif = "iif " + diversion.interfaceName();
    String to = " to " + address;
    divert(OWN_PREFERENCE, iif + to + " ipproto tcp");
    if (family == Family.V4) {
      // ICMPv6 stays: neighbour solicitations are ICMPv6 too, and count only where they came in.
      divert(OWN_PREFERENCE, iif + to + " ipproto " + family.icmp());
    }
    divert(OWN_PREFERENCE, "iif lo" + to + " ipproto " + family.icmp());
    String sent = "iif " + tun + " from " + address;
    rule(LEAVE_PREFERENCE, sent, "lookup " + leaveTable);
    rule(LEAVE_PREFERENCE + 1, sent, "lookup main suppress_prefixlength 0");
    rule(LEAVE_PREFERENCE + 2, sent, "unreachable");
  }

  private void addForwarded(Diversion.Selector selector) {
    StringBuilder which = new StringBuilder("iif ").append(diversion.interfaceName());
    selector.source().ifPresent(source -> which.append(" from ").append(text(source)));
    selector.destination().ifPresent(to -> which.append(" to ").append(text(to)));
    divert(FORWARDED_PREFERENCE, which + " ipproto tcp");
    divert(FORWARDED_PREFERENCE, which + " ipproto " + family.icmp());
    // An error about a packet goes back to its source, which here is where this side's packets go.
    if (selector.destination().isPresent()) {
      String to = " to " + text(selector.destination().get());
      divert(ERRORS_PREFERENCE, "iif lo" + to + " ipproto " + family.icmp());
    } else {
      divert(OTHER_ERRORS_PREFERENCE, "iif lo ipproto " + family.icmp());
    }
  }

  private boolean concerns(Diversion.Selector selector) {
    return selector
        .source()
        .or(selector::destination)
        .map(p -> Family.of(p.address()) == family)
        .orElse(true);
  }

  private void divert(int preference, String selector) {
    rule(preference, selector, "lookup " + divertTable);
  }

  private void rule(int preference, String selector, String action) {
    String rule =
        "rule add pref " + preference + " " + selector + " " + action + " protocol " + PROTOCOL;
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
  }

  private static String text(Zone.Prefix prefix) {
    return prefix.toString();
  }
}
