package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mptcp4j.examples.namespace.Namespaces;

/**
 * A program in a namespace. With {@code mptcpize run} one that knows nothing of Multipath TCP gets
 * sockets of Multipath TCP where it asks for TCP's.
 */
final class Program implements Closeable {
  private static final long LIMIT_SECONDS = Long.getLong("patience", 60);

  private final List<String> command;
  private final Process process;
  private final Path output;

  private Program(List<String> command, Process process, Path output) {
    this.command = command;
    this.process = process;
    this.output = output;
  }

  /** Starts it so; {@code directory} is where it runs. */
  static Program mptcpize(String namespace, Path directory, List<String> command)
      throws IOException {
    return start(
        namespace,
        directory,
        Stream.concat(Stream.of("mptcpize", "run"), command.stream()).toList());
  }

  /** Starts one that needs no help; {@code directory} is where it runs. */
  static Program start(String namespace, Path directory, List<String> command) throws IOException {
    Path output = Files.createTempFile(directory, "program", ".txt");
    Process process =
        new ProcessBuilder(Namespaces.in(namespace, command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    return new Program(command, process, output);
  }

  /** Waits until a line that it prints begins so. */
  void awaitPrinted(String beginning) throws IOException {
    Network.await(
        beginning + " of " + command,
        () -> Files.readString(output).lines().anyMatch(line -> line.startsWith(beginning)));
  }

  /** Waits until it has ended well; returns what it printed. */
  String awaitEnd() throws IOException {
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      String printed = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? "status " + process.exitValue() : "no end";
        throw new IOException(String.join(" ", command) + ": " + how + ": " + printed);
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
