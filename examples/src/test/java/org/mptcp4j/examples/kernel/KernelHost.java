package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;

/** The kernel's Multipath TCP in a namespace with one TUN device for each path. */
final class KernelHost implements Host {
  private final Namespaces namespaces;
  private final String namespace;
  private final int side;
  private final List<Closeable> programs = new ArrayList<>();

  private KernelHost(Namespaces namespaces, String namespace, int side) {
    this.namespaces = namespaces;
    this.namespace = namespace;
    this.side = side;
  }

  /** Sets up the namespace, whose devices are there already, one a path: path1, path2 and so on. */
  static KernelHost open(
      Namespaces namespaces, String namespace, int side, int paths, boolean checksum)
      throws IOException {
    KernelHost host = new KernelHost(namespaces, namespace, side);
    host.switches(checksum);
    for (Family family : Family.values()) {
      List<String> commands = new ArrayList<>();
      for (int path = 1; path <= paths; path++) {
        host.address(commands, path, family);
      }
      List<String> ip = new ArrayList<>(List.of("ip", family == Family.V6 ? "-6" : "-4"));
      ip.addAll(List.of("-n", namespace, "-batch", "-"));
      Shell.run(ip, String.join("\n", commands) + "\n");
    }
    namespaces.batch(namespace, List.of("mptcp limits set subflows 8 add_addr_accepted 8"));
    return host;
  }

  private void switches(boolean checksum) throws IOException {
    String script =
        "cd /proc/sys/net; echo 1 > mptcp/enabled; echo %d > mptcp/checksum_enabled;"
            + " echo 0 > mptcp/blackhole_timeout; echo 0 > ipv4/conf/all/rp_filter;"
            + " echo 0 > ipv4/conf/default/rp_filter; echo 1 > ipv4/tcp_no_metrics_save;"
            + " for i in ipv4/conf/path*; do echo 0 > $i/rp_filter; done";
    run("sh", "-c", script.formatted(checksum ? 1 : 0));
  }

  /** What comes from an address leaves by its path, whatever its destination. */
  private void address(List<String> commands, int path, Family family) {
    String address = Plan.address(side, path, family);
    String nodad = family == Family.V6 ? " nodad" : "";
    String any = family == Family.V6 ? "::/0" : "0.0.0.0/0";
    commands.add("addr add " + Plan.prefix(side, path, family) + " dev path" + path + nodad);
    commands.add("route add " + any + " dev path" + path + " table " + path);
    commands.add("rule add from " + address + " table " + path);
  }

  /** Runs {@code ip mptcp endpoint} with these words. */
  void endpoint(String words) throws IOException {
    namespaces.batch(namespace, List.of("mptcp endpoint " + words));
  }

  /** Adds an endpoint: its address on {@code path} and flags such as {@code signal}. */
  void addEndpoint(int path, Family family, String flags) throws IOException {
    endpoint("add " + Plan.address(side, path, family) + " dev path" + path + " " + flags);
  }

  /** Sets a switch of {@code /proc/sys/net/mptcp}. */
  void mptcpSwitch(String name, Object value) throws IOException {
    run("sh", "-c", "echo " + value + " > /proc/sys/net/mptcp/" + name);
  }

  /** Sets a path's device up or down. */
  void link(int path, boolean up) throws IOException {
    namespaces.batch(namespace, List.of("link set path" + path + (up ? " up" : " down")));
  }

  /** Runs a command in the namespace to its end. */
  String run(String... command) throws IOException {
    return Shell.run(Namespaces.in(namespace, command));
  }

  String namespace() {
    return namespace;
  }

  @Override
  public Peer serve(Family family, int port) throws IOException {
    // A join is refused where no listener has its destination (see docs/kernel-matrix.md).
    return ready(start("serve", family == Family.V4 ? "0.0.0.0" : "::", port));
  }

  @Override
  public Peer connect(Family family, int port) throws IOException {
    String local = Plan.address(side, 1, family);
    return start("connect", local, Plan.address(3 - side, 1, family), port);
  }

  KernelPeer ready(KernelPeer peer) throws IOException {
    peer.awaitReady();
    return peer;
  }

  /** Starts {@code peer.py}, which ends with this host. */
  KernelPeer start(Object... arguments) throws IOException {
    KernelPeer peer = KernelPeer.start(namespace, arguments);
    programs.add(peer);
    return peer;
  }

  /** Starts a program that is made to use Multipath TCP; it ends with this host. */
  Program mptcpize(Path directory, String... command) throws IOException {
    Program program = Program.mptcpize(namespace, directory, List.of(command));
    programs.add(program);
    return program;
  }

  /** Waits until a program listens at {@code port}, and that with Multipath TCP. */
  void awaitListening(int port) throws IOException {
    awaitListening(namespace, port);
  }

  /** Waits until a program listens there, and that with Multipath TCP. */
  static void awaitListening(String namespace, int port) throws IOException {
    List<String> listeners = Namespaces.in(namespace, "ss", "-HMln", "sport = :" + port);
    Network.await(
        "a listener of Multipath TCP at port " + port, () -> !Shell.run(listeners).isBlank());
  }

  @Override
  public long openConnections() throws IOException {
    return counters().getOrDefault("MPTcpExtMPCurrEstab", 0L);
  }

  @Override
  public Map<String, Long> counters() throws IOException {
    return counters(namespace);
  }

  /** All counters of a namespace. */
  static Map<String, Long> counters(String namespace) throws IOException {
    Map<String, Long> counters = new TreeMap<>();
    Shell.run(Namespaces.in(namespace, "nstat", "-asz"))
        .lines()
        .map(line -> line.trim().split("\\s+", -1))
        .filter(words -> words.length == 3 && !words[0].startsWith("#"))
        .forEach(words -> counters.put(words[0], Long.parseLong(words[1])));
    return counters;
  }

  @Override
  public void close() throws IOException {
    for (Closeable program : programs) {
      program.close();
    }
  }
}
