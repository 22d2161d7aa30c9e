package org.mptcp4j.examples.aggregate;

import java.io.PrintWriter;
import java.util.Locale;
import org.mptcp4j.examples.pairs.Flow;

/** Prints a line for each case: efficiency and duration of each pair. */
final class Table {
  private static final int FIRST_COLUMN = 36;

  private final PrintWriter out;
  private final long bytes;
  private int figures;
  private int low;
  private int slower;

  /**
   * @param bytes of a transfer
   */
  Table(PrintWriter out, long bytes) {
    this.out = out;
    this.bytes = bytes;
  }

  void head(int runs) {
    String efficiency = runs == 1 ? "efficiency" : "efficiency, median of " + runs;
    out.printf("%-" + FIRST_COLUMN + "s  %-31s  %s%n", "", efficiency, "seconds");
    out.printf("%-" + FIRST_COLUMN + "s", "links");
    Flow.PAIRS.forEach(pair -> out.printf("  %6s", pair.initials()));
    Flow.PAIRS.forEach(pair -> out.printf("  %5s", pair.initials()));
    out.printf("  %5s%n", "most");
    out.flush();
  }

  void row(CaseResult result) {
    out.printf("%-" + FIRST_COLUMN + "s", result.links());
    int last = Flow.PAIRS.size() - 1;
    for (int pair = 0; pair <= last; pair++) {
      boolean below = pair > 0 && result.belowBar(pair);
      figures += pair > 0 ? 1 : 0;
      low += below ? 1 : 0;
      out.printf(Locale.ROOT, "  %5.3f%s", result.efficiency(pair), below ? "!" : " ");
    }
    for (int pair = 0; pair <= last; pair++) {
      out.printf(Locale.ROOT, "  %5.2f", result.seconds(pair));
    }
    boolean late = result.slowerThanKernel(last);
    slower += late ? 1 : 0;
    out.printf("%s", late ? ">" : " ");
    out.printf(Locale.ROOT, " %5.2f%n", result.links().allowedSeconds(bytes));
    out.flush();
  }

  void foot() {
    out.printf(
        Locale.ROOT,
        "%d of %d figures are below %.2f (!); ours>ours is slower than kernel>kernel (>) in %d%n",
        low,
        figures,
        CaseResult.BAR,
        slower);
    out.flush();
  }
}
