package org.mptcp4j.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mptcp4j.examples.pairs.Median;

/** All runs of a measurement, of both contenders. */
final class Runs {
  private final Measurement measurement;
  private final List<Sample> firsts = new ArrayList<>();
  private final List<Sample> seconds = new ArrayList<>();

  Runs(Measurement measurement) {
    this.measurement = measurement;
  }

  void add(Sample first, Sample second) {
    firsts.add(first);
    seconds.add(second);
  }

  Measurement measurement() {
    return measurement;
  }

  /** The medians. */
  Beside of(ToDoubleFunction<Sample> value) {
    return new Beside(median(firsts, value), median(seconds, value));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Median.of(samples.stream().map(value::applyAsDouble).toList());
  }

  /** The ratio of each run to the one beside it. */
  List<Double> ratios(ToDoubleFunction<Sample> value) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < firsts.size(); i++) {
      ratios.add(value.applyAsDouble(firsts.get(i)) / value.applyAsDouble(seconds.get(i)));
    }
    return ratios;
  }

  /** A figure of the one that is judged, and of the one that it is judged by. */
  record Beside(double first, double second) {
    double ratio() {
      return first / second;
    }
  }
}
