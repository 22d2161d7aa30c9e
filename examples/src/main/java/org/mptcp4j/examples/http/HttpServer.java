package org.mptcp4j.examples.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Serves a directory: GET, HEAD and PUT with persistent connections, one range, chunked uploads. A
 * PUT becomes visible when it is complete and not before.
 *
 * <p>Thread-safe: one thread serves one connection.
 */
public final class HttpServer {
  private static final int COPY_BYTES = 64 * 1024;

  private final FileTree files;

  /**
   * @throws IOException where {@code root} is no directory
   */
  public HttpServer(Path root) throws IOException {
    files = new FileTree(root);
  }

  /**
   * Answers requests until one side ends the connection. Leaves both channels open.
   *
   * @return whether the client may still be sending something that was not read
   * @throws IOException where the connection fails
   */
  public boolean serve(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    ChannelInput input = new ChannelInput(in);
    try {
      while (true) {
        Head head = Head.read(input);
        if (head == null) {
          return false;
        }
        if (!answer(Request.of(head), input, out)) {
          return true;
        }
      }
    } catch (HttpException e) {
      write(out, new Response(e.status(), false).withLine(e.getMessage()));
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  /** Answers one request; whether another one may follow. */
  private boolean answer(Request request, ChannelInput input, WritableByteChannel out)
      throws IOException {
    Body body = Body.ofRequest(request.head(), input);
    boolean keepAlive = request.keepAlive();
    try {
      switch (request.method()) {
        case "GET", "HEAD" -> {
          drain(body);
          get(request, keepAlive, out);
        }
        case "PUT" -> put(request, body, keepAlive, out);
        case "POST", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE" ->
            throw new HttpException(405, "GET, HEAD and PUT only");
        default -> throw new HttpException(501, "an unknown method");
      }
      return keepAlive;
    } catch (HttpException e) {
      return refused(request, body, e, out);
    } catch (AccessDeniedException e) {
      return refused(request, body, new HttpException(403, "not permitted"), out);
    } catch (FileSystemException e) {
      return refused(request, body, new HttpException(500, "the file can't be used"), out);
    }
  }

  /**
   * A body that was not read can't be skipped in order: then the connection ends with the answer.
   */
  private static boolean refused(
      Request request, Body body, HttpException e, WritableByteChannel out) throws IOException {
    boolean next = request.keepAlive() && body.length() == 0;
    refuse(request, e, next, out);
    return next;
  }

  private static void refuse(
      Request request, HttpException e, boolean keepAlive, WritableByteChannel out)
      throws IOException {
    Response response = new Response(e.status(), keepAlive);
    if (e.status() == 405) {
      response.add("Allow", "GET, HEAD, PUT");
    }
    boolean head = request.method().equals("HEAD");
    write(out, head ? response.head() : response.withLine(e.getMessage()));
  }

  private void get(Request request, boolean keepAlive, WritableByteChannel out) throws IOException {
    Path file = files.find(request.target());
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      ByteRange range = ByteRange.of(request.head().get("Range"), size);
      Response response =
          new Response(range == null ? 200 : 206, keepAlive)
              .add("Content-Type", ContentTypes.of(file))
              .add("Content-Length", "" + (range == null ? size : range.length()))
              .add("Accept-Ranges", "bytes");
      if (range != null) {
        response.add("Content-Range", range.contentRange(size));
      }
      write(out, response.head());
      if (request.method().equals("GET")) {
        send(channel, range == null ? new ByteRange(0, size) : range, out);
      }
    }
  }

  private static void send(FileChannel file, ByteRange range, WritableByteChannel out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
    long position = range.start();
    long end = range.start() + range.length();
    while (position < end) {
      buffer.clear().limit((int) Math.min(COPY_BYTES, end - position));
      int n = file.read(buffer, position);
      if (n < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      position += n;
      write(out, buffer.flip());
    }
  }

  private void put(Request request, Body body, boolean keepAlive, WritableByteChannel out)
      throws IOException {
    Path target = files.place(request.target());
    if (request.expectsContinue() && body.length() != 0) {
      write(out, ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII)));
    }
    Path part = Files.createTempFile(target.getParent(), ".upload-", ".part");
    boolean existed;
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        store(body, channel);
      }
      existed = Files.exists(target);
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
    Response response = new Response(existed ? 204 : 201, keepAlive);
    write(out, (existed ? response : response.add("Content-Length", "0")).head());
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void store(Body body, FileChannel target) throws IOException {
    for (ByteBuffer part = body.next(); part != null; part = body.next()) {
      write(target, part);
    }
  }

  private static void drain(Body body) throws IOException {
    while (body.next() != null) {
      // Discarded.
    }
  }

  private static void write(WritableByteChannel out, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      out.write(data);
    }
  }
}
