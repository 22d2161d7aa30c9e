package org.mptcp4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.mptcp4j.examples.bench.proc.AccessBytes;
import org.mptcp4j.examples.bench.proc.ProcessorTime;
import org.mptcp4j.sim.link.LinkSpec;

class TableTest {
  private static final Setting LINKS =
      new Setting(List.of(LinkSpec.parse("20M,15ms"), LinkSpec.parse("30M,25ms")), "1", false, 1);
  private static final Setting RATES =
      new Setting(List.of(LinkSpec.parse("20M,0ms"), LinkSpec.parse("30M,0ms")), "0", true, 1);

  /** A second in which so many megabytes came, with so much work. */
  private static Sample transfer(double megabytes, double work, double secondary) {
    return new Sample(1, (long) (megabytes * 1e6), 0, 0, work, secondary);
  }

  private static Runs runs(Measurement measurement, Sample first, Sample second) {
    Runs runs = new Runs(measurement);
    runs.add(first, second);
    return runs;
  }

  private static List<String> table(Setting setting, Runs runs, int count) {
    return table(Contest.ofGateways(setting, List.of(runs.measurement())), runs, count);
  }

  private static List<String> table(Contest contest, Runs runs, int count) {
    StringWriter text = new StringWriter();
    Table table = new Table(new PrintWriter(text));
    table.head(contest, count);
    table.rows(contest, runs);
    return text.toString().lines().toList();
  }

  @Test
  void figuresAreMediansAndRatiosOfThem() {
    Runs runs = new Runs(Measurement.UP);
    runs.add(transfer(1000, 1, 0.4), transfer(500, 2, 0.6));
    runs.add(transfer(10, 2, 0.1), transfer(2000, 2, 0.9));
    runs.add(transfer(2000, 1.6, 0.5), transfer(250, 0.5, 0.5));
    assertThat(table(Setting.UNSHAPED, runs, 3))
        .contains("unshaped accesses, ours with version 1; medians of 3", Index.atIndex(0))
        .contains(
            "one stream, H to S    Gbit/s     8.00    4.00   2.00    ms/Gbit"
                + "      125     250   0.50      40%     60%",
            Index.atIndex(3));
    assertThat(runs.ratios(Sample::bitsPerSecond)).containsExactly(2.0, 0.005, 8.0);
  }

  @Test
  void columnsStandBelowTheirNames() {
    Runs runs = runs(Measurement.UP4, transfer(5.95, 1, 0.6), transfer(2.975, 1, 0.6));
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
  void linksHaveAnEfficiency() {
    // 47.6 Mbit/s is what links of 50 Mbit/s carry as payload.
    Sample full = transfer(5.95, 1, 0.6);
    Runs runs = runs(Measurement.DOWN, full, transfer(2.975, 1, 0.6));
    List<String> lines = table(LINKS, runs, 1);
    assertThat(lines.get(0)).isEqualTo("20 and 30 Mbit/s, 15 and 25 ms, ours with version 1");
    assertThat(lines.get(3))
        .startsWith("one stream, S to H    Mbit/s    47.60   23.80  2.000")
        .endsWith("    1.000   0.500");
    // A token bucket counts 1514 bytes for each 1428.
    List<String> buckets = table(RATES, runs, 1);
    assertThat(buckets.get(0))
        .isEqualTo("20 and 30 Mbit/s, 0 and 0 ms, ours with version 0, checksums");
    assertThat(buckets.get(3)).endsWith("    1.009   0.505");
  }

  @Test
  void shortConnectionsHaveTwoRows() {
    Sample few = new Sample(2, 0, 2000, 0.0005, 2, 0.1);
    Runs runs = runs(Measurement.SHORT, few, new Sample(2, 0, 4000, 0.00025, 2, 0.1));
    List<String> lines = table(Setting.UNSHAPED, runs, 1);
    assertThat(lines.get(3))
        .isEqualTo(
            "short connections     1/s        1000    2000   0.50!   ms each     1.00    0.50   2.00 ");
    assertThat(lines.get(4)).isEqualTo("  to the first byte   ms         0.50    0.25   2.00!");
  }

  @Test
  void whatMissesTheBarIsMarked() {
    Runs even = runs(Measurement.UP, transfer(1000, 1.21, 0), transfer(1001, 1, 0));
    assertThat(table(Setting.UNSHAPED, even, 1).get(3)).contains("1.00!", "1.21!");
    Runs same = runs(Measurement.UP, transfer(996, 1.19, 0), transfer(1000, 1, 0));
    assertThat(table(RATES, same, 1).get(3)).contains("0.996 ", "1.195 ");
    assertThat(table(LINKS, same, 1).get(3)).contains("0.996!");
  }

  @Test
  void anEndpointIsFastEnoughWhereItIsHalfAsFastAsMuch() {
    Contest contest = Contest.ofEndpoints(List.of(Measurement.ENDPOINT_IN));
    Runs slow = runs(Measurement.ENDPOINT_IN, transfer(1000, 1, 0), transfer(2000, 1, 0));
    List<String> lines = table(contest, slow, 1);
    assertThat(lines.get(2).strip().split(" +"))
        .containsExactly("ours", "bare", "ratio", "ours", "bare", "ratio");
    assertThat(lines.get(3)).startsWith("TCP, into it          Gbit/s     8.00   16.00   0.50!");
    Runs fast = runs(Measurement.ENDPOINT_IN, transfer(3125, 1, 0), transfer(6250, 1, 0));
    assertThat(table(contest, fast, 1).get(3)).contains("25.00   50.00   0.50 ");
  }

  @Test
  void crowdsAreComparedByTheWorkForASegment() {
    Contest contest = Contest.ofCrowds(10_000, List.of(Measurement.CONNECTIONS));
    Sample many = new Sample(2, 0, 40_000, 0, 0.56, 0);
    Runs runs = runs(Measurement.CONNECTIONS, many, new Sample(2, 0, 80_000, 0, 0.8, 0));
    List<String> lines = table(contest, runs, 1);
    assertThat(lines.get(0))
        .isEqualTo("our gateways with 10000 connections, 100 of them active, beside 100");
    assertThat(lines.get(3))
        .isEqualTo(
            "segments relayed      1/s       20000   40000   0.50    us each    14.00   10.00   1.40!");
  }

  @Test
  void aPictureHasAllFiguresThatHaveABar() {
    RatioChart chart = new RatioChart();
    chart.head("a < b");
    chart.add(
        Setting.UNSHAPED,
        runs(Measurement.SHORT, new Sample(1, 0, 5, 1, 1, 0), new Sample(1, 0, 10, 2, 1, 0)));
    String svg = chart.svg();
    assertThat(svg)
        .contains("a &lt; b", "short connections, 1/s", "to the first byte, ms")
        .contains("class=\"e missed\" x=\"888\" y=\"92\">0.50</text>")
        .contains("class=\"e\" x=\"888\" y=\"112\">0.50</text>");
    assertThat(svg.split("<circle", -1)).hasSize(3);
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

  @Test
  void workOfAProcessIsReadBehindItsName() {
    String stat = "42 (a) b) S 1 42 42 0 -1 4194560 9 8 7 6 150 50 5 4 20 0 30 0 100 0";
    assertThat(ProcessorTime.parse(stat)).isEqualTo(2);
  }
}
