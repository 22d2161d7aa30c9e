package org.mptcp4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.IsolatedCommand.Outcome;
import org.mptcp4j.test.Needs;

/**
 * The command {@code bench} as a process. The bounds allow for a machine that is busy; what they
 * exclude is a pair that stalls, that uses one access only, or that goes around the accesses.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "unshare", "mount", "python3", "mptcpize"})
class BenchCommandTest {
  @TempDir Path directory;

  @Test
  void bothPairsCarryBytesOverBothAccesses() throws Exception {
    List<String[]> rows = bench("--seconds=0.6", "--only=up");
    for (String[] row : rows) {
      assertThat(row[0]).isEqualTo("up");
      assertThat(gigabits(row)).as(String.join(",", row)).isBetween(0.05, 1000.0);
      assertThat(Double.parseDouble(row[8])).as("CPU seconds").isPositive();
      assertThat(secondary(row)).as(String.join(",", row)).isBetween(0.001, 0.999);
    }
  }

  @Test
  void emulatedLinksBoundBothPairsAndAreBonded() throws Exception {
    // what waited for a gap when the warm-up ended is read later: a short time would show little
    // else
    List<String[]> rows = bench("--seconds=3", "--only=down", "--dsl=50M,5ms", "--lte=50M,5ms");
    for (String[] row : rows) {
      assertThat(gigabits(row)).as(String.join(",", row)).isBetween(0.0525, 0.105);
      assertThat(secondary(row)).as(String.join(",", row)).isBetween(0.2, 0.8);
    }
  }

  private static double gigabits(String[] row) {
    return Double.parseDouble(row[5]);
  }

  private static double secondary(String[] row) {
    return Double.parseDouble(row[9]);
  }

  /** Runs it once; returns a row of ours and one of the kernel's. */
  private List<String[]> bench(String... arguments) throws Exception {
    Path csv = directory.resolve("figures.csv");
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[0] = "--runs=1";
    all[1] = "--csv=" + csv;
    Outcome outcome = IsolatedCommand.run("bench", all);
    assertThat(outcome.status()).as(outcome.output()).isZero();
    try (var lines = Files.lines(csv)) {
      List<String[]> rows = lines.skip(1).map(line -> line.split(",", -1)).toList();
      assertThat(rows).extracting(row -> row[2]).containsExactly("ours", "kernel");
      return rows;
    }
  }
}
