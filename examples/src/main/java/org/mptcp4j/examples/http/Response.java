package org.mptcp4j.examples.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The head of an answer, and the small texts that go with errors. */
final class Response {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(416, "Range Not Satisfiable"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(505, "HTTP Version Not Supported"));

  private final StringBuilder text = new StringBuilder(256);

  Response(int status, boolean keepAlive) {
    text.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    add("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    add("Connection", keepAlive ? "keep-alive" : "close");
  }

  static String reason(int status) {
    return REASONS.getOrDefault(status, "Error");
  }

  Response add(String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** The head alone, ready to be written. */
  ByteBuffer head() {
    return ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The head with a line of text as its content. */
  ByteBuffer withLine(String line) {
    byte[] content = (line + "\n").getBytes(StandardCharsets.UTF_8);
    add("Content-Type", "text/plain; charset=utf-8").add("Content-Length", "" + content.length);
    byte[] head = (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(head.length + content.length).put(head).put(content).flip();
  }
}
