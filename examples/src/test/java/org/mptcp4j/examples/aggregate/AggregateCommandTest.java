package org.mptcp4j.examples.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.test.Needs;

/**
 * The command {@code aggregate} as a process, in one case of equal links and one of different ones,
 * once each way. The bound allows for a machine that is busy, and excludes a connection that has
 * one link only (0.77 of both, or 0.5), or that stalls.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "unshare", "mount", "python3"})
class AggregateCommandTest {
  private static final double BOUND = 0.85;

  @TempDir Path directory;

  @Test
  void allPairsFillBothLinks() throws Exception {
    Path csv = directory.resolve("figures.csv");
    IsolatedCommand.Outcome outcome =
        IsolatedCommand.run("aggregate", "--case=2,10", "--csv=" + csv);
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("10+10 Mbit/s, 1+25 ms, client sends", "10+3 Mbit/s, 25+1 ms, server sends");
    List<String[]> rows = rows(csv);
    assertThat(rows).hasSize(2 * Flow.PAIRS.size());
    for (String[] row : rows) {
      assertThat(Double.parseDouble(row[9])).as(String.join(",", row)).isBetween(BOUND, 1.1);
    }
  }

  private static List<String[]> rows(Path csv) throws Exception {
    try (var lines = Files.lines(csv)) {
      return lines.skip(1).map(line -> line.split(",", -1)).toList();
    }
  }
}
