package org.mptcp4j.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The committed results: a JSON array with one line for each benchmark. */
final class Baseline {
  private final Map<String, Result> results = new TreeMap<>();

  private Baseline() {}

  static Baseline parse(String json) {
    Baseline baseline = new Baseline();
    if (!(Json.parse(json) instanceof List<?> entries)) {
      throw new IllegalArgumentException("no baseline: no array");
    }
    for (Object entry : entries) {
      if (!(entry instanceof Map<?, ?> member)) {
        throw new IllegalArgumentException("no entry of a baseline: " + entry);
      }
      Result result = Result.of(member);
      baseline.results.put(result.name(), result);
    }
    return baseline;
  }

  /** The file that {@link #parse} reads. */
  static String format(List<Result> results) {
    return results.stream()
        .map(
            result ->
                String.format(
                    Locale.ROOT,
                    "  {\"name\": \"%s\", \"ratio\": %.4g, \"bytesPerOp\": %.1f}",
                    result.name(),
                    result.ratio(),
                    result.bytesPerOp()))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  /** The result of that name, or null. */
  Result get(String name) {
    return results.get(name);
  }
}
