package org.mptcp4j.examples.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mptcp4j.examples.bench.Runs.Beside;

/**
 * A figure of a measurement, and the bar for it.
 *
 * @param title of the row that it begins, empty where it stands beside another one
 * @param unit as a table has it
 * @param format of both figures in a table
 * @param value of a run, in that unit
 * @param bar what the first contender has to reach
 */
record Figure(String title, String unit, String format, ToDoubleFunction<Sample> value, Bar bar) {
  private static final String COARSE = "  %7.0f  %6.0f";
  private static final String FINE = "  %7.2f  %6.2f";
  private static final Bar NO_LESS = Bar.atLeast(1);
  private static final Bar SAME_OVER_RATES = Bar.atLeast(0.995);
  private static final Bar MORE_OVER_DELAYS = Bar.atLeast(1.01);
  private static final Bar FIFTH_MORE = Bar.atMost(1.2);
  private static final Bar THIRD_MORE = Bar.atMost(1.3);
  private static final Bar OF_BARE = new Bar(true, 0.6, 25);

  /**
   * A bound for the ratio of two figures.
   *
   * @param least whether it is a lower one
   * @param ratio the bound
   * @param enough where the first figure is at least this, the ratio does not matter
   */
  record Bar(boolean least, double ratio, double enough) {
    /** None. */
    static final Bar NONE = atLeast(0);

    static Bar atLeast(double ratio) {
      return new Bar(true, ratio, Double.POSITIVE_INFINITY);
    }

    static Bar atMost(double ratio) {
      return new Bar(false, ratio, Double.POSITIVE_INFINITY);
    }

    /** Whether there is one. */
    boolean exists() {
      return ratio > 0;
    }

    boolean met(Beside figure) {
      boolean within = least ? figure.ratio() >= ratio : figure.ratio() <= ratio;
      return within || figure.first() >= enough;
    }
  }

  /** The figures of a measurement; the second one stands beside the first. */
  static List<Figure> of(Measurement measurement, Setting setting) {
    String title = measurement.title();
    return switch (measurement.kind()) {
      case STREAMS -> streams(title, setting);
      case SHORT ->
          List.of(
              new Figure(title, "1/s", COARSE, Sample::perSecond, NO_LESS),
              new Figure(
                  "", "ms each", FINE, sample -> 1e3 * sample.processorSecondsEach(), Bar.NONE),
              new Figure(
                  "  to the first byte",
                  "ms",
                  FINE,
                  sample -> 1e3 * sample.firstByteSeconds(),
                  setting.shaped() ? Bar.NONE : FIFTH_MORE));
      case ENDPOINT ->
          List.of(
              new Figure(title, "Gbit/s", FINE, Figure::gigabits, OF_BARE), perGigabit(Bar.NONE));
      case CROWD ->
          List.of(
              new Figure(title, "1/s", COARSE, Sample::perSecond, Bar.NONE),
              new Figure(
                  "", "us each", FINE, sample -> 1e6 * sample.processorSecondsEach(), THIRD_MORE));
    };
  }

  private static List<Figure> streams(String title, Setting setting) {
    if (!setting.shaped()) {
      return List.of(
          new Figure(title, "Gbit/s", FINE, Figure::gigabits, NO_LESS), perGigabit(FIFTH_MORE));
    }
    Bar bar = setting.byTokenBucket() ? SAME_OVER_RATES : MORE_OVER_DELAYS;
    return List.of(
        new Figure(title, "Mbit/s", FINE, sample -> 1e-6 * sample.bitsPerSecond(), bar),
        perGigabit(FIFTH_MORE));
  }

  private static double gigabits(Sample sample) {
    return 1e-9 * sample.bitsPerSecond();
  }

  private static Figure perGigabit(Bar bar) {
    return new Figure(
        "", "ms/Gbit", COARSE, sample -> 1e3 * sample.processorSecondsPerGigabit(), bar);
  }
}
