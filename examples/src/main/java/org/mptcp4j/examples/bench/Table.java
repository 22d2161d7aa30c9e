package org.mptcp4j.examples.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.mptcp4j.examples.bench.Runs.Beside;
import org.mptcp4j.sim.link.PayloadCapacity;

/** Prints medians of ours, of the kernel's pair, and their ratios. */
final class Table {
  private static final String NAMES = "%-20s  %-6s  %7s  %6s  %5s   %-7s  %7s  %6s  %5s   %5s  %6s";

  private final PrintWriter out;
  private final Setting setting;

  Table(PrintWriter out, Setting setting) {
    this.out = out;
    this.setting = setting;
  }

  void head(int runs) {
    out.println(setting + (runs == 1 ? "" : "; medians of " + runs));
    out.printf(NAMES, "", "", "", "", "", "CPU", "", "", "", "2nd", "access");
    out.println(setting.shaped() ? "        efficiency" : "");
    String pair = "kernel";
    out.printf(NAMES, "", "", "ours", pair, "ratio", "", "ours", pair, "ratio", "ours", pair);
    out.println(setting.shaped() ? "    ours  kernel" : "");
    out.flush();
  }

  void rows(Runs runs) {
    if (runs.measurement() == Measurement.SHORT) {
      figures(runs.measurement().title(), "1/s", "%7.0f  %6.0f", connections(runs));
      Beside each = times(1e3, runs.of(Sample::processorSecondsPerConnection));
      figures("", "ms each", "%7.2f  %6.2f", each);
      out.println();
      Beside first = times(1e3, runs.of(Sample::firstByteSeconds));
      figures("  to the first byte", "ms", "%7.2f  %6.2f", first);
    } else {
      transfer(runs);
    }
    out.println();
    out.flush();
  }

  private static Beside connections(Runs runs) {
    return runs.of(Sample::connectionsPerSecond);
  }

  private void transfer(Runs runs) {
    Beside goodput = runs.of(Sample::bitsPerSecond);
    figures(
        runs.measurement().title(),
        setting.shaped() ? "Mbit/s" : "Gbit/s",
        "%7.2f  %6.2f",
        times(setting.shaped() ? 1e-6 : 1e-9, goodput));
    Beside work = times(1e3, runs.of(Sample::processorSecondsPerGigabit));
    figures("", "ms/Gbit", "%7.0f  %6.0f", work);
    Beside secondary = times(100, runs.of(Sample::secondary));
    out.printf(Locale.ROOT, "   %4.0f%%  %5.0f%%", secondary.ours(), secondary.kernel());
    if (setting.shaped()) {
      Beside efficiency = times(1 / PayloadCapacity.payloadRate(setting.links()), goodput);
      out.printf(Locale.ROOT, "   %5.3f  %6.3f", efficiency.ours(), efficiency.kernel());
    }
  }

  /** Two figures and their ratio, behind a title, or behind other figures where that is empty. */
  private void figures(String title, String unit, String format, Beside figure) {
    if (title.isEmpty()) {
      out.printf("   %-7s", unit);
    } else {
      out.printf("%-20s  %-6s", title, unit);
    }
    out.printf(Locale.ROOT, "  " + format, figure.ours(), figure.kernel());
    out.printf(Locale.ROOT, "  %5.2f", figure.ratio());
  }

  private static Beside times(double factor, Beside figure) {
    return new Beside(factor * figure.ours(), factor * figure.kernel());
  }
}
