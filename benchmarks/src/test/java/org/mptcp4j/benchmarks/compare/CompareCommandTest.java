package org.mptcp4j.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of results that are as before, faster, slower, or allocate. */
class CompareCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String entry(String name, String params, double nanos, double bytes) {
    return String.format(
        Locale.ROOT,
        """
        {"jmhVersion" : "1.37", "benchmark" : "org.mptcp4j.benchmarks.%s", "mode" : "avgt",
         "params" : {%s},
         "primaryMetric" : {"score" : 99, "scoreError" : "NaN", "scoreUnit" : "ns/op",
                            "rawData" : [[%f, 1e9], [0.1]]},
         "secondaryMetrics" : {
           "gc.count" : {"score" : 0, "rawData" : [[0, 0, 0]]},
           "gc.alloc.rate.norm" : {"score" : 99, "rawData" : [[%f, 5e5, 0]]}}}""",
        name,
        params,
        nanos,
        bytes);
  }

  private Path results(double step, String... others) throws IOException {
    StringBuilder all = new StringBuilder("[" + entry("CalibrationBenchmark.step", "", step, 0));
    for (String other : others) {
      all.append(",\n").append(other);
    }
    return Files.writeString(directory.resolve("results.json"), all.append("]"));
  }

  private static String parse(double nanos, double bytes) {
    return entry("CodecBenchmark.parse", "\"option\" : \"DSS\", \"bytes\" : \"1\"", nanos, bytes);
  }

  private static String write(double nanos, double bytes) {
    return entry("CodecBenchmark.write", "", nanos, bytes);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--baseline";
    all[arguments.length + 1] = directory.resolve("baseline.json").toString();
    out.reset();
    err.reset();
    return CompareCommand.run(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), all);
  }

  private int compare(Path results, String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = results.toString();
    return run(all);
  }

  /** The baseline: 20 and 10 steps of the loop, one of which allocates 100 bytes. */
  private void writeBaseline() throws IOException {
    assertThat(compare(results(2, parse(40, 0.01), write(20, 100)), "--write")).isZero();
    assertThat(directory.resolve("baseline.json"))
        .hasContent(
            """
            [
              {"name": "CodecBenchmark.parse bytes=1 option=DSS", "ratio": 20.00, "bytesPerOp": 0.0},
              {"name": "CodecBenchmark.write", "ratio": 10.00, "bytesPerOp": 100.0}
            ]
            """);
  }

  @Test
  void whatIsAsBeforeOnAMachineOfHalfTheSpeedIsWell() throws IOException {
    writeBaseline();
    assertThat(compare(results(4, parse(80, 0), write(40, 100)))).isZero();
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "benchmark                                      ratio     baseline  change         B/op"
                + "     baseline",
            "CodecBenchmark.parse bytes=1 option=DSS        20.00        20.00    1.00          0.0"
                + "          0.0",
            "CodecBenchmark.write                           10.00        10.00    1.00        100.0"
                + "        100.0");
  }

  @Test
  void slowerThanTheToleranceIsWorse() throws IOException {
    writeBaseline();
    assertThat(compare(results(2, parse(59, 0), write(31, 100)))).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines())
        .anyMatch(line -> line.matches("CodecBenchmark.write .* 1.55 .*SLOWER"))
        .noneMatch(line -> line.matches("CodecBenchmark.parse .*SLOWER"))
        .contains("1 of 2 are worse");
  }

  @Test
  void theToleranceCanBeChosen() throws IOException {
    writeBaseline();
    assertThat(compare(results(2, parse(59, 0)), "--tolerance", "1.2")).isEqualTo(1);
    assertThat(compare(results(2, parse(79, 0)), "--tolerance", "2")).isZero();
  }

  @Test
  void oneObjectMoreIsWorse() throws IOException {
    writeBaseline();
    assertThat(compare(results(2, parse(40, 16), write(20, 119)))).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines())
        .anyMatch(line -> line.matches("CodecBenchmark.parse .*ALLOCATES"))
        .anyMatch(line -> line.matches("CodecBenchmark.write .*ALLOCATES"))
        .contains("2 of 2 are worse");
  }

  @Test
  void whatTheMeasurementItselfAllocatesIsNone() throws IOException {
    writeBaseline();
    assertThat(compare(results(2, parse(40, 7), write(20, 110)))).isZero();
  }

  @Test
  void aNewBenchmarkIsNamedAndNoneIsMissed() throws IOException {
    writeBaseline();
    assertThat(compare(results(2, entry("OtherBenchmark.other", "", 4, 0)))).isZero();
    assertThat(out.toString(UTF_8).lines())
        .hasSize(2)
        .anyMatch(line -> line.matches("OtherBenchmark.other +2.00 +- +- +0.0 +-  new"));
  }

  @Test
  void withoutCalibrationNothingIsCompared() throws IOException {
    writeBaseline();
    Path bare = Files.writeString(directory.resolve("bare.json"), "[" + parse(1, 0) + "]");
    assertThat(compare(bare)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("CalibrationBenchmark.step");
  }

  @Test
  void whatIsNoResultIsSaidInOneLine() throws IOException {
    writeBaseline();
    for (String text : new String[] {"", "[", "{}", "[1]", "[tru]", "[\"a", "[{\"a\" 1}]"}) {
      assertThat(compare(Files.writeString(directory.resolve("bad.json"), text)))
          .as(text)
          .isEqualTo(2);
      assertThat(err.toString(UTF_8).lines()).as(text).hasSize(1);
    }
    assertThat(compare(directory.resolve("absent.json"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("no file ");
    assertThat(run("--unknown")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("Usage: ");
  }
}
