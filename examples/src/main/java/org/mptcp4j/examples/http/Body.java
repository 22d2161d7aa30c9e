package org.mptcp4j.examples.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a message, in the framing that its head declares (RFC 9112, section 6). */
abstract class Body {
  static final long UNKNOWN = -1;
  private static final int MAX_CHUNK_LINE_BYTES = 1024;

  /** The length in bytes where it is known beforehand, else {@link #UNKNOWN}. */
  abstract long length();

  /**
   * The next bytes, valid until the next call; null at the end.
   *
   * @throws EOFException where the stream ends before the body does
   */
  abstract ByteBuffer next() throws IOException;

  /** The body of a request: none where nothing is declared. */
  static Body ofRequest(Head head, ChannelInput input) throws HttpException {
    Body declared = declared(head, input);
    return declared != null ? declared : new Fixed(input, 0);
  }

  /** The body of a response: up to the end of the stream where nothing is declared. */
  static Body ofResponse(Head head, ChannelInput input) throws HttpException {
    Body declared = declared(head, input);
    return declared != null ? declared : new UntilEnd(input);
  }

  private static Body declared(Head head, ChannelInput input) throws HttpException {
    String coding = head.get("Transfer-Encoding");
    String length = head.get("Content-Length");
    if (coding != null) {
      // "A server MAY reject a request that contains both Content-Length and Transfer-Encoding"
      if (length != null) {
        throw new HttpException(400, "both Content-Length and Transfer-Encoding");
      }
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new HttpException(501, "an unknown transfer coding");
      }
      return new Chunked(input);
    }
    return length == null ? null : new Fixed(input, parseLength(length));
  }

  private static long parseLength(String text) throws HttpException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new HttpException(400, "a malformed Content-Length");
    }
    return Long.parseLong(text);
  }

  private static ByteBuffer must(ByteBuffer part, long missing) throws EOFException {
    if (part == null) {
      throw new EOFException("the stream ends " + missing + " bytes before the body does");
    }
    return part;
  }

  private static final class Fixed extends Body {
    private final ChannelInput input;
    private final long length;
    private long left;

    Fixed(ChannelInput input, long length) {
      this.input = input;
      this.length = length;
      left = length;
    }

    @Override
    long length() {
      return length;
    }

    @Override
    ByteBuffer next() throws IOException {
      if (left == 0) {
        return null;
      }
      ByteBuffer part = must(input.some(left), left);
      left -= part.remaining();
      return part;
    }
  }

  private static final class UntilEnd extends Body {
    private final ChannelInput input;

    UntilEnd(ChannelInput input) {
      this.input = input;
    }

    @Override
    long length() {
      return UNKNOWN;
    }

    @Override
    ByteBuffer next() throws IOException {
      return input.some(Long.MAX_VALUE);
    }
  }

  /** RFC 9112, section 7.1. */
  private static final class Chunked extends Body {
    private final ChannelInput input;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunked(ChannelInput input) {
      this.input = input;
    }

    @Override
    long length() {
      return UNKNOWN;
    }

    @Override
    ByteBuffer next() throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return null;
      }
      ByteBuffer part = must(input.some(left), left);
      left -= part.remaining();
      return part;
    }

    private void nextChunk() throws IOException {
      if (!first && !line().isEmpty()) {
        throw new HttpException(400, "a chunk is longer than it says");
      }
      first = false;
      String size = line().split(";", 2)[0].strip();
      if (!size.matches("[0-9A-Fa-f]{1,15}")) {
        throw new HttpException(400, "a malformed chunk size");
      }
      left = Long.parseLong(size, 16);
      if (left == 0) {
        Head.readFields(input);
        ended = true;
      }
    }

    private String line() throws IOException {
      String line = input.line(MAX_CHUNK_LINE_BYTES);
      if (line == null) {
        throw new EOFException("the stream ends between two chunks");
      }
      return line;
    }
  }
}
