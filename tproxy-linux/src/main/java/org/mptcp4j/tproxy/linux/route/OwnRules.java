package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.util.List;

/**
 * The rules and routes of a gateway in this network namespace, known by their protocol number:
 * taken away when it closes, and when a new one finds those of one that was killed.
 */
public final class OwnRules {
  private static final String MARK = "proto " + RulePlan.PROTOCOL;
  private static final int FLUSH_ATTEMPTS = 5;
  private static final String LOCAL_RULE = "from all lookup local";

  private OwnRules() {}

  /**
   * Removes what a dead gateway left.
   *
   * @throws IOException where a gateway is alive here
   */
  public static void removeLeftovers(IpCommand ip, List<String> actions) throws IOException {
    for (String device : NetworkInterfaceFacts.tunDevices(ip)) {
      if (device.startsWith(DivertedInterface.TUN_PREFIX)) {
        throw new IOException("a gateway is running here already: it holds the device " + device);
      }
    }
    if (remove(ip)) {
      Forwarding.forgetEarlierRun();
      actions.add("removed the rules of an earlier run");
    }
  }

  /** Removes all of ours and puts table local first again; returns whether there were any. */
  public static boolean remove(IpCommand ip) throws IOException {
    boolean any = false;
    for (Family family : Family.values()) {
      List<String> rules = ip.lines(family.option(), "rule", "show");
      if (rules.stream().anyMatch(rule -> rule.contains(MARK))) {
        any = true;
        if (!localIsFirst(rules)) {
          ip.run(
              family.option(), "rule", "add", "pref", "0", "lookup", "local", "protocol", "kernel");
        }
        String protocol = String.valueOf(RulePlan.PROTOCOL);
        ip.run(family.option(), "rule", "flush", "protocol", protocol);
        flushRoutes(ip, family, protocol);
      }
    }
    return any;
  }

  /** A route that goes with its device meanwhile ends a flush early; what is left needs another. */
  private static void flushRoutes(IpCommand ip, Family family, String protocol) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        ip.run(family.option(), "route", "flush", "table", "all", "proto", protocol);
        return;
      } catch (IOException e) {
        if (attempt == FLUSH_ATTEMPTS || !e.getMessage().contains("No such process")) {
          throw e;
        }
      }
    }
  }

  /** Moves the look-up of table local behind the rules for own addresses. */
  static void moveLocal(IpCommand ip, Family family) throws IOException {
    if (localIsFirst(ip.lines(family.option(), "rule", "show"))) {
      ip.batch(
          family,
          List.of(
              "rule add pref "
                  + RulePlan.LOCAL_PREFERENCE
                  + " lookup local protocol "
                  + RulePlan.PROTOCOL,
              "rule del pref 0 lookup local"));
    }
  }

  private static boolean localIsFirst(List<String> rules) {
    return rules.stream().anyMatch(rule -> rule.startsWith("0:") && rule.contains(LOCAL_RULE));
  }
}
