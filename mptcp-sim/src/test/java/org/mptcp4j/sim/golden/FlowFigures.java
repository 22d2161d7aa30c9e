package org.mptcp4j.sim.golden;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How one or more flows over the same links did.
 *
 * @param efficiency goodput of all from the start on, over what the links can carry as payload
 * @param late the same of the second half of the time alone
 * @param timeouts times that a retransmission timer fired
 * @param retransmittedPercent payload sent again, per payload sent first
 * @param jain Jain's index of the flows' goodput in the second half: {@code (sum x)^2 / (n * sum
 *     x^2)}
 * @param smallest the least share of the flows' goodput in the second half, in percent
 */
record FlowFigures(
    double efficiency,
    double late,
    double timeouts,
    double retransmittedPercent,
    double jain,
    double smallest) {

  /** The median of each figure by itself; the number of runs is odd. */
  static FlowFigures median(List<FlowFigures> runs) {
    return new FlowFigures(
        median(runs, FlowFigures::efficiency),
        median(runs, FlowFigures::late),
        median(runs, FlowFigures::timeouts),
        median(runs, FlowFigures::retransmittedPercent),
        median(runs, FlowFigures::jain),
        median(runs, FlowFigures::smallest));
  }

  private static double median(List<FlowFigures> runs, ToDoubleFunction<FlowFigures> figure) {
    return runs.stream().mapToDouble(figure).sorted().toArray()[runs.size() / 2];
  }

  /** {@code eff late rto rtx%}, in columns. */
  String goodputText() {
    return String.format(
        Locale.ROOT, "%5.3f %5.3f %3.0f %5.2f", efficiency, late, timeouts, retransmittedPercent);
  }

  /** {@code jain min% eff rto rtx%}, in columns. */
  String fairnessText() {
    return String.format(
        Locale.ROOT,
        "%5.3f %5.2f %5.3f %3.0f %5.2f",
        jain,
        smallest,
        late,
        timeouts,
        retransmittedPercent);
  }
}
