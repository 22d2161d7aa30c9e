package org.mptcp4j.examples.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mptcp4j.MptcpConnection;

/** Sends lines of printable characters (RFC 864), without end or up to a number of bytes. */
public final class SourceService implements Service {
  private static final int LINE_CHARACTERS = 72;
  private static final int FIRST = ' ';
  private static final int CHARACTERS = 95;

  private final byte[] pattern = pattern();
  private final long bytes;

  /**
   * @param bytes how many are sent, {@link Long#MAX_VALUE} for no end
   */
  public SourceService(long bytes) {
    this.bytes = bytes;
  }

  @Override
  public void serve(MptcpConnection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(pattern);
    for (long left = bytes; left > 0; ) {
      buffer.clear().limit((int) Math.min(pattern.length, left));
      left -= buffer.remaining();
      connection.write(buffer);
    }
    connection.shutdownOutput();
  }

  /** The 95 lines after which the pattern starts again, eight times over. */
  private static byte[] pattern() {
    int line = LINE_CHARACTERS + 2;
    byte[] text = new byte[8 * CHARACTERS * line];
    for (int i = 0; i < text.length; i++) {
      int column = i % line;
      if (column < LINE_CHARACTERS) {
        text[i] = (byte) (FIRST + (i / line + column) % CHARACTERS);
      } else {
        text[i] = (byte) (column == LINE_CHARACTERS ? '\r' : '\n');
      }
    }
    return text;
  }
}
