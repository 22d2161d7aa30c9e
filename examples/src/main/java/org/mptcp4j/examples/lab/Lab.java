package org.mptcp4j.examples.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mptcp4j.examples.emulator.EmulatedLink;
import org.mptcp4j.examples.emulator.LinkEmulator;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.sim.link.LinkSpec;

/** The laboratory, from its first namespace to its last. Closing it takes everything down. */
public final class Lab implements Closeable {
  private static final long EMULATOR_SEED = 1;
  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * What the lab is made of.
   *
   * @param dsl the primary access
   * @param lte the secondary one
   * @param gateways whether there are gateways; without them this is plain routing over the dsl
   * @param ipv6 whether H and S speak IPv6, and the gateways join over it
   * @param version of Multipath TCP, as the gateways' configuration has it
   * @param fileBytes size of the file in S
   * @param verbose whether the gateways say what they do
   */
  public record Options(
      LinkSpec dsl,
      LinkSpec lte,
      boolean gateways,
      boolean ipv6,
      String version,
      long fileBytes,
      boolean verbose) {
    List<LinkSpec> links() {
      return gateways ? List.of(dsl, lte) : List.of(dsl);
    }
  }

  private final Options options;
  private final PrintWriter err;
  private final Parts parts;
  private Path directory;
  private LabTopology topology;
  private LinkEmulator emulator;

  private Lab(Options options, PrintWriter err) {
    this.options = options;
    this.err = err;
    this.parts = Parts.withHook("lab", err);
  }

  /**
   * Sets everything up, and returns when the server and the gateways serve. A shutdown hook takes
   * it down where the process is ended by a signal.
   *
   * @param err takes what the gateways say
   */
  public static Lab open(Options options, PrintWriter err) throws IOException {
    Lab lab = new Lab(options, err);
    try {
      lab.build();
      return lab;
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private void build() throws IOException {
    directory = parts.add(LabDirectory.open(Namespaces.runDirectory())).path();
    topology = parts.add(LabTopology.open(LabTopology.PREFIX));
    writeFile();
    List<EmulatedLink> links = topology.build(options.dsl(), options.lte(), EMULATOR_SEED);
    emulator = parts.add(new LinkEmulator(links));
    List<LabProcess> processes = new ArrayList<>();
    String server = LabServer.class.getName();
    processes.add(start("server", topology.s(), server, List.of(file().toString())));
    if (options.gateways()) {
      GatewayFiles files = new GatewayFiles(directory, options.version(), options.ipv6(), false, 1);
      processes.add(gateway("hag", topology.hag(), files.hag()));
      processes.add(gateway("hcpe", topology.hcpe(), files.hcpe()));
    }
    for (LabProcess process : processes) {
      process.awaitReady();
    }
  }

  private LabProcess gateway(String name, String namespace, Path configuration) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(name, "--config", configuration.toString()));
    if (options.verbose()) {
      arguments.add("--verbose");
    }
    return start(name, namespace, LabProcess.MAIN, arguments);
  }

  private LabProcess start(String name, String namespace, String main, List<String> arguments)
      throws IOException {
    return parts.add(LabProcess.start(name, namespace, main, arguments, err));
  }

  /** Where the files of this run are. */
  Path directory() {
    return directory;
  }

  /** The file in S. */
  Path file() {
    return directory.resolve("file");
  }

  LabTopology topology() {
    return topology;
  }

  LinkEmulator emulator() {
    return emulator;
  }

  Options options() {
    return options;
  }

  /** What a command in H is told. */
  public Map<String, String> environment() {
    String server = options.ipv6() ? LabTopology.SERVER_V6 : LabTopology.SERVER_V4;
    String base = "http://" + (options.ipv6() ? "[" + server + "]" : server);
    return Map.of(
        "S", server,
        "URL", base + "/file",
        "SMALL_URL", base + "/small",
        "UPLOAD_URL", base + "/upload",
        "FILE", file().toString());
  }

  /**
   * Runs a command in H, with this process's input and output.
   *
   * @return its exit status
   */
  public int run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Namespaces.in(topology.h(), command)).inheritIO();
    builder.environment().putAll(environment());
    Process process = builder.start();
    parts.add(process::destroy);
    int status = process.waitFor();
    emulator.check();
    return status;
  }

  private void writeFile() throws IOException {
    Random random = new Random(options.fileBytes());
    byte[] chunk = new byte[CHUNK_BYTES];
    try (var out = Files.newOutputStream(file())) {
      for (long left = options.fileBytes(); left > 0; left -= CHUNK_BYTES) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(left, CHUNK_BYTES));
      }
    }
  }

  /** Takes everything down, last first. Idempotent. */
  @Override
  public void close() throws IOException {
    parts.close();
  }
}
