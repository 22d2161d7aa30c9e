package org.mptcp4j.benchmarks.compare;

import java.util.Map;

/**
 * What a benchmark cost.
 *
 * @param name class, method and parameters, such as {@code CodecBenchmark.parse option=DSS}
 * @param ratio time of an operation over that of a step of the calibration loop
 * @param bytesPerOp bytes that an operation allocated
 */
record Result(String name, double ratio, double bytesPerOp) {
  /** One object of a baseline file. */
  static Result of(Map<?, ?> member) {
    if (member.get("name") instanceof String name
        && member.get("ratio") instanceof Double ratio
        && member.get("bytesPerOp") instanceof Double bytes) {
      return new Result(name, ratio, bytes);
    }
    throw new IllegalArgumentException("no entry of a baseline: " + member);
  }
}
