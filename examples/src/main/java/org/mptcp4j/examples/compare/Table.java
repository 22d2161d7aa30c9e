package org.mptcp4j.examples.compare;

import java.io.PrintWriter;
import java.util.Locale;
import org.mptcp4j.examples.pairs.Flow;

/** Prints a line for each cell: goodputs, and their ratios to that of the kernel alone. */
final class Table {
  private static final int FIRST_COLUMN = 38;

  private final PrintWriter out;
  private int ratios;
  private int low;

  Table(PrintWriter out) {
    this.out = out;
  }

  void head(int runs) {
    out.printf("%-" + FIRST_COLUMN + "s  %-31s  %s%n", "", title(runs), "of kernel>kernel");
    out.printf("%-" + FIRST_COLUMN + "s", "link");
    Flow.PAIRS.forEach(pair -> out.printf("  %6s", pair.initials()));
    Flow.PAIRS.stream().skip(1).forEach(pair -> out.printf("  %6s", pair.initials()));
    out.println();
    out.flush();
  }

  private static String title(int runs) {
    return runs == 1 ? "Mbit/s" : "Mbit/s, median of " + runs;
  }

  void row(CellResult result) {
    out.printf("%-" + FIRST_COLUMN + "s", result.cell());
    for (int pair = 0; pair < Flow.PAIRS.size(); pair++) {
      out.printf(Locale.ROOT, "  %6.2f", result.goodput(pair) / 1e6);
    }
    for (int pair = 1; pair < Flow.PAIRS.size(); pair++) {
      boolean below = result.belowBar(pair);
      ratios++;
      low += below ? 1 : 0;
      out.printf(Locale.ROOT, "  %5.2f%s", result.ratio(pair), below ? "!" : " ");
    }
    out.println();
    out.flush();
  }

  void foot() {
    out.printf("%d of %d ratios are below the bar (!)%n", low, ratios);
    out.flush();
  }
}
