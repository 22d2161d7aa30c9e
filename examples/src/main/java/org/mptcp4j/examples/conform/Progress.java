package org.mptcp4j.examples.conform;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.run.Outcome;

/** What a person sees while the suite runs: a line for each verdict that asks for a look. */
final class Progress implements Consumer<Outcome> {
  private static final int EVERY = 100;

  private final PrintWriter out;
  private final int total;
  private final boolean verbose;
  private int done;

  Progress(PrintWriter out, int total, boolean verbose) {
    this.out = out;
    this.total = total;
    this.verbose = verbose;
  }

  @Override
  public synchronized void accept(Outcome outcome) {
    boolean first = outcome.tries() == 1;
    done += first ? 1 : 0;
    boolean silent =
        outcome.verdict() == Verdict.PASS || outcome.verdict() == Verdict.NOT_APPLICABLE;
    if (verbose || !silent || !first) {
      String mark = outcome.expected() != null ? "expected failure" : words(outcome.verdict());
      String reason = outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
      String which = first ? "" : ", try " + outcome.tries();
      out.println(mark + "  " + outcome.instance().name() + which + reason);
    }
    if (first && done % EVERY == 0) {
      out.println(done + " of " + total);
    }
    out.flush();
  }

  void end() {
    out.println();
  }

  private static String words(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Counts of verdicts, and the reasons of what is not applicable. */
  static void summary(PrintWriter out, List<Outcome> outcomes, double seconds) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    int expected = 0;
    for (Outcome outcome : outcomes) {
      counts.merge(outcome.verdict(), 1, Integer::sum);
      expected += outcome.expected() != null ? 1 : 0;
    }
    out.printf(
        Locale.ROOT,
        "%d cases in %.1f s: %d pass, %d fail, %d of them expected, %d inconclusive, %d not applicable%n",
        outcomes.size(),
        seconds,
        counts.getOrDefault(Verdict.PASS, 0),
        counts.getOrDefault(Verdict.FAIL, 0),
        expected,
        counts.getOrDefault(Verdict.INCONCLUSIVE, 0),
        counts.getOrDefault(Verdict.NOT_APPLICABLE, 0));
    outcomes.stream()
        .filter(o -> o.verdict() == Verdict.NOT_APPLICABLE)
        .map(Outcome::reason)
        .distinct()
        .sorted()
        .forEach(reason -> out.println("not applicable: " + reason));
    long again = outcomes.stream().filter(o -> o.tries() > 1 && !o.isOpen()).count();
    if (again > 0) {
      out.println(again + " of them only when tried again, alone");
    }
    out.flush();
  }
}
