package org.mptcp4j.examples.host;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a transfer came to.
 *
 * @param bytes of the file
 * @param nanos from the SYN to the last byte
 * @param sha256 in hexadecimal digits
 * @param subflows described, one a line
 */
record TransferSummary(long bytes, long nanos, String sha256, List<String> subflows) {
  void print(PrintWriter out) {
    double seconds = nanos / 1e9;
    out.printf(
        Locale.ROOT,
        "%d bytes in %.3f s: %.2f Mbit/s%n",
        bytes,
        seconds,
        bytes * 8 / 1e6 / Math.max(seconds, 1e-9));
    out.println("sha256 " + sha256);
    subflows.forEach(out::println);
    out.flush();
  }
}
