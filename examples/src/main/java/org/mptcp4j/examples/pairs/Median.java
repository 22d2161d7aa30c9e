package org.mptcp4j.examples.pairs;

import java.util.List;

/** The middle of some numbers. */
public final class Median {
  private Median() {}

  /**
   * The median.
   *
   * @param values at least one, in any order
   */
  public static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
