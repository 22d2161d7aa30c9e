package org.mptcp4j.examples.demo;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Reads and hashes all that comes until the end of the stream. */
final class FileReceiver implements ConnectionHandler {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final MessageDigest digest = Sha256.create();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
  private long received;
  private boolean complete;
  private String failure;

  long received() {
    return received;
  }

  /** Whether the end of the stream was read. */
  boolean complete() {
    return complete;
  }

  /** What went wrong, or null. */
  String failure() {
    return failure;
  }

  /** SHA-256 of what was read, in hexadecimal digits; call it once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void onReadable(EngineConnection connection) {
    int n = connection.read(chunk.clear());
    while (n > 0) {
      digest.update(chunk.flip());
      received += n;
      n = connection.read(chunk.clear());
    }
    if (n < 0 && !complete) {
      complete = true;
      connection.close();
    }
  }

  @Override
  public void onClosed(EngineConnection connection, CloseReason reason) {
    if (!complete && failure == null) {
      failure = "the receiver's connection ended: " + reason.kind() + " " + reason.detail();
    }
  }
}
