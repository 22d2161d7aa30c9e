package org.mptcp4j.examples.aggregate;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.emulator.EmulatedLink;
import org.mptcp4j.examples.emulator.LinkEmulator;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.examples.pairs.Flow.Tcp;
import org.mptcp4j.examples.pairs.OurHost;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Two links between a client with an address on each and a server with one address, each in a
 * namespace of its own; where a side is ours, the engine is behind its kernel:
 *
 * <pre>
 *  host1 10.1.1.2 --- 10.1.0.1 link1 ======= link1
 *                                                  10.9.0.2 --- host1 10.9.1.2
 *  host2 10.2.1.2 --- 10.2.0.1 link2 ======= link2
 * </pre>
 */
final class Course implements Closeable {
  /** What all names of namespaces begin with; the process id follows. */
  static final String PREFIX = "m4j-g";

  private static final AtomicInteger COURSES = new AtomicInteger();
  private static final int PORT = 5001;
  private static final String SWITCHES =
      "cd /proc/sys/net; echo 1 > ipv4/ip_forward; echo 0 > ipv4/conf/all/rp_filter;"
          + " echo 0 > ipv4/conf/default/rp_filter; echo 1 > ipv4/tcp_no_metrics_save;"
          + " echo cubic > ipv4/tcp_congestion_control;"
          + " echo 1 > mptcp/enabled; echo 0 > mptcp/blackhole_timeout";

  private final String client;
  private final String server;
  private final Namespaces namespaces;
  private final List<EmulatedLink> links = new ArrayList<>();
  private final List<OurHost> hosts = new ArrayList<>();
  private final long seed;
  private LinkEmulator emulator;

  private Course(String client, String server, long seed) throws IOException {
    this.client = client;
    this.server = server;
    this.seed = seed;
    this.namespaces = Namespaces.open(List.of(client, server));
  }

  /**
   * @param specs of both links
   * @param seed of the links and of our hosts
   */
  static Course open(List<LinkSpec> specs, long seed) throws IOException {
    String name = PREFIX + ProcessHandle.current().pid() + "-" + COURSES.incrementAndGet();
    Course course = new Course(name + "c", name + "s", seed);
    try {
      course.build(specs);
      return course;
    } catch (IOException | RuntimeException e) {
      course.close();
      throw e;
    }
  }

  private void build(List<LinkSpec> specs) throws IOException {
    for (String namespace : List.of(client, server)) {
      Shell.run(Namespaces.in(namespace, "sh", "-c", SWITCHES));
      namespaces.batch(namespace, List.of("mptcp limits set subflows 1 add_addr_accepted 0"));
    }
    for (int path = 1; path <= specs.size(); path++) {
      LinkSpec spec = specs.get(path - 1);
      String a = Namespaces.birthName();
      String b = Namespaces.birthName();
      links.add(EmulatedLink.open("link" + path, a, b, spec, seed + path));
      namespaces.move(a, client, "link" + path, spec.mtu());
      namespaces.move(b, server, "link" + path, spec.mtu());
      namespaces.batch(client, clientCommands(path));
      namespaces.batch(server, List.of("route add 10." + path + ".0.0/16 dev link" + path));
    }
    namespaces.batch(client, List.of("route add default dev link1"));
    namespaces.batch(client, List.of("mptcp endpoint add 10.2.0.1 dev link2 subflow"));
    namespaces.batch(server, List.of("addr add 10.9.0.2/32 dev lo"));
    emulator = new LinkEmulator(links);
  }

  /** What comes from an address, or our host behind it, leaves by its link. */
  private static List<String> clientCommands(int path) {
    return List.of(
        "addr add 10." + path + ".0.1/24 dev link" + path,
        "route add default dev link" + path + " table " + path,
        "rule add from 10." + path + ".0.1 table " + path,
        "rule add iif host" + path + " table " + path);
  }

  /** The end that accepts, and sends so many bytes. */
  End server(Tcp tcp, ConnectionOptions options, long bytes) throws IOException {
    if (tcp == Tcp.KERNEL) {
      return KernelEnd.server(server, serverAddress(tcp), PORT, bytes);
    }
    OurHost host = host(server, List.of(new OurHost.Face("host1", serverAddress(tcp))));
    return OurEnd.server(host.stack(), PORT, options, bytes);
  }

  /** The end that connects to a server of that kind, and sends so many bytes. */
  End client(Tcp tcp, Tcp serverTcp, ConnectionOptions options, long bytes) throws IOException {
    String remote = serverAddress(serverTcp);
    if (tcp == Tcp.KERNEL) {
      return KernelEnd.client(client, "10.1.0.1", remote, PORT, bytes);
    }
    OurHost host =
        host(
            client,
            List.of(new OurHost.Face("host1", "10.1.1.2"), new OurHost.Face("host2", "10.2.1.2")));
    InetSocketAddress address = new InetSocketAddress(Addresses.literal(remote), PORT);
    return OurEnd.client(host.stack(), address, options, bytes);
  }

  private static String serverAddress(Tcp tcp) {
    return tcp == Tcp.KERNEL ? "10.9.0.2" : "10.9.1.2";
  }

  private OurHost host(String namespace, List<OurHost.Face> faces) throws IOException {
    int mtu = links.get(0).a().mtu();
    OurHost host = OurHost.open(namespaces, namespace, faces, mtu, seed + 100 + hosts.size());
    hosts.add(host);
    return host;
  }

  /**
   * What became of the packets on each link, from the client to the server or back.
   *
   * @throws IOException where a link does not work
   */
  List<EmulatedDirection.Tally> tallies(boolean back) throws IOException {
    emulator.check();
    return links.stream().map(link -> (back ? link.down() : link.up()).tally()).toList();
  }

  @Override
  public void close() throws IOException {
    try (namespaces) {
      hosts.forEach(OurHost::close);
      if (emulator != null) {
        emulator.close();
      } else {
        links.forEach(EmulatedLink::close);
      }
    }
  }
}
