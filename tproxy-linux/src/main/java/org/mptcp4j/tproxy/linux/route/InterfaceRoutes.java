package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.mptcp4j.engine.Zone;

/** The routes of table main that lead to one interface. */
public final class InterfaceRoutes {
  /** What is kept of a route, each with a value. */
  private static final Set<String> KEPT = Set.of("via", "src", "metric", "scope");

  private InterfaceRoutes() {}

  /** Where they lead, default and link-local ones left out. */
  public static List<Zone.Prefix> prefixes(IpCommand ip, String name) throws IOException {
    NetworkInterfaceFacts.of(ip, name);
    List<Zone.Prefix> prefixes = new ArrayList<>();
    for (Family family : Family.values()) {
      for (String line : show(ip, family, name)) {
        String destination = line.split("\\s+", -1)[0];
        if (Character.digit(destination.charAt(0), 16) >= 0 && !destination.equals("default")) {
          Zone.Prefix prefix = Zone.Prefix.parse(destination);
          if (!prefix.address().isLinkLocalAddress() && !prefix.address().isMulticastAddress()) {
            prefixes.add(prefix);
          }
        }
      }
    }
    return prefixes;
  }

  /**
   * Commands that copy them to {@code table}, those on the link first since the others need them.
   *
   * @param nextHops where one is of this family, it makes the default route
   */
  static List<String> copyTo(
      IpCommand ip, Family family, String name, int table, List<InetAddress> nextHops)
      throws IOException {
    String tail = " dev " + name + " table " + table + " protocol " + RulePlan.PROTOCOL;
    List<String> commands = new ArrayList<>();
    show(ip, family, name).stream()
        .sorted(Comparator.comparing(line -> line.contains(" via ")))
        .map(line -> "route append " + kept(line) + tail)
        .forEach(commands::add);
    for (InetAddress nextHop : nextHops) {
      if (Family.of(nextHop) == family) {
        commands.removeIf(command -> command.startsWith("route append default "));
        commands.add("route append default via " + nextHop.getHostAddress() + tail);
      }
    }
    return commands;
  }

  private static List<String> show(IpCommand ip, Family family, String name) throws IOException {
    return ip.lines(family.option(), "route", "show", "table", "main", "dev", name);
  }

  private static String kept(String line) {
    String[] words = line.split("\\s+", -1);
    StringBuilder route = new StringBuilder(words[0]);
    for (int i = 1; i + 1 < words.length; i++) {
      if (KEPT.contains(words[i])) {
        route.append(' ').append(words[i]).append(' ').append(words[i + 1]);
        i++;
      }
    }
    return route.toString();
  }
}
