package org.mptcp4j.examples.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Count and SHA-256 of bytes; as text they are written as {@code peer.py} writes them. */
final class Tally {
  private final MessageDigest digest;
  private long count;

  Tally() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Tally of(byte[] bytes) {
    Tally tally = new Tally();
    tally.add(ByteBuffer.wrap(bytes));
    return tally;
  }

  void add(ByteBuffer bytes) {
    count += bytes.remaining();
    digest.update(bytes);
  }

  long count() {
    return count;
  }

  /** Call it once, at the end. */
  @Override
  public String toString() {
    return count + ":" + HexFormat.of().formatHex(digest.digest());
  }
}
