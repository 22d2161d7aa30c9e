package org.mptcp4j.examples.aggregate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mptcp4j.examples.pairs.Median;

/**
 * All runs of a case.
 *
 * @param runs at least one, each with the pairs in their order, the kernel's own first
 */
record CaseResult(Case links, List<List<Outcome>> runs) {
  /** What every pair with our side in it has to reach. */
  static final double BAR = 0.95;

  /** The median over the runs. */
  double efficiency(int pair) {
    return median(pair, Outcome::efficiency);
  }

  /** The median over the runs. */
  double seconds(int pair) {
    return median(pair, Outcome::seconds);
  }

  private double median(int pair, ToDoubleFunction<Outcome> figure) {
    return Median.of(runs.stream().map(run -> figure.applyAsDouble(run.get(pair))).toList());
  }

  boolean belowBar(int pair) {
    return efficiency(pair) < BAR;
  }

  /** Of the whole transfer: no data that waited behind a gap when the start was over lifts that. */
  boolean slowerThanKernel(int pair) {
    return seconds(pair) > seconds(0);
  }
}
