package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The kernel's switches that a gateway needs: forwarding on, reverse path filter off on its TUNs.
 */
public final class Forwarding {
  private static final Path CONF4 = Path.of("/proc/sys/net/ipv4/conf");

  private Forwarding() {}

  /**
   * Switches forwarding on where it is off. It stays on: a gateway that has gone must leave a
   * router.
   */
  public static void enable(IpCommand ip, List<String> interfaces, List<String> actions)
      throws IOException {
    KernelSwitch v4 = KernelSwitch.of("ipv4", "ip_forward");
    if (v4.get() == 0) {
      v4.set(1);
      actions.add("switched on forwarding of IPv4; it stays on");
    }
    KernelSwitch v6 = KernelSwitch.of("ipv6", "conf", "all", "forwarding");
    if (v6.exists() && v6.get() == 0) {
      for (String name : interfaces) {
        keepRouterAdvertisements(ip, name, actions);
      }
      v6.set(1);
      actions.add("switched on forwarding of IPv6; it stays on");
    }
  }

  /**
   * The kernel matches TCP with its own sockets before it routes (tcp_early_demux) and then refuses
   * to forward what matched. So its own connections on an address that is diverted would hang.
   */
  static void routeBeforeDemultiplexing(List<String> actions, Undo undo) throws IOException {
    KernelSwitch early = KernelSwitch.of("ipv4", "tcp_early_demux");
    if (early.exists() && early.get() != 0) {
      undo.add(() -> early.set(1));
      early.set(0);
      actions.add("switched off tcp_early_demux");
    }
  }

  /**
   * A gateway that was killed left tcp_early_demux off. Its value before is not known: it becomes
   * the kernel's default, so that this run does not take the other for what it has to restore.
   */
  static void forgetEarlierRun() throws IOException {
    KernelSwitch early = KernelSwitch.of("ipv4", "tcp_early_demux");
    if (early.exists() && early.get() == 0) {
      early.set(1);
    }
  }

  /** A forwarding interface heeds router advertisements only where accept_ra is 2. */
  private static void keepRouterAdvertisements(IpCommand ip, String name, List<String> actions)
      throws IOException {
    KernelSwitch accept = KernelSwitch.of("ipv6", "conf", name, "accept_ra");
    String routes = ip.run("-6", "route", "show", "default", "dev", name);
    if (accept.exists() && accept.get() == 1 && routes.contains("proto ra")) {
      accept.set(2);
      actions.add(name + ": accept_ra = 2, so that its IPv6 default route stays");
    }
  }

  /** What a gateway's TUN device needs: packets with local and with any other source come out. */
  static void prepareTun(String device) throws IOException {
    KernelSwitch.of("ipv4", "conf", device, "accept_local").set(1);
    KernelSwitch.of("ipv4", "conf", device, "rp_filter").set(0);
    KernelSwitch.of("ipv4", "conf", device, "send_redirects").set(0);
  }

  /**
   * The filter in force on a device is the larger one of "all" and its own. So where "all" is set,
   * it is handed down to each device, which keeps its protection, and then switched off.
   */
  public static void relaxReversePathFilter(List<String> actions, Undo undo) throws IOException {
    KernelSwitch all = KernelSwitch.of("ipv4", "conf", "all", "rp_filter");
    int value = all.get();
    if (value == 0) {
      return;
    }
    Map<KernelSwitch, Integer> before = new LinkedHashMap<>();
    before.put(all, value);
    undo.add(() -> restore(before));
    try (Stream<Path> directories = Files.list(CONF4)) {
      for (Path directory : directories.toList()) {
        String device = directory.getFileName().toString();
        KernelSwitch own = KernelSwitch.of("ipv4", "conf", device, "rp_filter");
        if (!device.equals("all") && own.get() < value) {
          before.put(own, own.get());
          own.set(value);
        }
      }
    }
    all.set(0);
    actions.add("moved rp_filter = " + value + " from all to each interface");
  }

  private static void restore(Map<KernelSwitch, Integer> values) throws IOException {
    for (Map.Entry<KernelSwitch, Integer> entry : values.entrySet()) {
      if (entry.getKey().exists()) {
        entry.getKey().set(entry.getValue());
      }
    }
  }
}
