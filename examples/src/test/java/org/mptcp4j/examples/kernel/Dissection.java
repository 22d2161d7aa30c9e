package org.mptcp4j.examples.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What tshark, a judge that knows neither of the stacks, says of a capture.
 *
 * @param offences packets that are malformed, have a wrong checksum, or break a rule of MPTCP that
 *     tshark knows, one a line
 * @param connections MPTCP connections: a join whose token fits no key would be one of its own
 * @param subflows TCP connections with MP_CAPABLE or MP_JOIN
 * @param plain TCP connections without
 * @param removals packets with REMOVE_ADDR
 */
record Dissection(List<String> offences, int connections, int subflows, int plain, int removals) {
  private static final int SEVERITY_ERROR = 0x800000;
  private static final int BAD = 0;
  private static final int REMOVE_ADDR = 4;

  private static final List<String> FIELDS =
      List.of(
          "tcp.stream",
          "mptcp.stream",
          "tcp.options.mptcp.subtype",
          "_ws.expert.severity",
          "tcp.checksum.status",
          "ip.checksum.status",
          // From here on: an offence where it is there at all.
          "_ws.malformed",
          "mptcp.connection.echoed_key_mismatch",
          "mptcp.connection.missing_algorithm",
          "mptcp.connection.unsupported_algorithm",
          "mptcp.dss.infinite_mapping",
          "frame.number",
          "_ws.expert.message");

  private static final int FIRST_OFFENCE = 6;
  private static final int MALFORMED = 6;
  private static final int NUMBER = 11;

  static Dissection of(Path capture) throws IOException {
    List<String> offences = new ArrayList<>();
    Set<String> connections = new TreeSet<>();
    Set<String> subflows = new TreeSet<>();
    Set<String> streams = new TreeSet<>();
    int removals = 0;
    for (String line : tshark(capture)) {
      String[] packet = line.split("\t", -1);
      streams.add(packet[0]);
      if (!packet[1].isEmpty()) {
        connections.add(packet[1]);
      }
      if (packet[2].matches("(.*,)?[01](,.*)?")) {
        subflows.add(packet[0]);
      }
      if (has(packet[2], REMOVE_ADDR)) {
        removals++;
      }
      if (offends(packet)) {
        offences.add("packet " + packet[NUMBER] + ": " + line.replace('\t', '|'));
      }
    }
    streams.removeAll(subflows);
    return new Dissection(offences, connections.size(), subflows.size(), streams.size(), removals);
  }

  /**
   * Linux writes the checksum 0 as 0xffff, which UDP needs and TCP has not; both sum up to the
   * same.
   */
  private static boolean isOtherZero(String[] packet) {
    return packet[NUMBER + 1].contains("Checksum 0xffff instead of 0x0000");
  }

  /** An assertion of tshark's own did not hold: it can't judge the packet. */
  private static boolean isDissectorBug(String[] packet) {
    return packet[MALFORMED].startsWith("[Dissector bug,");
  }

  private static boolean offends(String[] packet) {
    if (isOtherZero(packet)) {
      return false;
    }
    if (isDissectorBug(packet)) {
      System.out.println("not judged: packet " + packet[NUMBER] + ", " + packet[MALFORMED]);
      return wrongChecksum(packet);
    }
    boolean offends = has(packet[3], SEVERITY_ERROR) || wrongChecksum(packet);
    for (int i = FIRST_OFFENCE; i < NUMBER; i++) {
      offends |= !packet[i].isEmpty();
    }
    return offends;
  }

  private static boolean wrongChecksum(String[] packet) {
    return has(packet[4], BAD) || has(packet[5], BAD);
  }

  private static boolean has(String values, int value) {
    return List.of(values.split(",", -1)).contains(Integer.toString(value));
  }

  private static List<String> tshark(Path capture) throws IOException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    for (String preference :
        List.of(
            "ip.check_checksum:TRUE",
            "tcp.check_checksum:TRUE",
            "tcp.desegment_tcp_streams:FALSE",
            "mptcp.analyze_mappings:TRUE")) {
      command.addAll(List.of("-o", preference));
    }
    // The payload is noise; no protocol above TCP is to be found in it.
    command.addAll(List.of("-d", "tcp.port==1-65535,data"));
    command.addAll(List.of("-Y", "tcp", "-T", "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("tshark: status " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return output.lines().toList();
  }
}
