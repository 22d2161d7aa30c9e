package org.mptcp4j.examples.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where the files of a run are. A lock beside the names of the namespaces allows one lab at a time;
 * it names the directory, so that the next run can remove that of one that was killed.
 */
final class LabDirectory implements Closeable {
  private static final String PREFIX = "mptcp-lab";
  private static final int LONGEST_PATH = 4096;

  private final FileChannel lock;
  private final Path path;

  private LabDirectory(FileChannel lock, Path path) {
    this.lock = lock;
    this.path = path;
  }

  /**
   * Makes an empty one.
   *
   * @param run where the lock is
   * @throws IOException where another lab holds the lock
   */
  static LabDirectory open(Path run) throws IOException {
    FileChannel lock =
        FileChannel.open(
            run.resolve("m4j-lab.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException("another lab is running on this machine");
      }
      removeEarlier(lock);
      Path path = Files.createTempDirectory(PREFIX);
      lock.truncate(0);
      lock.write(ByteBuffer.wrap(path.toString().getBytes(StandardCharsets.UTF_8)), 0);
      return new LabDirectory(lock, path);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static void removeEarlier(FileChannel lock) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PATH);
    lock.read(text, 0);
    Path earlier = Path.of(StandardCharsets.UTF_8.decode(text.flip()).toString());
    Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
    if (tmp.equals(earlier.getParent())
        && earlier.getFileName().toString().startsWith(PREFIX)
        && Files.isDirectory(earlier)) {
      remove(earlier);
    }
  }

  private static void remove(Path directory) throws IOException {
    List<Path> files;
    try (var listing = Files.list(directory)) {
      files = listing.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(directory);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      remove(path);
    }
  }
}
