package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.sim.link.PayloadCapacity;

/** What the lab does where no command is given: curl fetches the file in S, and sends it back. */
final class LabTransfers {
  private final Lab lab;
  private final PrintWriter out;
  private final String expected;

  LabTransfers(Lab lab, PrintWriter out) throws IOException {
    this.lab = lab;
    this.out = out;
    this.expected = sha256(lab.file());
  }

  /** Both ways; returns 0 where all bytes are right, 1 otherwise. */
  int run() throws IOException {
    Map<String, String> urls = lab.environment();
    Path copy = lab.directory().resolve("copy");
    boolean down =
        transfer("download", true, "-o", copy.toString(), urls.get("URL")) && right(sha256(copy));
    Path answer = lab.directory().resolve("answer");
    boolean up =
        transfer(
                "upload",
                false,
                "-T",
                lab.file().toString(),
                "-o",
                answer.toString(),
                urls.get("UPLOAD_URL"))
            && right(Files.readString(answer));
    lab.emulator().check();
    return down && up ? 0 : 1;
  }

  private boolean transfer(String name, boolean down, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "-w", "%{time_total}"));
    command.addAll(List.of(arguments));
    List<EmulatedDirection.Tally> before = tallies(down);
    double seconds =
        Double.parseDouble(Shell.run(Namespaces.in(lab.topology().h(), command)).strip());
    String links = describe(before, tallies(down), seconds);
    double bitsPerSecond = Files.size(lab.file()) * 8 / seconds;
    out.printf(
        Locale.ROOT,
        "%-8s  %.1f MB in %.2f s: %.2f Mbit/s, efficiency %.3f%n%s%n",
        name,
        Files.size(lab.file()) / 1e6,
        seconds,
        bitsPerSecond / 1e6,
        PayloadCapacity.efficiency(bitsPerSecond, lab.options().links()),
        links);
    out.flush();
    return true;
  }

  private boolean right(String sha256) {
    boolean same = sha256.equals(expected);
    out.println("          SHA-256 " + sha256 + (same ? ": right" : ": WRONG, it is " + expected));
    out.flush();
    return same;
  }

  private List<EmulatedDirection.Tally> tallies(boolean down) {
    return lab.emulator().links().stream()
        .map(link -> (down ? link.down() : link.up()).tally())
        .toList();
  }

  /** One line for each link: its share of all bytes, the part of the time it was busy, drops. */
  private String describe(
      List<EmulatedDirection.Tally> before, List<EmulatedDirection.Tally> after, double seconds) {
    List<String> lines = new ArrayList<>();
    long all = 0;
    for (int i = 0; i < after.size(); i++) {
      all += after.get(i).since(before.get(i)).carriedBytes();
    }
    for (int i = 0; i < after.size(); i++) {
      EmulatedDirection.Tally done = after.get(i).since(before.get(i));
      lines.add(
          String.format(
              Locale.ROOT,
              "          %s carried %.0f %%, was busy %.0f %% of the time, dropped %d packets",
              lab.emulator().links().get(i).name(),
              all == 0 ? 0 : 100.0 * done.carriedBytes() / all,
              100 * done.busyNanos() / 1e9 / seconds,
              done.drops()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return LabServer.sha256(in);
    }
  }
}
