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
  private final BenchCommand command = new BenchCommand();
  private final CommandLine line = new CommandLine(command);

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
            "--connections=500",
            "--csv=all.csv",
            "--svg=all.svg");
    assertThat(result.<List<Measurement>>matchedOptionValue("--only", List.of()))
        .containsExactly(Measurement.UP4, Measurement.SHORT);
    assertThat(result.<Double>matchedOptionValue("--seconds", 0.0)).isEqualTo(0.5);
  }

  /** What is compared, a line each. */
  private List<String> plan(String... options) {
    line.parseArgs(options);
    return command.plan().contests().stream()
        .map(contest -> contest.title() + ": " + contest.measurements())
        .toList();
  }

  @Test
  void byDefaultGatewaysAreComparedUnshaped() {
    assertThat(plan())
        .containsExactly("unshaped accesses, ours with version 1: [up, down, up4, down4, short]");
  }

  @Test
  void versionsAndChecksumsMultiply() {
    assertThat(plan("--only=up", "--mptcp-version=1", "--mptcp-version=0", "--checksum=off,on"))
        .containsExactly(
            "unshaped accesses, ours with version 1: [up]",
            "unshaped accesses, ours with version 1, checksums: [up]",
            "unshaped accesses, ours with version 0: [up]",
            "unshaped accesses, ours with version 0, checksums: [up]");
  }

  @Test
  void linksOfTheBarsAreThree() {
    assertThat(plan("--shaped"))
        .containsExactly(
            "20 and 30 Mbit/s, 0 and 0 ms, ours with version 1: [up, down]",
            "100 and 200 Mbit/s, 0 and 0 ms, ours with version 1: [up, down]",
            "20 and 30 Mbit/s, 15 and 30 ms, ours with version 1: [up, down]");
  }

  @Test
  void whatIsNamedAloneIsMeasuredAlone() {
    assertThat(plan("--only=endpoint-out,connections", "--connections=500"))
        .containsExactly(
            "an endpoint on a TUN device, beside a bare one: [endpoint-out]",
            "our gateways with 500 connections, 5 of them active, beside 5: [connections]");
  }

  @Test
  void allIsAll() {
    assertThat(plan("--all")).hasSize(4 + 1 + 3 + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--runs=0            | --runs is 1 to 1000",
        "--seconds=0         | --seconds is 0.1 to 3600",
        "--connections=99    | --connections is 100 to 25000",
        "--dsl=20M,15ms      | --dsl and --lte need each other",
        "--mptcp-version=2   | a version of MPTCP is",
        "--mptcp-version=off | gateways speak Multipath TCP",
        "--checksum=maybe    | but was 'maybe'",
        "--only=sideways     | but was 'sideways'"
      })
  void wrongOnesAreRefused(String option, String message) {
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    assertThat(line.execute(option)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }
}
