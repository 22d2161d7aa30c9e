package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.Bypass;
import org.mptcp4j.gateway.setup.HcpeSetup;
import org.mptcp4j.gateway.setup.Side;

/** Reads the file of an HCPE. */
final class HcpeConfig {
  private HcpeConfig() {}

  /**
   * Reads and checks a file.
   *
   * @param machine whose routes are asked where {@code [lan]} names no prefixes
   */
  static GatewayConfig read(Path file, Machine machine) throws ConfigException {
    ConfigTable root = ConfigTable.read(file);
    CommonKeys common = new CommonKeys(machine);
    ConnectionOptions connections = CommonKeys.connections(root);
    Limits limits = CommonKeys.limits(root);
    int queues = CommonKeys.queues(root);
    Bypass bypass = CommonKeys.bypass(root);
    ConfigTable lanTable = root.table("lan");
    Side lan = common.inner("lan", lanTable);
    List<Zone.Prefix> named = CommonKeys.networks(lanTable, "prefixes");
    lanTable.rejectUnknownKeys();
    List<HcpeSetup.Access> accesses = new ArrayList<>();
    for (ConfigTable table : root.tables("access")) {
      accesses.add(access(table, common, accesses.isEmpty()));
    }
    root.rejectUnknownKeys();
    List<Zone.Prefix> hosts = named.isEmpty() ? hosts(lanTable, lan, machine) : named;
    return new GatewayConfig(
        new HcpeSetup(lan, hosts, accesses, connections, bypass), limits, queues);
  }

  private static HcpeSetup.Access access(ConfigTable table, CommonKeys common, boolean primary)
      throws ConfigException {
    Side side = common.access(table);
    List<InetAddress> hags = table.list("hag", CommonKeys.ADDRESS, Addresses::literal);
    boolean backup = table.flag("backup", false);
    table.rejectUnknownKeys();
    if (primary && !hags.isEmpty()) {
      throw table.error("hag", "no address of the HAG for the first access, the primary one");
    }
    if (!primary && side.addresses().isEmpty()) {
      throw table.error("address", "the gateway's own address on this access, such as 10.2.0.2");
    }
    for (InetAddress hag : hags) {
      if (side.addresses().stream().noneMatch(own -> sameFamily(own.address(), hag))) {
        throw table.error("hag", "an address of the same family as this access has");
      }
    }
    return new HcpeSetup.Access(side, hags, backup);
  }

  private static List<Zone.Prefix> hosts(ConfigTable lanTable, Side lan, Machine machine)
      throws ConfigException {
    try {
      List<Zone.Prefix> hosts = machine.prefixesBehind(lan.interfaceName());
      if (hosts.isEmpty()) {
        throw lanTable.error("prefixes", "the prefixes of the hosts: the routes name none");
      }
      return hosts;
    } catch (IOException e) {
      throw lanTable.error(
          "interface", "an interface whose routes can be read (" + e.getMessage() + ")");
    }
  }

  private static boolean sameFamily(InetAddress a, InetAddress b) {
    return a.getAddress().length == b.getAddress().length;
  }
}
