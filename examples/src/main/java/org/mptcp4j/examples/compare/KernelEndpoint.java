package org.mptcp4j.examples.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.examples.namespace.Namespaces;

/**
 * An end on the kernel's TCP: a small Python program in a namespace. It asks for CUBIC by the
 * socket option TCP_CONGESTION, whatever the namespace's default is, and looks that it got it; what
 * it reports is TCP_INFO.
 */
final class KernelEndpoint implements Endpoint {
  private static final String PROGRAM = "kernel_end.py";

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private KernelEndpoint(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  static KernelEndpoint sender(String namespace, String remote, int port) throws IOException {
    return start(namespace, "send", remote, port);
  }

  static KernelEndpoint receiver(String namespace, String local, int port) throws IOException {
    return start(namespace, "receive", local, port);
  }

  private static KernelEndpoint start(String namespace, String role, String address, int port)
      throws IOException {
    List<String> command =
        Namespaces.in(namespace, "python3", "-c", program(), role, address, Integer.toString(port));
    return new KernelEndpoint(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String program() throws IOException {
    try (InputStream in = KernelEndpoint.class.getResourceAsStream(PROGRAM)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void awaitReady() throws IOException {
    String line = output.readLine();
    if (!"ready".equals(line)) {
      fields(line);
      throw new IOException("the kernel's end did not start: " + line);
    }
  }

  @Override
  public void run(long beginNanos, long endNanos) throws IOException {
    input.write(beginNanos + " " + endNanos + "\n");
    input.flush();
  }

  @Override
  public EndpointReport report() throws IOException {
    Map<String, Long> fields = fields(output.readLine());
    return new EndpointReport(
        fields.get("bytes"),
        fields.getOrDefault("retransmitted", 0L),
        fields.getOrDefault("timeouts", 0L),
        fields.getOrDefault("cwnd", 0L),
        1000 * fields.getOrDefault("rtt", 0L));
  }

  private static Map<String, Long> fields(String line) throws IOException {
    if (line == null || !line.startsWith("bytes=")) {
      String problem = line == null ? "it ended early" : line.replaceFirst("^error=", "");
      throw new IOException("the kernel's end: " + problem);
    }
    Map<String, Long> fields = new HashMap<>();
    for (String field : line.split(" ", -1)) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, equals), Long.parseLong(field.substring(equals + 1)));
    }
    return fields;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
