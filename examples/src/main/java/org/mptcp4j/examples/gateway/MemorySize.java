package org.mptcp4j.examples.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory as configuration files have it: {@code 512M} is 512 MiB. */
final class MemorySize {
  static final String EXPECTED = "an amount of memory such as \"512M\" or \"2G\"";

  private static final long LEAST = 1 << 20;
  private static final long USUAL = 512 << 20;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([MG])");

  private MemorySize() {}

  /**
   * The number of bytes.
   *
   * @throws IllegalArgumentException where it is no such amount, or less than 1M
   */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is none");
    }
    int shift = matcher.group(2).equals("M") ? 20 : 30;
    long bytes = Long.parseLong(matcher.group(1)) << shift;
    if (bytes < LEAST) {
      throw new IllegalArgumentException("1M is the least");
    }
    return bytes;
  }

  /**
   * 512 MiB, or half of what Java gives to buffers where that is less: by default they may take as
   * much as the heap, and idle ones are kept as well.
   */
  static long usual() {
    return Math.max(LEAST, Math.min(USUAL, Runtime.getRuntime().maxMemory() / 2));
  }
}
