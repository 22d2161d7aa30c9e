package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.sim.golden.Exchange.Figures;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Aggregation over two slow links with short queues: the ten cases of the Linux kernel's self-test
 * for simultaneous flows. 16 MiB go one way and 80 KiB the other, over links of 10 and 10, or 10
 * and 3 Mbit/s, whose queues hold 20 to 50 packets by chance.
 */
class GoldenSimultaneousTest {
  private static final long LARGE = 16 << 20;
  private static final long SMALL = 80 << 10;
  private static final int PACKET_BYTES = 1500;
  private static final int SEEDS = 5;
  private static final double BAR = 0.95;

  /** Rates in Mbit/s, delays one way in milliseconds; {@code back}: the server has the 16 MiB. */
  private record Case(int rate1, int rate2, int delay1, int delay2, boolean back) {
    @Override
    public String toString() {
      return Cells.format(
          "%2dM %2d ms + %2dM %2d ms %-4s", rate1, delay1, rate2, delay2, back ? "down" : "up");
    }

    LinkSpec first(SplittableRandom queues) {
      return link(rate1, delay1, queues);
    }

    LinkSpec second(SplittableRandom queues) {
      return link(rate2, delay2, queues);
    }

    private static LinkSpec link(int megabits, int millis, SplittableRandom queues) {
      return LinkSpec.of(megabits * 1_000_000L, millis * 1_000_000L)
          .withQueueBytes(queues.nextLong(20, 51) * PACKET_BYTES);
    }

    /**
     * What the self-test allows: the time that the payload takes on both links, a ninth more for
     * headers, and 450 ms for the handshakes.
     */
    double allowedSeconds() {
      return 8 * LARGE / (1e6 * (rate1 + rate2)) * 10 / 9 + 0.45;
    }
  }

  private record Cell(Case links, MptcpVersion version) {
    Figures run(long seed) {
      SplittableRandom queues = new SplittableRandom(seed);
      List<LinkSpec> both = List.of(links.first(queues), links.second(queues));
      ConnectionOptions options = ConnectionOptions.defaults().withVersion(version);
      return links.back
          ? new Exchange(seed, options, both, SMALL, LARGE).run()
          : new Exchange(seed, options, both, LARGE, SMALL).run();
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean back : List.of(false, true)) {
      cases.add(new Case(10, 10, 0, 0, back));
      cases.add(new Case(10, 10, 1, 25, back));
      cases.add(new Case(10, 3, 0, 0, back));
      cases.add(new Case(10, 3, 1, 25, back));
      cases.add(new Case(10, 3, 25, 1, back));
    }
    return cases;
  }

  @Test
  void aggregation() {
    List<Cell> cells = new ArrayList<>();
    for (Case links : cases()) {
      cells.add(new Cell(links, MptcpVersion.V1));
      cells.add(new Cell(links, MptcpVersion.V0));
    }
    List<List<Figures>> figures = cells.parallelStream().map(GoldenSimultaneousTest::runs).toList();
    List<String> texts = figures.stream().map(GoldenSimultaneousTest::text).toList();
    GoldenTable table =
        new GoldenTable(
            "simultaneous.txt",
            "16 MiB one way and 80 KiB back, on one connection over two links; queues of 20 to 50"
                + " packets; 5 seeds.",
            "late: goodput after the first second over the links' payload rate, median and worst;",
            "s: from the SYN to the last byte, median and worst, and what the kernel's self-test"
                + " allows;",
            "rto: time-outs, of all seeds; rtx%: payload sent again, median.");
    table.row(
        "                                 |            version 1                 |"
            + "            version 0");
    table.row(
        "links                     most s |"
            + Cells.columns("  late worst      s  worst rto  rtx%", 2));
    List<String> names =
        cases().stream().map(c -> c + Cells.format(" %5.2f", c.allowedSeconds())).toList();
    Cells.rows(names, texts).forEach(table::row);
    assertAll(table::check, () -> checkAggregation(cells, figures));
  }

  private static List<Figures> runs(Cell cell) {
    return LongStream.rangeClosed(1, SEEDS).mapToObj(cell::run).toList();
  }

  private static String text(List<Figures> runs) {
    return Cells.format(
        "%5.3f %5.3f %6.3f %6.3f %3d %5.2f",
        sorted(runs, Figures::late)[SEEDS / 2],
        sorted(runs, Figures::late)[0],
        sorted(runs, Figures::seconds)[SEEDS / 2],
        sorted(runs, Figures::seconds)[SEEDS - 1],
        runs.stream().mapToLong(Figures::timeouts).sum(),
        sorted(runs, Figures::retransmittedPercent)[SEEDS / 2]);
  }

  private static double[] sorted(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    return runs.stream().mapToDouble(figure).sorted().toArray();
  }

  private static void checkAggregation(List<Cell> cells, List<List<Figures>> figures) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      for (Figures run : figures.get(i)) {
        assertThat(run.late()).as("efficiency after the start, %s", cell).isGreaterThan(BAR);
        assertThat(run.seconds())
            .as("what the self-test allows, %s", cell)
            .isLessThan(cell.links.allowedSeconds());
      }
    }
  }
}
