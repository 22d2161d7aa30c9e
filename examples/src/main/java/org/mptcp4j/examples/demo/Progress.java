package org.mptcp4j.examples.demo;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows on standard error how far a transfer is: a line that moves on a terminal, a few lines
 * elsewhere.
 */
final class Progress {
  private static final int BAR_CHARACTERS = 30;
  private static final int STEPS_ELSEWHERE = 4;

  private final PrintWriter out;
  private final boolean terminal;
  private String title = "";
  private long total;
  private long shown;

  /**
   * @param terminal whether {@code out} is one
   */
  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void begin(String newTitle, long totalBytes) {
    title = newTitle;
    total = Math.max(1, totalBytes);
    shown = -1;
  }

  /**
   * @param virtualNanos since the beginning
   */
  void update(long bytes, long virtualNanos) {
    long step = bytes * (terminal ? 1000 : STEPS_ELSEWHERE) / total;
    if (step == shown) {
      return;
    }
    shown = step;
    int percent = (int) (100 * bytes / total);
    String text =
        String.format(
            Locale.ROOT,
            "%s %3d %%  %6.1f of %.1f MB  %6.1f s of virtual time",
            title,
            percent,
            bytes / 1e6,
            total / 1e6,
            virtualNanos / 1e9);
    if (terminal) {
      int full = percent * BAR_CHARACTERS / 100;
      out.print("\r" + "#".repeat(full) + ".".repeat(BAR_CHARACTERS - full) + "  " + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  void end() {
    if (terminal) {
      out.println();
    }
  }
}
