package org.mptcp4j.examples.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param start first byte, from 0
 * @param length in bytes
 */
record ByteRange(long start, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * The single range that a {@code Range} field asks for.
   *
   * @param field its value, or null
   * @return null where all of the file is to be sent: no field, several ranges, or one that is not
   *     understood, which "a server MUST ignore"
   * @throws HttpException 416 where the range lies outside of the file
   */
  static ByteRange of(String field, long size) throws HttpException {
    Matcher range = field == null ? null : ONE.matcher(field);
    if (range == null || !range.matches()) {
      return null;
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return null;
    }
    long start = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
    long end = first.isEmpty() || last.isEmpty() ? size : Long.parseLong(last) + 1;
    if (!first.isEmpty() && !last.isEmpty() && end <= start) {
      return null;
    }
    if (start >= size) {
      throw new HttpException(416, "the file has " + size + " bytes");
    }
    return new ByteRange(start, Math.min(end, size) - start);
  }

  /** The value of {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes " + start + "-" + (start + length - 1) + "/" + size;
  }
}
