package org.mptcp4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Each result of a run beside its baseline, and what is worse. */
final class Comparison {
  /** Half of the smallest object: less is what the measurement itself takes. */
  private static final double LEAST_BYTES = 8;

  private static final double MOST_MORE_BYTES = 1.1;

  private final List<String> lines = new ArrayList<>();
  private int worse;

  /**
   * @param tolerance how many times slower than its baseline a benchmark may be
   */
  Comparison(List<Result> results, Baseline baseline, double tolerance) {
    int width = results.stream().mapToInt(result -> result.name().length()).max().orElse(9);
    String format = "%-" + width + "s %12s %12s %7s %12s %12s  %s";
    lines.add(line(format, "benchmark", "ratio", "baseline", "change", "B/op", "baseline", ""));
    for (Result result : results) {
      Result before = baseline.get(result.name());
      String verdict = before == null ? "new" : verdict(result, before, tolerance);
      lines.add(
          line(
              format,
              result.name(),
              number(result.ratio()),
              before == null ? "-" : number(before.ratio()),
              before == null ? "-" : number(result.ratio() / before.ratio()),
              bytes(result),
              before == null ? "-" : bytes(before),
              verdict));
    }
  }

  private static String line(String format, Object... columns) {
    return String.format(Locale.ROOT, format, columns).stripTrailing();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String bytes(Result result) {
    return String.format(Locale.ROOT, "%.1f", result.bytesPerOp());
  }

  private String verdict(Result result, Result before, double tolerance) {
    boolean slower = result.ratio() > before.ratio() * tolerance;
    boolean allocates = result.bytesPerOp() > before.bytesPerOp() * MOST_MORE_BYTES + LEAST_BYTES;
    worse += slower || allocates ? 1 : 0;
    return (slower ? "SLOWER " : "") + (allocates ? "ALLOCATES" : "");
  }

  /** A table, its head first. */
  List<String> lines() {
    return lines;
  }

  /** Benchmarks that became slower, or allocate more. */
  int worse() {
    return worse;
  }
}
