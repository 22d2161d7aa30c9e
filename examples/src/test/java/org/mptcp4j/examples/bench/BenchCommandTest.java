package org.mptcp4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.IsolatedCommand.Outcome;
import org.mptcp4j.test.Needs;

/**
 * The command {@code bench} as a process. The bounds allow for a machine that is busy; what they
 * exclude is a contender that stalls, that uses one access only, or that goes around the accesses.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "tc", "unshare", "mount", "python3", "mptcpize"})
class BenchCommandTest {
  @TempDir Path directory;

  @Test
  void bothPairsCarryBytesOverBothAccesses() throws Exception {
    Path picture = directory.resolve("ratios.svg");
    List<Map<String, String>> rows =
        bench("--seconds=0.3", "--only=up", "--checksum", "--queues=2", "--svg=" + picture);
    assertThat(rows).extracting(row -> row.get("contender")).containsExactly("ours", "kernel");
    for (Map<String, String> row : rows) {
      assertThat(row).containsEntry("measurement", "up").containsEntry("checksum", "on");
      assertThat(number(row, "gbps")).as(row.toString()).isBetween(0.05, 1000.0);
      assertThat(number(row, "cpu_seconds")).isPositive();
      assertThat(number(row, "second_access")).as(row.toString()).isBetween(0.001, 0.999);
    }
    assertThat(picture).content().contains("one stream, H to S, Gbit/s").endsWith("</svg>\n");
  }

  /** A whole transfer can't be faster than its links; a busy machine may make it slower. */
  @Test
  void emulatedLinksBoundBothPairsAndAreBonded() throws Exception {
    boundAndBonded(bench("--seconds=0.4", "--only=down", "--dsl=50M,5ms", "--lte=50M,5ms"), 0.0952);
  }

  @Test
  void tokenBucketsBoundBothPairsAndAreBonded() throws Exception {
    // Of 1514 bytes that a bucket counts 1428 are payload; it may let a burst of 16 KiB go at once.
    boundAndBonded(bench("--seconds=0.4", "--only=up", "--dsl=50M,0ms", "--lte=50M,0ms"), 0.0945);
  }

  private static void boundAndBonded(List<Map<String, String>> rows, double most) {
    assertThat(rows).extracting(row -> row.get("contender")).containsExactly("ours", "kernel");
    for (Map<String, String> row : rows) {
      assertThat(number(row, "gbps")).as(row.toString()).isBetween(0.01, most);
      assertThat(number(row, "second_access")).as(row.toString()).isBetween(0.2, 0.8);
      assertThat(number(row, "seconds")).as(row.toString()).isGreaterThan(0.79);
    }
  }

  @Test
  void endpointsTakeBytesAndGiveThem() throws Exception {
    List<String> measurements =
        List.of("endpoint-in", "endpoint-out", "endpoint-mptcp-in", "endpoint-mptcp-out");
    List<Map<String, String>> rows =
        bench("--seconds=0.4", "--only=" + String.join(",", measurements));
    List<String> expected = new ArrayList<>();
    for (String measurement : measurements) {
      expected.addAll(List.of(measurement + " ours", measurement + " bare"));
    }
    assertThat(rows)
        .extracting(row -> row.get("measurement") + " " + row.get("contender"))
        .isEqualTo(expected);
    for (Map<String, String> row : rows) {
      assertThat(number(row, "gbps")).as(row.toString()).isBetween(0.05, 1000.0);
      assertThat(number(row, "seconds")).as(row.toString()).isBetween(0.39, 10.0);
    }
  }

  @Test
  void fewOfManyConnectionsAreActive() throws Exception {
    List<Map<String, String>> rows =
        bench("--seconds=0.3", "--only=connections", "--connections=300");
    assertThat(rows).extracting(row -> row.get("contender")).containsExactly("many", "few");
    for (Map<String, String> row : rows) {
      // Three are active, and each waits for its answer: a dozen in 0.3 s at least.
      assertThat(number(row, "count")).as(row.toString()).isGreaterThan(10);
      assertThat(number(row, "bytes")).isEqualTo(1000 * number(row, "count") / 2);
      assertThat(number(row, "cpu_seconds")).as(row.toString()).isBetween(0.01, 10.0);
    }
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /** Runs it once; returns the rows of the file, each by the names of its columns. */
  private List<Map<String, String>> bench(String... arguments) throws Exception {
    Path csv = directory.resolve("figures.csv");
    List<String> all = new ArrayList<>(List.of("--runs=1", "--csv=" + csv));
    all.addAll(Arrays.asList(arguments));
    Outcome outcome = IsolatedCommand.run("bench", all.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.output()).isZero();
    List<String> lines = Files.readAllLines(csv);
    List<String> names = List.of(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      // A comma between quotation marks belongs to the text.
      String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(names.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
