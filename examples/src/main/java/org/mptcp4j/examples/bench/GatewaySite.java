package org.mptcp4j.examples.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.examples.bench.proc.AccessBytes;
import org.mptcp4j.examples.emulator.LinkEmulator;
import org.mptcp4j.examples.lab.GatewayFiles;
import org.mptcp4j.examples.lab.LabProcess;
import org.mptcp4j.examples.lab.LabTopology;
import org.mptcp4j.examples.lab.Parts;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.examples.pairs.Flow.Tcp;
import org.mptcp4j.examples.pairs.KernelCubic;
import org.mptcp4j.examples.pairs.KernelProgram;

/** The lab's four namespaces with one of the pairs in the middle, and S's programs at work. */
final class GatewaySite implements Contender {
  /** What all names of namespaces begin with; the process id follows. */
  static final String PREFIX = "m4j-b";

  private static final String SWITCHES = "echo 1 > /proc/sys/net/ipv4/tcp_no_metrics_save";
  private static final List<String> RELAYED_PORTS = List.of("7", "9", "19", "20", "21");
  private static final String HCPE_ADDRESS = "10.0.1.1";
  private static final String HAG_ADDRESS = "10.1.0.1";
  private static final long SEED = 1;

  private final Setting setting;
  private final PrintWriter err;
  private final Parts parts;
  private final List<KernelProgram> servers = new ArrayList<>();
  private final List<LabProcess> gateways = new ArrayList<>();
  private LabTopology topology;
  private LinkEmulator emulator;
  private KernelProgram counter;
  private KernelCubic cubic;
  private String address;

  private GatewaySite(String name, Setting setting, PrintWriter err) {
    this.setting = setting;
    this.err = err;
    this.parts = Parts.withHook("bench-" + name, err);
  }

  /** Sets all up under the pair's own name. */
  static GatewaySite open(Tcp pair, Setting setting, PrintWriter err) throws IOException {
    return open(pair.toString(), pair, setting, err);
  }

