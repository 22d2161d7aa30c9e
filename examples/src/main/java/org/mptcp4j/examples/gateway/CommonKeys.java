package org.mptcp4j.examples.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.TcpOptions.KeepAlive;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.Bypass;
import org.mptcp4j.gateway.setup.Side;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.SchedulerProvider;

/** What the files of both gateways have in common. */
final class CommonKeys {
  static final String ADDRESS = "an address such as 10.2.0.2 (or an array of them)";
  static final String PREFIX = "a prefix such as 10.0.1.0/24 (or an array of them)";
  private static final String INTERFACE = "the name of an interface";
  private static final int MOST_QUEUES = 64;
  private static final long SECOND = 1_000_000_000L;
  private static final int LONGEST_SECONDS = 24 * 3600;

  private final Machine machine;
  private final Set<String> names = new HashSet<>();
  private final Set<String> interfaces = new HashSet<>();

  CommonKeys(Machine machine) {
    this.machine = machine;
  }

  /** The side away from the accesses: {@code [lan]} or {@code [core]}. */
  Side inner(String name, ConfigTable table) throws ConfigException {
    names.add(name);
    return new Side(name, interfaceName(table), List.of(), List.of(), List.of(), offload(table));
  }

  /** An access, its special keys aside. */
  Side access(ConfigTable table) throws ConfigException {
    String name = table.text("name", "a name such as \"dsl\"");
    if (!names.add(name)) {
      throw table.error("name", "a name that no other side has");
    }
    List<Zone.Prefix> addresses = table.list("address", ADDRESS, Zone.Prefix::parse);
    for (Zone.Prefix prefix : addresses) {
      if (isNoHost(prefix.address())) {
        throw table.error("address", ADDRESS);
      }
    }
    List<InetAddress> nextHops = table.list("gateway", ADDRESS, Addresses::literal);
    return new Side(name, interfaceName(table), addresses, nextHops, List.of(), offload(table));
  }

  private static boolean offload(ConfigTable table) throws ConfigException {
    return table.flag("offload", true);
  }

  private String interfaceName(ConfigTable table) throws ConfigException {
    String name = table.text("interface", INTERFACE);
    if (!interfaces.add(name)) {
      throw table.error("interface", "an interface that no other side has");
    }
    if (!machine.hasInterface(name)) {
      throw table.error("interface", "an interface that this machine has");
    }
    return name;
  }

  static ConnectionOptions connections(ConfigTable table) throws ConfigException {
    ConnectionOptions defaults = ConnectionOptions.defaults();
    int smallest = 16 * 1024;
    int send = table.number("send-buffer", smallest, 1 << 30, defaults.sendBufferBytes());
    int receive = table.number("receive-buffer", smallest, 1 << 30, defaults.receiveBufferBytes());
    return defaults
        .withVersions(versions(table))
        .withChecksum(table.flag("checksum", false))
        .withScheduler(
            table.parsed(
                "scheduler", "a scheduler", SchedulerProvider::named, defaults.scheduler()))
        .withCongestionControl(
            table.parsed(
                "congestion-control",
                "a congestion control",
                CongestionControlProvider::named,
                defaults.congestionControl()))
        .withBuffers(send, receive)
        .withTcp(defaults.tcp().withKeepAlive(keepAlive(table)))
        .withTimeouts(
            seconds(table, "connect-timeout", 1, defaults.connectTimeoutNanos()),
            seconds(table, "user-timeout", 1, defaults.userTimeoutNanos()),
            seconds(table, "time-wait", 0, defaults.timeWaitNanos()));
  }

  /** One version or an array of them, in order of preference. */
  private static List<MptcpVersion> versions(ConfigTable table) throws ConfigException {
    Set<Integer> numbers = table.numbers("mptcp-version", 0, 1);
    return numbers.isEmpty()
        ? ConnectionOptions.defaults().versions()
        : numbers.stream().map(n -> n == 0 ? MptcpVersion.V0 : MptcpVersion.V1).toList();
  }

  /** A host that vanished would leave an idle connection here for good. */
  private static KeepAlive keepAlive(ConfigTable table) throws ConfigException {
    KeepAlive standard = KeepAlive.standard();
    long idle = seconds(table, "keep-alive", 0, standard.idleNanos());
    return new KeepAlive(idle, standard.intervalNanos(), standard.probes());
  }

  private static long seconds(ConfigTable table, String key, int least, long otherwise)
      throws ConfigException {
    return SECOND * table.number(key, least, LONGEST_SECONDS, (int) (otherwise / SECOND));
  }

  static Bypass bypass(ConfigTable root) throws ConfigException {
    ConfigTable table = root.optionalTable("bypass").orElse(null);
    if (table == null) {
      return Bypass.none();
    }
    Bypass bypass =
        new Bypass(
            table.list("prefixes", PREFIX, Zone.Prefix::parse), table.numbers("ports", 1, 65_535));
    table.rejectUnknownKeys();
    return bypass;
  }

  static Limits limits(ConfigTable root) throws ConfigException {
    return new Limits(
        root.number("max-connections", 1, 10_000_000, 100_000),
        root.number("max-pending", 1, 1_000_000, 10_000),
        root.number("max-pending-joins", 1, 1_000_000, 1_000),
        root.number("max-destinations", 1, 10_000_000, 10_000),
        root.parsed("max-memory", MemorySize.EXPECTED, MemorySize::parse, MemorySize.usual()));
  }

  /** Queues of each device, and threads. */
  static int queues(ConfigTable root) throws ConfigException {
    return root.number("queues", 1, MOST_QUEUES, 1);
  }

  /** Prefixes with one of their own host bits set are more likely a mistake than meant. */
  static List<Zone.Prefix> networks(ConfigTable table, String key) throws ConfigException {
    List<Zone.Prefix> networks = new ArrayList<>();
    for (Zone.Prefix prefix : table.list(key, PREFIX, Zone.Prefix::parse)) {
      byte[] bytes = prefix.address().getAddress();
      for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
        if ((bytes[bit / 8] & 0x80 >> bit % 8) != 0) {
          throw table.error(key, "prefixes without bits behind their length; " + prefix + " has");
        }
      }
      networks.add(prefix);
    }
    return networks;
  }

  private static boolean isNoHost(InetAddress address) {
    return address.isAnyLocalAddress() || address.isMulticastAddress();
  }
}
