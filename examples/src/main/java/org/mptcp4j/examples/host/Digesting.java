package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A channel that counts and hashes (SHA-256) what passes through it. */
final class Digesting implements ByteChannel {
  private final ByteChannel channel;
  private final MessageDigest digest;
  private long bytes;

  Digesting(ByteChannel channel) {
    this.channel = channel;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Bytes that passed so far. */
  long bytes() {
    return bytes;
  }

  /** The hash of what passed, in hexadecimal digits. Call it once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    ByteBuffer view = target.duplicate();
    int n = channel.read(target);
    count(view, n);
    return n;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    ByteBuffer view = source.duplicate();
    int n = channel.write(source);
    count(view, n);
    return n;
  }

  private void count(ByteBuffer view, int n) {
    if (n > 0) {
      digest.update(view.limit(view.position() + n));
      bytes += n;
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
