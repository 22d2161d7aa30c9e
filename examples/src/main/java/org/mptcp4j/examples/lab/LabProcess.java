package org.mptcp4j.examples.lab;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mptcp4j.examples.namespace.Namespaces;

/** A Java process of ours in a namespace, which says {@code ready} when it serves. */
public final class LabProcess implements Closeable {
  public static final String MAIN = "org.mptcp4j.examples.Main";
  private static final int START_SECONDS = 120;
  private static final int END_SECONDS = 5;

  private final String name;
  private final Process process;
  private final PrintWriter err;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private LabProcess(String name, Process process, PrintWriter err) {
    this.name = name;
    this.process = process;
    this.err = err;
  }

  /** Starts {@code mainClass} with the Java, its options and the class path of this process. */
  public static LabProcess start(
      String name, String namespace, String mainClass, List<String> arguments, PrintWriter err)
      throws IOException {
    return start(name, namespace, List.of(), mainClass, arguments, err);
  }

  /** The same by way of a program that runs the words behind its own in its place. */
  public static LabProcess start(
      String name,
      String namespace,
      List<String> by,
      String mainClass,
      List<String> arguments,
      PrintWriter err)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(java());
    command.add(mainClass);
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(Namespaces.in(namespace, command)).redirectErrorStream(true).start();
    LabProcess started = new LabProcess(name, process, err);
    Thread reader = new Thread(started::read, "lab-" + name);
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  /** Waits until it serves. */
  public void awaitReady() throws IOException {
    try {
      if (!ready.get(START_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(name + " ended before it was ready");
      }
    } catch (TimeoutException e) {
      throw new IOException(name + " was not ready after " + START_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(name + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(name + " is not awaited").initCause(e);
    }
  }

  /**
   * Whether it still runs.
   *
   * @throws IOException where it does not
   */
  public void check() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(name + " ended early");
    }
  }

  /** Its process id. */
  public long id() {
    return process.pid();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("ready")) {
          ready.complete(true);
        } else {
          err.println(line.startsWith(name) ? line : name + ": " + line);
          err.flush();
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.complete(false);
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        err.println(name + " does not end: killed");
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> java() {
    ProcessHandle.Info me = ProcessHandle.current().info();
    String program = me.command().orElse("java");
    List<String> command = new ArrayList<>(List.of(program));
    List<String> arguments = Arrays.asList(me.arguments().orElse(new String[0]));
    int main = arguments.indexOf(MAIN);
    if (main >= 0) {
      command.addAll(arguments.subList(0, main));
    } else {
      String modules = System.getProperty("jdk.module.path", "");
      command.addAll(List.of("-cp", System.getProperty("java.class.path") + ":" + modules));
    }
    return command;
  }
}
