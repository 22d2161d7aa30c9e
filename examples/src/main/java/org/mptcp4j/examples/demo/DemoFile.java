package org.mptcp4j.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The file that the demonstration moves. */
final class DemoFile {
  private static final long SMALLEST_BYTES = 20_000_000;

  private DemoFile() {}

  /**
   * The smallest file of at least 20 MB that belongs to the Java run time itself: a real one, and
   * one that is there wherever this program runs.
   *
   * @throws IOException where there is none
   */
  static Path ofThisJdk() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> large = files.filter(DemoFile::isLarge).toList();
      return large.stream()
          .min(Comparator.comparingLong(DemoFile::size).thenComparing(Comparator.naturalOrder()))
          .orElseThrow(() -> new IOException("no file of 20 MB in " + home + "; use --file"));
    }
  }

  private static boolean isLarge(Path path) {
    return Files.isRegularFile(path) && Files.isReadable(path) && size(path) >= SMALLEST_BYTES;
  }

  private static long size(Path path) {
    return path.toFile().length();
  }
}
