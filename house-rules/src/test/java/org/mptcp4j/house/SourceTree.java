package org.mptcp4j.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the project as they stand on disk, without what tools leave behind. */
final class SourceTree {
  private static final Set<String> KEPT_DOT_DIRECTORIES = Set.of(".ci", ".mvn", ".github");
  private static final Set<String> TEXT =
      Set.of("java", "xml", "md", "svg", "toml", "sh", "config", "yml", "html", "properties");

  private final Path root;
  private final List<SourceFile> files = new ArrayList<>();

  /** The project that this test belongs to. */
  static SourceTree ofProject() {
    return new SourceTree(
        Path.of(System.getProperty("mptcp4j.root", "..")).toAbsolutePath().normalize());
  }

  SourceTree(Path root) {
    this.root = root;
    try {
      Files.walkFileTree(root, new Collector());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  /** All text files: sources, scripts, documents, configuration. */
  List<SourceFile> text() {
    return List.copyOf(files);
  }

  /** Java sources of all modules, tests among them. */
  List<SourceFile> java() {
    return files.stream().filter(f -> f.path().endsWith(".java")).toList();
  }

  /** Java sources that are shipped. */
  List<SourceFile> production() {
    return files.stream()
        .filter(f -> f.path().endsWith(".java") && f.path().contains("src/main/java/"))
        .toList();
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = directory.getFileName().toString();
      boolean hidden = name.startsWith(".") && !KEPT_DOT_DIRECTORIES.contains(name);
      boolean output = name.equals("target");
      return !directory.equals(root) && (hidden || output)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = root.relativize(file).toString();
      String name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      boolean script = path.startsWith("bin/") || path.startsWith(".ci/");
      if (script || (dot >= 0 && TEXT.contains(name.substring(dot + 1)))) {
        files.add(new SourceFile(path, Files.readString(file)));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
