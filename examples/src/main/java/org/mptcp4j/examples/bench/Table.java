package org.mptcp4j.examples.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.mptcp4j.examples.bench.Runs.Beside;
import org.mptcp4j.sim.link.PayloadCapacity;

/** Prints medians of ours, of the kernel's pair, and their ratios. */
final class Table {
  private static final String FIRST_COLUMNS = "%-22s  %-6s";

  private final PrintWriter out;
  private final Setting setting;

  Table(PrintWriter out, Setting setting) {
    this.out = out;
    this.setting = setting;
  }

  void head(int runs) {
    out.println(setting + (runs == 1 ? "" : "; medians of " + runs));
    out.printf(FIRST_COLUMNS, "", "");
    out.printf("  %23s  %24s  %12s", "", "CPU: all processors' ms ", "2nd access");
    out.println(setting.shaped() ? "  efficiency" : "");
    out.printf(FIRST_COLUMNS, "", "");
    out.printf("  %7s  %6s  %5s", "ours", "kernel", "ratio");
    out.printf("  %7s  %6s  %5s    ", "ours", "kernel", "ratio");
    out.printf("  %4s  %6s", "ours", "kernel");
    out.println(setting.shaped() ? "   ours  kernel" : "");
    out.flush();
  }

  void rows(Runs runs) {
    if (runs.measurement() == Measurement.SHORT) {
      title(runs, "1/s");
      figures("%7.0f  %6.0f", runs.of(Sample::connectionsPerSecond));
      figures("%7.3f  %6.3f", times(1e3, runs.of(Sample::processorSecondsPerConnection)));
      out.println(" each");
      out.printf(FIRST_COLUMNS, "  to the first byte", "ms");
      figures("%7.3f  %6.3f", times(1e3, runs.of(Sample::firstByteSeconds)));
      out.println();
    } else {
      Beside goodput = runs.of(Sample::bitsPerSecond);
      title(runs, setting.shaped() ? "Mbit/s" : "Gbit/s");
      figures("%7.2f  %6.2f", times(setting.shaped() ? 1e-6 : 1e-9, goodput));
      figures("%7.0f  %6.0f", times(1e3, runs.of(Sample::processorSecondsPerGigabit)));
      Beside secondary = times(100, runs.of(Sample::secondary));
      out.printf(Locale.ROOT, " /Gb  %3.0f%%  %5.0f%%", secondary.ours(), secondary.kernel());
      if (setting.shaped()) {
        double capacity = PayloadCapacity.payloadRate(setting.links());
        Beside efficiency = times(1 / capacity, goodput);
        out.printf(Locale.ROOT, "  %5.3f  %6.3f", efficiency.ours(), efficiency.kernel());
      }
      out.println();
    }
    out.flush();
  }

  private void title(Runs runs, String unit) {
    out.printf(FIRST_COLUMNS, runs.measurement().title(), unit);
  }

  private void figures(String format, Beside figure) {
    out.printf(Locale.ROOT, "  " + format, figure.ours(), figure.kernel());
    out.printf(Locale.ROOT, "  %5.2f", figure.ratio());
  }

  private static Beside times(double factor, Beside figure) {
    return new Beside(factor * figure.ours(), factor * figure.kernel());
  }
}
