package org.mptcp4j.examples.bench.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What two interfaces carried, both ways.
 *
 * @param first bytes
 * @param second bytes
 */
public record AccessBytes(long first, long second) {
  /** Reads {@code /proc/net/dev}: eight numbers of what came in, then those of what went out. */
  public static AccessBytes parse(String text, String first, String second) {
    return new AccessBytes(bytes(text, first), bytes(text, second));
  }

  private static long bytes(String text, String device) {
    Matcher line =
        Pattern.compile("(?m)^ *" + Pattern.quote(device) + ": *(\\d+)(?: +\\d+){7} +(\\d+) ")
            .matcher(text);
    if (!line.find()) {
      throw new IllegalArgumentException("no " + device + " in /proc/net/dev");
    }
    return Long.parseLong(line.group(1)) + Long.parseLong(line.group(2));
  }

  public AccessBytes since(AccessBytes before) {
    return new AccessBytes(first - before.first, second - before.second);
  }

  /** The second one's part, 0 to 1. */
  public double secondary() {
    return first + second == 0 ? 0 : (double) second / (first + second);
  }
}
