package org.mptcp4j.examples.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request line and its header (RFC 9112, section 3).
 *
 * @param method such as {@code GET}
 * @param target as it came: origin-form, or absolute-form
 * @param minor 0 or 1, of HTTP/1.x
 * @param head all of it
 */
record Request(String method, String target, int minor, Head head) {
  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,20}) ([!-~]+) HTTP/([0-9])\\.([0-9])");

  static Request of(Head head) throws HttpException {
    Matcher line = LINE.matcher(head.startLine());
    if (!line.matches()) {
      throw new HttpException(400, "a malformed request line");
    }
    if (!line.group(3).equals("1")) {
      throw new HttpException(505, "HTTP/1.x only");
    }
    int minor = line.group(4).equals("0") ? 0 : 1;
    // "A server MUST respond with a 400 ... to any HTTP/1.1 request message that lacks a Host"
    if (minor == 1 && head.get("Host") == null) {
      throw new HttpException(400, "no Host");
    }
    return new Request(line.group(1), line.group(2), minor, head);
  }

  /** Whether the connection stays open after the answer (RFC 9112, section 9.3). */
  boolean keepAlive() {
    return minor == 1 ? !head.lists("Connection", "close") : head.lists("Connection", "keep-alive");
  }

  /** Whether the client waits for a 100 before it sends the body (RFC 9110, section 10.1.1). */
  boolean expectsContinue() {
    return minor == 1 && head.lists("Expect", "100-continue");
  }
}
