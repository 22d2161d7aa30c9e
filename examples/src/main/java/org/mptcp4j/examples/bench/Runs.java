package org.mptcp4j.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mptcp4j.examples.pairs.Median;

/** All runs of a measurement, of both pairs. */
final class Runs {
  private final Measurement measurement;
  private final List<Sample> ours = new ArrayList<>();
  private final List<Sample> kernels = new ArrayList<>();

  Runs(Measurement measurement) {
    this.measurement = measurement;
  }

  void add(Sample ofOurs, Sample ofKernels) {
    ours.add(ofOurs);
    kernels.add(ofKernels);
  }

  Measurement measurement() {
    return measurement;
  }

  /** The medians. */
  Beside of(ToDoubleFunction<Sample> figure) {
    return new Beside(median(ours, figure), median(kernels, figure));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Median.of(samples.stream().map(figure::applyAsDouble).toList());
  }

  /** A figure of ours and of the kernel's pair. */
  record Beside(double ours, double kernel) {
    double ratio() {
      return ours / kernel;
    }
  }
}
