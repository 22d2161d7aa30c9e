package org.mptcp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command as a user sees it: what it prints and its exit status. */
class MainTest {
  @TempDir Path directory;
  private String out;
  private String err;

  private int run(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
    int status = line.execute(args);
    out = outText.toString();
    err = errText.toString();
    return status;
  }

  private int demo(String... more) {
    Stream<String> fixed =
        Stream.of("demo", "--report", directory.resolve("report").toString(), "--file", file());
    return run(Stream.concat(fixed, Stream.of(more)).toArray(String[]::new));
  }

  private String file() {
    Path file = directory.resolve("file");
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    try {
      return Files.write(file, content).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDemonstrationMovesEveryByteBothWaysOverBothLinks() {
    assertThat(demo()).isZero();
    assertThat(out.lines().filter(line -> line.endsWith("equal"))).hasSize(2);
    assertThat(out).endsWith("All bytes are right.\n").doesNotContain(" 0.0 %");
    assertThat(directory.resolve("report"))
        .isDirectoryContaining("glob:**.html")
        .isDirectoryContaining("glob:**/dsl.pcapng")
        .isDirectoryContaining("glob:**/lte.pcapng");
  }

  @Test
  void theSameSeedGivesTheSameOutputAndAnotherOneAnother() {
    demo("--seed", "7", "--dsl", "20M,15ms,loss=1%");
    String first = out;
    demo("--seed", "7", "--dsl", "20M,15ms,loss=1%");
    assertThat(out).isEqualTo(first);
    demo("--seed", "8", "--dsl", "20M,15ms,loss=1%");
    assertThat(out.replace("seed 8", "seed 7")).isNotEqualTo(first);
  }

  @Test
  void aSchedulerOfOnesOwnIsFoundByItsName() {
    assertThat(demo("--scheduler", "widest-first")).isZero();
    assertThat(out).contains("scheduler  widest-first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --seed x | mptcp demo: Invalid value for option '--seed'",
        "demo --scheduler none | mptcp demo: no SchedulerProvider named 'none'; there are",
        "demo --dsl fast | mptcp demo: ",
        "serve 7=echo | mptcp serve: Missing required option: '--device=NAME=PREFIX'",
        "serve --device tun0=10.9.1.2/24 | mptcp serve: Missing required parameter",
        "serve --device tun0=10.9.1.2 7=echo | mptcp serve: no prefix length",
        "serve --device tun0=10.9.1.2/24 7=x | mptcp serve: no such service",
        "serve --device t=10.9.1.2/24 --mptcp-version 3 7=echo | mptcp serve: a version of MPTCP is",
        "get --device t=10.9.1.2/24 ftp://a/b c | mptcp get: not an http:// or tcp:// address",
        "compare --rate 0 | mptcp compare: the rate of a link to compare on is not unlimited",
        "compare --rtt 40 | mptcp compare: bad link",
        "compare --runs 0 | mptcp compare: --runs is 1 to 1000",
        "compare --load 0 | mptcp compare: --load is more than 0",
        "compare --mptcp-version 2 | mptcp compare: a version of MPTCP is 0, 1",
        "aggregate --runs 0 | mptcp aggregate: --runs is 1 to 1000",
        "aggregate --case 11 | mptcp aggregate: --case is 1 to 10",
        "frobnicate | mptcp: Unmatched argument",
        "'' | mptcp: a subcommand is missing",
      })
  void wrongUsageIsOneLineAndStatusTwo(String command, String message) {
    int status = command.isEmpty() ? run() : run(command.split(" "));
    assertThat(err).startsWith(message).hasLineCount(1);
    assertThat(out).isEmpty();
    assertThat(status).isEqualTo(2);
  }

  @Test
  void aFailureIsOneLineAndStatusOne() {
    assertThat(run("demo", "--file", "/none")).isEqualTo(1);
    assertThat(err).isEqualTo("mptcp demo: no such file: /none\n");
    String file = file();
    assertThat(run("demo", "--file", file, "--report", file + "/x")).isEqualTo(1);
    assertThat(err).startsWith("mptcp demo: ").hasLineCount(1);
    String[] serve = {"serve", "--device", "t=10.9.1.2/24", "80=http:/none"};
    assertThat(run(serve)).isEqualTo(1);
    assertThat(err).isEqualTo("mptcp serve: no such file or directory: /none\n");
  }
}
