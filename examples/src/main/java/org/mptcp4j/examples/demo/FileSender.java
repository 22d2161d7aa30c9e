package org.mptcp4j.examples.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/**
 * Writes a file as fast as its connection takes it, then ends the stream; hashes what it writes.
 */
final class FileSender implements ConnectionHandler {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final FileChannel file;
  private final MessageDigest digest = Sha256.create();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
  private long position;
  private boolean ended;
  private String failure;

  FileSender(FileChannel file) {
    this.file = file;
  }

  /** What went wrong, or null. */
  String failure() {
    return failure;
  }

  /** SHA-256 of what was written, in hexadecimal digits; call it once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void onEstablished(EngineConnection connection) {
    pump(connection);
  }

  @Override
  public void onWritable(EngineConnection connection) {
    pump(connection);
  }

  /** The peer ends its stream when it has everything. */
  @Override
  public void onReadable(EngineConnection connection) {
    if (connection.read(ByteBuffer.allocate(1)) < 0) {
      connection.close();
    }
  }

  @Override
  public void onClosed(EngineConnection connection, CloseReason reason) {
    if (reason.kind() != CloseReason.Kind.NORMAL || !ended) {
      fail("the sender's connection ended: " + reason.kind() + " " + reason.detail());
    }
  }

  private void pump(EngineConnection connection) {
    while (!ended) {
      if (!chunk.hasRemaining() && !refill()) {
        ended = true;
        connection.shutdownOutput();
      } else if (connection.write(chunk) == 0) {
        return;
      }
    }
  }

  /** Whether there was something left in the file. */
  private boolean refill() {
    try {
      int n = file.read(chunk.clear(), position);
      chunk.flip();
      if (n <= 0) {
        return false;
      }
      position += n;
      digest.update(chunk.duplicate());
      return true;
    } catch (IOException e) {
      fail("the file can't be read: " + e.getMessage());
      chunk.limit(0);
      return false;
    }
  }

  private void fail(String why) {
    if (failure == null) {
      failure = why;
    }
  }
}
