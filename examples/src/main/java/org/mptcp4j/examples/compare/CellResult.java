package org.mptcp4j.examples.compare;

import java.util.List;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.examples.pairs.Median;

/**
 * All runs of a cell.
 *
 * @param runs at least one, each with the results of {@link Flow#PAIRS} in their order
 */
record CellResult(Cell cell, List<List<FlowResult>> runs) {
  /** The median over the runs, in bits per second. */
  double goodput(int pair) {
    return Median.of(runs.stream().map(run -> run.get(pair).goodput()).toList());
  }

  /** The median goodput of a pair over that of the kernel's own; 0 where that is 0. */
  double ratio(int pair) {
    double judge = goodput(0);
    return judge == 0 ? 0 : goodput(pair) / judge;
  }

  boolean belowBar(int pair) {
    return ratio(pair) < cell.bar();
  }
}
