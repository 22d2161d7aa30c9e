package org.mptcp4j.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.IsolatedCommand.Outcome;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.test.Needs;

/**
 * The command {@code compare} as a process. The bounds allow for a machine that is busy; what they
 * exclude is a flow that stalls, or one that the link does not limit.
 */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "unshare", "mount", "python3"})
class CompareCommandTest {
  private static final double PAYLOAD_PART = 1448.0 / 1500;

  @TempDir Path directory;

  @Test
  void allPairsFillALinkAndShareTheFateOfALossyOne() throws Exception {
    Path csv = directory.resolve("figures.csv");
    Outcome outcome =
        IsolatedCommand.run(
            "compare", "--rate=5M", "--rtt=20ms", "--loss=0%,1%", "--seconds=3", "--csv=" + csv);
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("5 Mbit/s 20 ms 0 %", "5 Mbit/s 20 ms 1 %", "of 6 ratios");
    List<String[]> clean = rows(csv, "0.0");
    List<String[]> lossy = rows(csv, "0.01");
    assertThat(clean).extracting(row -> row[7]).containsExactlyElementsOf(names());
    assertThat(lossy).extracting(row -> row[7]).containsExactlyElementsOf(names());
    assertThat(clean).extracting(CompareCommandTest::goodput).allMatch(CompareCommandTest::isFull);
    assertThat(lossy).extracting(CompareCommandTest::goodput).allMatch(rate -> rate > 1);
    assertThat(lossy).allMatch(row -> Integer.parseInt(row[13]) > 0, "the link drops packets");
    assertThat(lossy).allMatch(row -> Integer.parseInt(row[9]) > 0, "senders retransmit them");
  }

  @Test
  void flowsThatShareALinkGetNoMoreThanItTogether() throws Exception {
    Path csv = directory.resolve("shares.csv");
    Outcome outcome =
        IsolatedCommand.run("compare", "--fairness", "--rate=5M", "--seconds=3", "--csv=" + csv);
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("jitter 1 ms", "median of Jain's index 0.");
    List<String[]> rows = rows(csv, "0.0");
    assertThat(rows)
        .hasSize(4)
        .extracting(CompareCommandTest::goodput)
        .allMatch(rate -> rate > 0.05);
    assertThat(rows.stream().mapToDouble(CompareCommandTest::goodput).sum())
        .matches(CompareCommandTest::isFull);
  }

  private static List<String> names() {
    return Flow.PAIRS.stream().map(Flow::toString).toList();
  }

  private static boolean isFull(double megabits) {
    return megabits > 0.6 * 5 && megabits <= 5 * PAYLOAD_PART;
  }

  private static double goodput(String[] row) {
    return Double.parseDouble(row[8]);
  }

  /** The lines of the file for one probability of loss. */
  private static List<String[]> rows(Path csv, String loss) throws Exception {
    try (var lines = Files.lines(csv)) {
      return lines
          .skip(1)
          .map(line -> line.split(",", -1))
          .filter(row -> row[2].equals(loss))
          .toList();
    }
  }
}
