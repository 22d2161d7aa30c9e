package org.mptcp4j.examples.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.Bypass;
import org.mptcp4j.gateway.setup.HagSetup;
import org.mptcp4j.gateway.setup.Side;

/** Reads the file of a HAG. */
final class HagConfig {
  private HagConfig() {}

  /** Reads and checks a file. */
  static GatewayConfig read(Path file, Machine machine) throws ConfigException {
    ConfigTable root = ConfigTable.read(file);
    CommonKeys common = new CommonKeys(machine);
    ConnectionOptions connections = CommonKeys.connections(root);
    Limits limits = CommonKeys.limits(root);
    int queues = CommonKeys.queues(root);
    Bypass bypass = CommonKeys.bypass(root);
    ConfigTable coreTable = root.table("core");
    Side core = common.inner("core", coreTable);
    coreTable.rejectUnknownKeys();
    List<HagSetup.Access> accesses = new ArrayList<>();
    boolean customers = false;
    for (ConfigTable table : root.tables("access")) {
      HagSetup.Access access = access(table, common);
      accesses.add(access);
      customers |= !access.customers().isEmpty();
    }
    root.rejectUnknownKeys();
    if (!customers) {
      throw root.error("access", "customers = [...] in at least one access");
    }
    return new GatewayConfig(new HagSetup(core, accesses, connections, bypass), limits, queues);
  }

  private static HagSetup.Access access(ConfigTable table, CommonKeys common)
      throws ConfigException {
    Side side = common.access(table);
    List<Zone.Prefix> customers = CommonKeys.networks(table, "customers");
    table.rejectUnknownKeys();
    if (customers.isEmpty() && side.addresses().isEmpty()) {
      throw table.error(
          "customers", "prefixes of hosts here, or an address of the gateway, or both");
    }
    return new HagSetup.Access(side, customers);
  }
}
