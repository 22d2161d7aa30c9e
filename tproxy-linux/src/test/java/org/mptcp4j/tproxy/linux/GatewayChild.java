package org.mptcp4j.tproxy.linux;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link PassThrough} as a process in a network namespace. */
final class GatewayChild {
  private static final int LIMIT_SECONDS = 20;

  private final Process process;
  private final BufferedReader lines;
  private final List<String> printed = new ArrayList<>();

  private GatewayChild(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it and reads what it prints until it is ready, or has ended. */
  static GatewayChild start(String namespace, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), PassThrough.class.getName()));
    command.addAll(arguments);
    GatewayChild child =
        new GatewayChild(new ProcessBuilder(command).redirectErrorStream(true).start());
    child.readUntil("ready");
    return child;
  }

  /** All lines so far. */
  List<String> printed() {
    return printed;
  }

  /** SIGTERM; reads the rest. */
  void terminate() throws IOException, InterruptedException {
    process.toHandle().destroy();
    readUntil(null);
    awaitEnd();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the gateway does not end");
    }
  }

  private void readUntil(String last) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      printed.add(line);
      if (line.equals(last)) {
        return;
      }
    }
  }

  /** The tests may run on the module path, where the class path is elsewhere. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Path.of("target", "test-classes").toAbsolutePath().toString(),
        Path.of("target", "classes").toAbsolutePath().toString(),
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path", ""));
  }
}
