package org.mptcp4j.examples.namespace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. An error carries the command and what it printed. */
public final class Shell {
  private Shell() {}

  /**
   * Runs {@code command} and returns its output.
   *
   * @throws IOException where it fails
   */
  public static String run(List<String> command) throws IOException {
    return run(command, "");
  }

  /** As {@link #run(List)}, with {@code input} on its standard input. */
  public static String run(List<String> command, String input) throws IOException {
    Process process = start(command);
    try {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        String lines = output.strip().replaceAll("\\s*\\R\\s*", "; ");
        throw new IOException(String.join(" ", command) + ": " + lines);
      }
      return output;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(String.join(" ", command)).initCause(e);
    }
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("the program '" + command.get(0) + "' is missing", e);
    }
  }
}
