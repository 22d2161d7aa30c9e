package org.mptcp4j.examples.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A start line and header fields (RFC 9112, sections 2 to 5), of a request or a response.
 *
 * @param startLine such as {@code GET / HTTP/1.1}
 * @param fields in their order
 */
record Head(String startLine, List<Field> fields) {
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_FIELDS = 100;

  /**
   * One header field.
   *
   * @param name as it came, a token
   * @param value without the white space around it
   */
  record Field(String name, String value) {}

  Head {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a head.
   *
   * @return null where the stream ends before it begins
   */
  static Head read(ChannelInput input) throws IOException {
    String start = input.line(MAX_LINE_BYTES);
    // "a server ... SHOULD ignore at least one empty line (CRLF) received prior to the
    // request-line"
    if (start != null && start.isEmpty()) {
      start = input.line(MAX_LINE_BYTES);
    }
    return start == null ? null : new Head(start, readFields(input));
  }

  static List<Field> readFields(ChannelInput input) throws IOException {
    List<Field> fields = new ArrayList<>();
    while (true) {
      String line = input.line(MAX_LINE_BYTES);
      if (line == null) {
        throw new EOFException("the stream ends inside of the header");
      }
      if (line.isEmpty()) {
        return fields;
      }
      if (fields.size() == MAX_FIELDS) {
        throw new HttpException(431, "more than " + MAX_FIELDS + " header fields");
      }
      fields.add(field(line));
    }
  }

  private static Field field(String line) throws HttpException {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon);
    // "No whitespace is allowed between the field name and colon", and folded lines are obsolete.
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new HttpException(400, "a malformed header line");
    }
    return new Field(name, line.substring(colon + 1).strip());
  }

  /** All values of a field, joined with commas; null where there is none. */
  String get(String name) {
    String joined = null;
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        joined = joined == null ? field.value() : joined + ", " + field.value();
      }
    }
    return joined;
  }

  /** Whether a list-valued field names {@code token}. */
  boolean lists(String name, String token) {
    String value = get(name);
    if (value == null) {
      return false;
    }
    for (String part : value.split(",", -1)) {
      if (part.strip().toLowerCase(Locale.ROOT).equals(token)) {
        return true;
      }
    }
    return false;
  }
}
