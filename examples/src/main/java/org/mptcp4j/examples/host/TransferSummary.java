package org.mptcp4j.examples.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.SubflowInfo;

/**
 * What a transfer came to.
 *
 * @param bytes of the file
 * @param nanos from the SYN to the last byte
 * @param sha256 in hexadecimal digits
 * @param protocol that it ran over
 * @param subflows described, one a line
 * @param figures all that there is of each
 */
record TransferSummary(
    long bytes,
    long nanos,
    String sha256,
    String protocol,
    List<String> subflows,
    List<SubflowInfo> figures) {
  /** The summary of what {@code connection} has carried just now. */
  static TransferSummary of(MptcpConnection connection, Digesting file, long nanos)
      throws IOException {
    ConnectionInfo info = connection.info();
    String protocol =
        switch (info.version()) {
          case V0 -> "MPTCP version 0";
          case V1 -> "MPTCP version 1";
          case OFF -> info.fallback().map(why -> "plain TCP: " + why).orElse("plain TCP");
        };
    return new TransferSummary(
        file.bytes(),
        nanos,
        file.sha256(),
        protocol,
        connection.describeSubflows(),
        connection.subflows());
  }

  void print(PrintWriter out, boolean verbose) {
    double seconds = nanos / 1e9;
    out.printf(
        Locale.ROOT,
        "%d bytes in %.3f s: %.2f Mbit/s%n",
        bytes,
        seconds,
        bytes * 8 / 1e6 / Math.max(seconds, 1e-9));
    out.println("sha256 " + sha256);
    out.println(protocol);
    subflows.forEach(out::println);
    if (verbose) {
      figures.forEach(out::println);
    }
    out.flush();
  }
}
