package org.mptcp4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.mptcp4j.sim.link.LinkSpec;

class TableTest {
  private static final List<LinkSpec> LINKS =
      List.of(LinkSpec.parse("20M,15ms"), LinkSpec.parse("30M,25ms"));

  /** A second in which so many megabytes came, with so much work. */
  private static Sample transfer(double megabytes, double work, double secondary) {
    return new Sample(1, (long) (megabytes * 1e6), 0, 0, work, secondary);
  }

  private static List<String> table(List<LinkSpec> links, Runs runs, int count) {
    StringWriter text = new StringWriter();
    Table table = new Table(new PrintWriter(text), new Setting(links, "1", false));
    table.head(count);
    table.rows(runs);
    return text.toString().lines().toList();
  }

  @Test
  void figuresAreMediansAndRatiosOfThem() {
    Runs runs = new Runs(Measurement.UP);
    runs.add(transfer(1000, 1, 0.4), transfer(500, 2, 0.6));
    runs.add(transfer(10, 2, 0.1), transfer(2000, 2, 0.9));
    runs.add(transfer(2000, 1.6, 0.5), transfer(250, 0.5, 0.5));
    assertThat(table(List.of(), runs, 3))
        .contains("unshaped accesses, ours with version 1; medians of 3", Index.atIndex(0))
        .contains(
            "one stream, H to S    Gbit/s     8.00    4.00   2.00   ms/Gbit"
                + "      125     250   0.50     40%     60%",
            Index.atIndex(3));
  }

  @Test
  void columnsStandBelowTheirNames() {
    Runs runs = new Runs(Measurement.UP4);
    runs.add(transfer(5.95, 1, 0.6), transfer(2.975, 1, 0.6));
    List<String> lines = table(LINKS, runs, 1);
    assertThat(lines).hasSize(4);
    assertThat(ends(lines.get(3))).hasSize(13).containsAll(ends(lines.get(2)));
    assertThat(ends(lines.get(2))).as("without titles and units").hasSize(10);
  }

  /** Where words end, that have two spaces behind them. */
  private static List<Integer> ends(String line) {
    return Pattern.compile("\\S(?=  |$)").matcher(line).results().map(MatchResult::end).toList();
  }

  @Test
  void emulatedLinksHaveAnEfficiency() {
    Runs runs = new Runs(Measurement.DOWN);
    // 47.6 Mbit/s is what links of 50 Mbit/s carry as payload.
    runs.add(transfer(5.95, 1, 0.6), transfer(2.975, 1, 0.6));
    List<String> lines = table(LINKS, runs, 1);
    assertThat(lines.get(0)).isEqualTo("20 and 30 Mbit/s, 15 and 25 ms, ours with version 1");
    assertThat(lines.get(3))
        .startsWith("one stream, S to H    Mbit/s    47.60   23.80   2.00")
        .endsWith("   1.000   0.500");
  }

  @Test
  void shortConnectionsHaveTwoRows() {
    Runs runs = new Runs(Measurement.SHORT);
    runs.add(new Sample(2, 0, 2000, 0.0005, 2, 0.1), new Sample(2, 0, 4000, 0.00025, 2, 0.1));
    List<String> lines = table(List.of(), runs, 1);
    assertThat(lines.get(3))
        .isEqualTo(
            "short connections     1/s        1000    2000   0.50   ms each     1.00    0.50   2.00");
    assertThat(lines.get(4)).isEqualTo("  to the first byte   ms         0.50    0.25   2.00");
  }

  @Test
  void bytesOfBothWaysAreRead() {
    String text =
        """
        Inter-|   Receive   |  Transmit
          acc1: 100 1 0 0 0 0 0 0 200 2 0 0 0 0 0 0
          acc2:  50 1 0 0 0 0 0 0   50 2 0 0 0 0 0 0
        """;
    AccessBytes bytes = AccessBytes.parse(text, "acc1", "acc2");
    assertThat(bytes).isEqualTo(new AccessBytes(300, 100));
    assertThat(bytes.secondary()).isEqualTo(0.25);
    assertThat(bytes.since(new AccessBytes(200, 100)).secondary()).isZero();
  }
}
