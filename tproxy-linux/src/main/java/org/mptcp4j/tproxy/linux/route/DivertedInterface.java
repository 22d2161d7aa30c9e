package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.Diversion;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/** One side of a gateway: its TUN device, and the rules that divert an interface's TCP to it. */
public final class DivertedInterface {
  static final String TUN_PREFIX = "m4j-";
  private static final int MAX_NAME = 15;
  private static final int MIN_MTU_V6 = 1280;
  private static final int QUEUE_PACKETS = 10_000;

  private DivertedInterface() {}

  /**
   * Opens the TUN device and sets the rules.
   *
   * @param index among the diversions of the gateway, from 0
   * @return the queues of the device
   */
  public static List<TunDevice> open(
      IpCommand ip, Diversion diversion, int index, int queues, List<String> actions, Undo undo)
      throws IOException {
    String name = diversion.interfaceName();
    NetworkInterfaceFacts facts = NetworkInterfaceFacts.of(ip, name);
    requireOwn(diversion, facts);
    String tun = tunName(name);
    List<TunDevice> device = TunDevice.openQueues(tun, facts.mtu(), diversion.offload(), queues);
    undo.add(() -> device.forEach(TunDevice::close));
    Forwarding.prepareTun(tun);
    ip.run("link", "set", "dev", tun, "addrgenmode", "none");
    ip.run(
        "link",
        "set",
        "dev",
        tun,
        "mtu",
        String.valueOf(facts.mtu()),
        "txqueuelen",
        String.valueOf(QUEUE_PACKETS),
        "up");
    if (!diversion.ownAddresses().isEmpty()) {
      Forwarding.routeBeforeDemultiplexing(actions, undo);
    }
    for (Family family : Family.on(tun)) {
      if (family == Family.V4 || facts.mtu() >= MIN_MTU_V6) {
        divert(ip, diversion, family, tun, index);
      }
    }
    describe(diversion, tun, actions);
    return device;
  }

  /** The TUN device of an interface: recognizable, unique, at most 15 bytes. */
  static String tunName(String name) {
    int room = MAX_NAME - TUN_PREFIX.length();
    if (name.length() <= room) {
      return TUN_PREFIX + name;
    }
    return TUN_PREFIX
        + name.substring(0, room - 5)
        + String.format("-%04x", name.hashCode() & 0xffff);
  }

  private static void divert(
      IpCommand ip, Diversion diversion, Family family, String tun, int index) throws IOException {
    List<String> rules = RulePlan.rules(diversion, family, tun, index);
    if (rules.isEmpty()) {
      return;
    }
    ip.batch(
        family,
        List.of(
            "route add default dev "
                + tun
                + " table "
                + RulePlan.divertTable(index)
                + " protocol "
                + RulePlan.PROTOCOL));
    if (diversion.ownAddresses().stream().anyMatch(own -> Family.of(own) == family)) {
      ip.batch(
          family,
          InterfaceRoutes.copyTo(
              ip,
              family,
              diversion.interfaceName(),
              RulePlan.leaveTable(index),
              diversion.nextHops()));
      OwnRules.moveLocal(ip, family);
    }
    ip.batch(family, rules);
  }

  private static void requireOwn(Diversion diversion, NetworkInterfaceFacts facts)
      throws IOException {
    for (InetAddress own : diversion.ownAddresses()) {
      if (facts.addresses().stream().noneMatch(prefix -> prefix.address().equals(own))) {
        List<String> there =
            facts.addresses().stream().map(p -> p.address().getHostAddress()).toList();
        throw new IOException(
            own.getHostAddress()
                + " is no address of "
                + facts.name()
                + (there.isEmpty()
                    ? ", which has none"
                    : " (only " + String.join(", ", there) + ")"));
      }
    }
  }

  private static void describe(Diversion diversion, String tun, List<String> actions) {
    for (InetAddress own : diversion.ownAddresses()) {
      actions.add(
          diversion.interfaceName() + ": TCP to " + own.getHostAddress() + " goes to " + tun);
    }
    for (Diversion.Selector selector : diversion.forwarded()) {
      actions.add(
          diversion.interfaceName()
              + ": forwarded TCP"
              + selector.source().map(p -> " from " + text(p)).orElse("")
              + selector.destination().map(p -> " to " + text(p)).orElse("")
              + " goes to "
              + tun);
    }
  }

  private static String text(Zone.Prefix prefix) {
    return prefix.toString();
  }
}