  /**
   * Sets all up, and returns when it serves.
   *
   * @param name unlike that of any other site that is open
   * @param pair whose gateways
   * @param err takes what they say
   */
  static GatewaySite open(String name, Tcp pair, Setting setting, PrintWriter err)
      throws IOException {
    GatewaySite site = new GatewaySite(name, setting, err);
    try {
      site.build(name, pair);
      return site;
    } catch (IOException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /**
   * Sets what all hosts of a comparison have in common; their routes are there already.
   *
   * @return what looks whether it came true
   */
  static KernelCubic prepare(List<String> namespaces) throws IOException {
    for (String namespace : namespaces) {
      Shell.run(Namespaces.in(namespace, "sh", "-c", SWITCHES));
    }
    return KernelCubic.in(namespaces);
  }

  private void build(String name, Tcp pair) throws IOException {
    String prefix = PREFIX + ProcessHandle.current().pid() + "-" + name + "-";
    topology = parts.add(LabTopology.open(prefix));
    buildAccesses();
    cubic = prepare(topology.all());
    counter = serve(WindowTraffic.PROGRAM);
    serve(WholeTransfers.PROGRAM);
    if (pair == Tcp.OURS) {
      startOurs();
    } else {
      startKernels();
    }
    for (LabProcess gateway : gateways) {
      gateway.awaitReady();
    }
  }

  private void buildAccesses() throws IOException {
    if (setting.byTokenBucket()) {
      topology.buildShaped(setting.links().get(0), setting.links().get(1));
    } else if (setting.shaped()) {
      emulator =
          parts.add(
              new LinkEmulator(
                  topology.build(setting.links().get(0), setting.links().get(1), SEED)));
    } else {
      topology.buildUnshaped();
    }
  }

  /** Starts another program in S. */
  KernelProgram serve(String program) throws IOException {
    KernelProgram server =
        parts.add(
            KernelProgram.start(
                topology.s(), GatewaySite.class, program, "serve", LabTopology.SERVER_V4));
    server.awaitReady();
    servers.add(server);
    return server;
  }

  private void startOurs() throws IOException {
    Path directory = Files.createTempDirectory("mptcp-bench");
    parts.<Closeable>add(() -> delete(directory));
    String version = GatewayFiles.versions(setting.version());
    GatewayFiles files =
        new GatewayFiles(directory, version, false, setting.checksum(), setting.queues());
    address = LabTopology.SERVER_V4;
    startOurs("hag", topology.hag(), files.hag());
    startOurs("hcpe", topology.hcpe(), files.hcpe());
  }

  private void startOurs(String name, String namespace, Path file) throws IOException {
    List<String> arguments = List.of(name, "--config", file.toString());
    gateways.add(parts.add(LabProcess.start(name, namespace, LabProcess.MAIN, arguments, err)));
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** Each side of the accesses tells the kernel about its second address there. */
  private void startKernels() throws IOException {
    address = HCPE_ADDRESS;
    for (String namespace : List.of(topology.hcpe(), topology.hag())) {
      topology.namespaces().sysctl(namespace, "net.mptcp.enabled", 1);
      topology
          .namespaces()
          .sysctl(namespace, "net.mptcp.checksum_enabled", setting.checksum() ? 1 : 0);
      topology.namespaces().sysctl(namespace, "net.ipv4.conf.all.rp_filter", 0);
      mptcp(namespace, "limits set subflows 4 add_addr_accepted 4");
    }
    // the kernel joins the HAG's first address by this device too
    KernelCubic.addRoute(topology.hcpe(), "10.1.0.0/24", "wan2");
    mptcp(topology.hcpe(), "endpoint add 10.2.0.2 dev wan2 subflow");
    mptcp(topology.hag(), "endpoint add 10.2.0.1 dev acc2 signal");
    startRelay("relay at HAG", topology.hag(), LabTopology.SERVER_V4);
    startRelay("relay at HCPE", topology.hcpe(), HAG_ADDRESS);
  }

  private void mptcp(String namespace, String command) throws IOException {
    topology.namespaces().batch(namespace, List.of("mptcp " + command));
  }

  private void startRelay(String name, String namespace, String target) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(target));
    arguments.addAll(RELAYED_PORTS);
    gateways.add(
        parts.add(
            LabProcess.start(
                name,
                namespace,
                List.of("mptcpize", "run"),
                KernelRelay.class.getName(),
                arguments,
                err)));
  }

  @Override
  public Sample measure(Measurement measurement, Span span) throws IOException {
    boolean whole = setting.shaped() && measurement.kind() == Measurement.Kind.STREAMS;
    return whole
        ? WholeTransfers.measure(this, measurement, span)
        : WindowTraffic.measure(this, measurement, span);
  }

  /** A program in H, which is told its role, where S is, and something else. */
  KernelProgram client(String program, Object... arguments) throws IOException {
    return KernelProgram.start(topology.h(), GatewaySite.class, program, arguments);
  }

  /** The program in S that counts what {@link WindowTraffic} sends. */
  KernelProgram counter() {
    return counter;
  }

  Setting setting() {
    return setting;
  }

  /** What H connects to. */
  String address() {
    return address;
  }

  /** The process ids of both gateways. */
  List<Long> gatewayIds() {
    return gateways.stream().map(LabProcess::id).toList();
  }

  /** Everything still runs; a gateway of ours that ended would leave plain routing. */
  void check() throws IOException {
    for (KernelProgram server : servers) {
      server.check();
    }
    for (LabProcess gateway : gateways) {
      gateway.check();
    }
    if (emulator != null) {
      emulator.check();
    }
  }

  /** How the kernel's hosts control congestion. */
  KernelCubic cubic() {
    return cubic;
  }

  /** What both accesses carried so far. */
  AccessBytes accessBytes() throws IOException {
    return AccessBytes.parse(
        Shell.run(Namespaces.in(topology.hag(), "cat", "/proc/net/dev")), "acc1", "acc2");
  }

  /** Takes everything down, last first. */
  @Override
  public void close() throws IOException {
    parts.close();
  }
}
