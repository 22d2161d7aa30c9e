package org.mptcp4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class BenchOptionsTest {
  private final CommandLine line = new CommandLine(new BenchCommand());

  @Test
  void allOptionsAreRead() {
    ParseResult result =
        line.parseArgs(
            "--runs=3",
            "--seconds=0.5",
            "--only=up4,short",
            "--dsl=20M,15ms",
            "--lte=30M,25ms",
            "--mptcp-version=1,0",
            "--checksum",
            "--csv=all.csv");
    assertThat(result.<List<Measurement>>matchedOptionValue("--only", List.of()))
        .containsExactly(Measurement.UP4, Measurement.SHORT);
    assertThat(result.<Double>matchedOptionValue("--seconds", 0.0)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--runs=0            | --runs is 1 to 1000",
        "--seconds=0         | --seconds is 0.1 to 3600",
        "--dsl=20M,15ms      | --dsl and --lte need each other",
        "--mptcp-version=2   | a version of MPTCP is",
        "--mptcp-version=off | gateways speak Multipath TCP",
        "--only=sideways     | but was 'sideways'"
      })
  void wrongOnesAreRefused(String option, String message) {
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    assertThat(line.execute(option)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }
}
