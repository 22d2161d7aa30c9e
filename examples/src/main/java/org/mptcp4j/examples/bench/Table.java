package org.mptcp4j.examples.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.examples.bench.Runs.Beside;

/** Prints medians of two contenders, their ratios, and {@code !} behind those that miss the bar. */
final class Table {
  private static final String MORE = "    %5s  %6s";

  private final PrintWriter out;

  Table(PrintWriter out) {
    this.out = out;
  }

  /** Begins a part of the table. */
  void head(Contest contest, int runs) {
    String first = contest.first().name();
    String second = contest.second().name();
    out.println(contest.title() + (runs == 1 ? "" : "; medians of " + runs));
    line(contest, "", "", "", "CPU", "2nd", "access", "efficiency", "");
    line(contest, first, second, "ratio", "", first, second, first, second);
    out.flush();
  }

  private void line(Contest contest, String... names) {
    String first = names[0];
    String second = names[1];
    String ratio = names[2];
    out.printf(
        "%-20s  %-6s  %7s  %6s  %5s    %-7s  %7s  %6s  %5s",
        "", "", first, second, ratio, names[3], first, second, ratio);
    if (hasAccesses(contest)) {
      out.printf(MORE, names[4], names[5]);
    }
    if (contest.setting().shaped()) {
      out.printf(MORE, names[6], names[7]);
    }
    out.println();
  }

  private static boolean hasAccesses(Contest contest) {
    return contest.measurements().stream().anyMatch(Table::hasAccesses);
  }

  private static boolean hasAccesses(Measurement measurement) {
    return measurement.kind() == Measurement.Kind.STREAMS;
  }

  /** Adds what was measured. */
  void rows(Contest contest, Runs runs) {
    List<Figure> figures = Figure.of(runs.measurement(), contest.setting());
    for (int i = 0; i < figures.size(); i++) {
      print(figures.get(i), runs, contest.setting().shaped());
      if (i == 1 && hasAccesses(runs.measurement())) {
        accesses(contest.setting(), runs);
      }
      if (i != 0) {
        out.println();
      }
    }
    out.flush();
  }

  /** Over links the bars are close: ratios have a digit more. */
  private void print(Figure figure, Runs runs, boolean shaped) {
    if (figure.title().isEmpty()) {
      out.printf("   %-7s", figure.unit());
    } else {
      out.printf("%-20s  %-6s", figure.title(), figure.unit());
    }
    Beside medians = runs.of(figure.value());
    out.printf(Locale.ROOT, figure.format(), medians.first(), medians.second());
    String mark = figure.bar().met(medians) ? " " : "!";
    String ratio = String.format(Locale.ROOT, shaped ? "%5.3f" : "%5.2f", medians.ratio());
    out.printf("  %s%s", ratio, mark);
  }

  private void accesses(Setting setting, Runs runs) {
    Beside secondary = runs.of(sample -> 100 * sample.secondary());
    out.printf(Locale.ROOT, "   %4.0f%%  %5.0f%%", secondary.first(), secondary.second());
    if (setting.shaped()) {
      Beside part = runs.of(sample -> sample.bitsPerSecond() / setting.payloadRate());
      out.printf(Locale.ROOT, "    %5.3f  %6.3f", part.first(), part.second());
    }
  }
}
