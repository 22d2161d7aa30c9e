package org.mptcp4j.examples.host;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The local end of a download: {@code -} for standard output, or a file that gets its name when it
 * is complete.
 */
final class LocalFile implements Closeable {
  private final Path target;
  private final Path part;
  private final ByteChannel channel;

  private LocalFile(Path target, Path part, ByteChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  /**
   * @throws IOException where the file can't be written
   */
  static LocalFile create(String name) throws IOException {
    if (name.equals("-")) {
      return new LocalFile(null, null, new Output(standardOutput()));
    }
    Path target = Path.of(name);
    if (Files.isDirectory(target)) {
      throw new IOException("is a directory: " + name);
    }
    boolean special = Files.exists(target) && !Files.isRegularFile(target);
    Path part = special ? target : target.resolveSibling(target.getFileName() + ".part");
    FileChannel file =
        special
            ? FileChannel.open(target, StandardOpenOption.WRITE)
            : FileChannel.open(
                part,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    return new LocalFile(target, part, new Output(file));
  }

  @SuppressWarnings("resource") // the stream is closed with its channel
  private static WritableByteChannel standardOutput() {
    return new FileOutputStream(FileDescriptor.out).getChannel();
  }

  ByteChannel channel() {
    return channel;
  }

  /** All bytes are there: the file gets its name. */
  void complete() throws IOException {
    channel.close();
    if (part != null && !part.equals(target)) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what is incomplete. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (part != null && !part.equals(target)) {
      Files.deleteIfExists(part);
    }
  }

  /** A channel to write to. */
  private record Output(WritableByteChannel out) implements ByteChannel {
    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException("an output");
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return out.write(source);
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
