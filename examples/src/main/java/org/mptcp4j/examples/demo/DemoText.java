package org.mptcp4j.examples.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;

/** The demonstration's words on standard output: nothing in them depends on the wall clock. */
final class DemoText {
  private final PrintWriter out;

  DemoText(PrintWriter out) {
    this.out = out;
  }

  void heading(Path file, long bytes, LinkSpec dsl, LinkSpec lte, String scheduler, long seed) {
    line("H --- HCPE === dsl, lte === HAG --- S   (H and S: plain TCP; ===: Multipath TCP)");
    line("dsl        %s", describe(dsl));
    line("lte        %s", describe(lte));
    line("scheduler  %s, seed %d", scheduler, seed);
    line("file       %s, %d bytes", file, bytes);
    out.flush();
  }

  void result(LegResult r) {
    line("");
    line("%s", r.title());
    line("  sent       sha256 %s", r.sentSha256());
    line("  received   sha256 %s  %s", r.receivedSha256(), r.right() ? "equal" : "DIFFERENT");
    line("  time       %.3f s (virtual)", r.seconds());
    line("  goodput    %.2f Mbit/s", r.goodput() / 1e6);
    for (LegResult.Share s : r.shares()) {
      line(
          "  %-9s  %.1f %%, %d bytes, %d packets dropped",
          s.link(), 100 * s.part(), s.payloadBytes(), s.dropped());
    }
    line("  resent     %d segments", r.retransmitted());
    line("  efficiency %.3f of what the links can carry as payload", r.efficiency());
    out.flush();
  }

  void verdict(List<LegResult> results) {
    line("");
    line(
        "%s",
        results.stream().allMatch(LegResult::right) ? "All bytes are right." : "Bytes are wrong.");
    out.flush();
  }

  /** A link in words. */
  static String describe(LinkSpec link) {
    String rate =
        link.bitsPerSecond() == 0 ? "unlimited" : trim(link.bitsPerSecond() / 1e6) + " Mbit/s";
    String text =
        String.format(Locale.ROOT, "%s, %s ms one way", rate, trim(link.delayNanos() / 1e6));
    return link.loss() == 0 ? text : text + ", loss " + trim(100 * link.loss()) + " %";
  }

  private static String trim(double value) {
    return value == Math.rint(value) ? "" + (long) value : "" + value;
  }

  private void line(String format, Object... values) {
    out.print(String.format(Locale.ROOT, format, values) + "\n");
  }
}
