package org.mptcp4j.sim.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of figures that is checked in, so that a change of the engine shows as a diff. With
 * {@code -Dorg.mptcp4j.golden.update} it is written anew instead of compared.
 */
final class GoldenTable {
  /** Rewrites all tables; the same line stands in each of them and in CONTRIBUTING.md. */
  static final String UPDATE =
      "mvn -q -Dquick -pl mptcp-sim -am test -Dtest='Golden*Test'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dorg.mptcp4j.golden.update";

  private static final String PROPERTY = "org.mptcp4j.golden.update";
  private static final Path DIRECTORY =
      Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "golden");

  private final Path file;
  private final boolean update;
  private final List<String> lines = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param name of the file
   * @param heading what the table shows, and what its columns mean
   */
  GoldenTable(String name, String... heading) {
    this(DIRECTORY.resolve(name), System.getProperty(PROPERTY) != null, heading);
  }

  GoldenTable(Path file, boolean update, String... heading) {
    this.file = file;
    this.update = update;
    Arrays.stream(heading).forEach(this::comment);
    comment("Written by: " + UPDATE);
  }

  private void comment(String text) {
    lines.add("# " + text);
  }

  void row(String text) {
    lines.add(text.stripTrailing());
  }

  /**
   * Compares the table with the file, or writes it.
   *
   * @throws AssertionError with each line that differs, and how to accept the change
   */
  void check() {
    try {
      if (update) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
        return;
      }
      List<String> expected = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (!expected.equals(lines)) {
        throw new AssertionError(difference(expected));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String difference(List<String> expected) {
    StringBuilder text = new StringBuilder(file.getFileName() + " is not what the engine does:\n");
    for (int i = 0; i < Math.max(expected.size(), lines.size()); i++) {
      String before = i < expected.size() ? expected.get(i) : null;
      String after = i < lines.size() ? lines.get(i) : null;
      if (before == null || !before.equals(after)) {
        text.append(before == null ? "" : "- " + before + "\n");
        text.append(after == null ? "" : "+ " + after + "\n");
      }
    }
    return text.append("Where the change is meant, write the tables anew and commit them:\n  ")
        .append(UPDATE)
        .toString();
  }
}
