package org.mptcp4j.examples.pairs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.examples.namespace.Namespaces;

/**
 * A small Python program in a namespace, which uses the kernel's sockets. It says {@code ready},
 * reads one line that tells it when to begin, and answers with one line of {@code key=number}, or
 * {@code error=} and a text.
 */
public final class KernelProgram implements Closeable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private KernelProgram(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a program.
   *
   * @param beside the class in whose package the program is a resource
   */
  public static KernelProgram start(
      String namespace, Class<?> beside, String program, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", "-c"));
    try (InputStream in = beside.getResourceAsStream(program)) {
      command.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new KernelProgram(
        new ProcessBuilder(Namespaces.in(namespace, command)).redirectErrorStream(true).start());
  }

  /** Returns when it can begin at once. */
  public void awaitReady() throws IOException {
    String line = output.readLine();
    if (!"ready".equals(line)) {
      fields(line);
      throw new IOException("the kernel's end did not start: " + line);
    }
  }

  /** Tells it the times: {@link System#nanoTime} is Python's {@code monotonic_ns}. */
  public void tell(long... times) throws IOException {
    StringBuilder line = new StringBuilder();
    for (long time : times) {
      line.append(time).append(' ');
    }
    input.write(line.append('\n').toString());
    input.flush();
  }

  /** Waits for its answer. */
  public Map<String, Long> answer() throws IOException {
    return fields(output.readLine());
  }

  /**
   * Whether it still runs.
   *
   * @throws IOException where it does not
   */
  public void check() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("the kernel's end ended early");
    }
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
