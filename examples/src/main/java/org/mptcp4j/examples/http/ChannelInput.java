package org.mptcp4j.examples.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Buffered reading of lines and bytes from a blocking channel. */
public final class ChannelInput {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

  public ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next line without its CRLF or LF, in ISO 8859-1.
   *
   * @return null where the stream ends before the first byte
   * @throws EOFException where it ends inside of the line
   * @throws HttpException 431 where the line is longer than {@code maxBytes}
   */
  String line(int maxBytes) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int b = next();
      if (b < 0) {
        if (line.length() == 0) {
          return null;
        }
        throw new EOFException("the stream ends inside of a line");
      }
      if (b == '\n') {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
          line.setLength(end - 1);
        }
        return line.toString();
      }
      if (line.length() >= maxBytes) {
        throw new HttpException(431, "a header line is longer than " + maxBytes + " bytes");
      }
      line.append((char) b);
    }
  }

  /** The next byte, -1 at the end. */
  int next() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  /**
   * Bytes that are there, or the next that come, {@code max} at most; valid until the next call.
   *
   * @return null at the end of the stream
   */
  ByteBuffer some(long max) throws IOException {
    if (!fill()) {
      return null;
    }
    int length = (int) Math.min(buffer.remaining(), max);
    ByteBuffer part = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return part;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int n = channel.read(buffer);
    buffer.flip();
    return n > 0;
  }
}
