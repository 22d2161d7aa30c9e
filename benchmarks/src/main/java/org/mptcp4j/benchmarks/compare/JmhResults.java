package org.mptcp4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Results as JMH writes them with {@code -rf json -prof gc}, divided by the calibration loop's of
 * the same run. Of a benchmark's iterations the median counts, which one slow second leaves alone.
 */
final class JmhResults {
  private static final String CALIBRATION = "CalibrationBenchmark.step";
  private static final Map<String, Double> NANOS =
      Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);

  private JmhResults() {}

  /**
   * All results but the calibration, in order.
   *
   * @throws IllegalArgumentException where there is no calibration, or what can't be understood
   */
  static List<Result> read(String json) {
    Map<String, Map<?, ?>> runs = new TreeMap<>();
    for (Object entry : list(Json.parse(json))) {
      runs.put(name(map(entry)), map(entry));
    }
    Map<?, ?> calibration = runs.remove(CALIBRATION);
    if (calibration == null) {
      throw new IllegalArgumentException(
          "the run has no " + CALIBRATION + ", which all figures are divided by");
    }
    double step = nanos(calibration);
    List<Result> results = new ArrayList<>();
    runs.forEach((name, run) -> results.add(new Result(name, nanos(run) / step, bytes(name, run))));
    return results;
  }

  private static String name(Map<?, ?> run) {
    String full = (String) run.get("benchmark");
    String method = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    if (!(run.get("params") instanceof Map<?, ?> params)) {
      return method;
    }
    return new TreeMap<>(params)
        .entrySet().stream()
            .map(param -> " " + param.getKey() + "=" + param.getValue())
            .collect(Collectors.joining("", method, ""));
  }

  private static double nanos(Map<?, ?> run) {
    Map<?, ?> metric = map(run.get("primaryMetric"));
    Double unit = NANOS.get(metric.get("scoreUnit"));
    if (unit == null) {
      throw new IllegalArgumentException(name(run) + " is in " + metric.get("scoreUnit"));
    }
    return unit * median(metric);
  }

  private static double bytes(String name, Map<?, ?> run) {
    Map<?, ?> metrics = map(run.get("secondaryMetrics"));
    Object allocated = metrics.get("gc.alloc.rate.norm");
    if (allocated == null) {
      // so JMH called it before 1.36
      allocated = metrics.get("\u00b7gc.alloc.rate.norm");
    }
    if (allocated == null) {
      throw new IllegalArgumentException(name + " was run without -prof gc");
    }
    return median(map(allocated));
  }

  private static double median(Map<?, ?> metric) {
    double[] iterations =
        list(metric.get("rawData")).stream()
            .flatMap(fork -> list(fork).stream())
            .mapToDouble(value -> (Double) value)
            .sorted()
            .toArray();
    int middle = iterations.length / 2;
    return iterations.length % 2 == 1
        ? iterations[middle]
        : Arrays.stream(iterations, middle - 1, middle + 1).average().orElseThrow();
  }

  private static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no results of JMH: " + value);
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("no results of JMH: " + value);
  }
}
