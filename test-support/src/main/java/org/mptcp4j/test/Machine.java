package org.mptcp4j.test;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What this machine offers to tests. */
final class Machine {
  static final Path TUN = Path.of("/dev/net/tun");

  private static final Path STATUS = Path.of("/proc/self/status");

  private Machine() {}

  static boolean isRoot() {
    try {
      // The effective user id is the second of four.
      return Files.readAllLines(STATUS).stream().anyMatch(l -> l.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean hasTun() {
    try (FileChannel device =
        FileChannel.open(TUN, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return device.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  static boolean hasNamespaces() {
    return hasCommand("unshare") && succeeds("unshare", "--net", "true");
  }

  static boolean hasCommand(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .anyMatch(Files::isExecutable);
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
