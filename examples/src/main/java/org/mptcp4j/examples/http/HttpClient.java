package org.mptcp4j.examples.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One exchange on one connection: GET or PUT. */
public final class HttpClient {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final int COPY_BYTES = 64 * 1024;

  private final ByteChannel channel;
  private final ChannelInput input;
  private final String host;

  /**
   * @param host for the {@code Host} field
   */
  public HttpClient(ByteChannel channel, String host) {
    this.channel = channel;
    this.host = host;
    input = new ChannelInput(channel);
  }

  /**
   * Fetches {@code target}.
   *
   * @return the bytes of the content, which went to {@code sink}
   * @throws HttpException where the answer is not 200
   * @throws EOFException where the connection ends before the content does
   */
  public long get(String target, WritableByteChannel sink) throws IOException {
    send("GET " + target + " HTTP/1.1", "");
    Head head = answer();
    long total = 0;
    Body body = Body.ofResponse(head, input);
    for (ByteBuffer part = body.next(); part != null; part = body.next()) {
      total += part.remaining();
      while (part.hasRemaining()) {
        sink.write(part);
      }
    }
    return total;
  }

  /**
   * Stores {@code length} bytes of {@code source} at {@code target}, and waits for the answer.
   *
   * @throws HttpException where the answer is no success
   */
  public void put(String target, ReadableByteChannel source, long length) throws IOException {
    send("PUT " + target + " HTTP/1.1", "Content-Length: " + length + "\r\n");
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
    for (long left = length; left > 0; ) {
      buffer.clear().limit((int) Math.min(COPY_BYTES, left));
      int n = source.read(buffer);
      if (n < 0) {
        throw new EOFException("the file ends " + left + " bytes early");
      }
      left -= n;
      write(buffer.flip());
    }
    answer();
  }

  private void send(String line, String fields) throws IOException {
    String head = line + "\r\nHost: " + host + "\r\n" + fields + "Connection: close\r\n\r\n";
    write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The final head, interim ones skipped. */
  private Head answer() throws IOException {
    while (true) {
      Head head = Head.read(input);
      if (head == null) {
        throw new EOFException("the server closed the connection without an answer");
      }
      Matcher line = STATUS_LINE.matcher(head.startLine());
      if (!line.matches()) {
        throw new IOException("the server does not speak HTTP/1.x");
      }
      int status = Integer.parseInt(line.group(1));
      if (status >= 200 && status < 300) {
        return head;
      }
      if (status >= 300) {
        throw new HttpException(status, "the server answers: " + head.startLine());
      }
    }
  }

  private void write(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }
}
