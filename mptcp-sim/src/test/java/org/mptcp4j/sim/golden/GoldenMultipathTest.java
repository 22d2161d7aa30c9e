package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.sim.link.LinkSpec;

/** Goodput of one Multipath TCP connection over two links at once. */
class GoldenMultipathTest {
  private static final int SECONDS = 10;
  private static final double[] LOSSES = {0, 0.1, 1};
  private static final double[] QUEUES = {0.5, 1, 2};

  /** A link of a pair: Mbit/s and round-trip time. */
  private record Path(int megabits, int rttMillis) {
    LinkSpec link(double queue, double lossPercent) {
      return Cells.link(megabits, rttMillis, queue, rttMillis).withLoss(lossPercent / 100);
    }
  }

  private record Pair(Path first, Path second) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(new Path(20, 30), new Path(20, 50)),
          new Pair(new Path(20, 30), new Path(5, 150)));

  private record Cell(Pair pair, double lossPercent, double queue) {}

  private static FlowFigures run(Cell cell) {
    return Cells.median(
        cell.lossPercent > 0,
        seed ->
            Experiment.oneFlow(
                seed,
                SECONDS,
                ConnectionOptions.defaults(),
                cell.pair.first.link(cell.queue, cell.lossPercent),
                cell.pair.second.link(cell.queue, cell.lossPercent)));
  }

  @Test
  void goodput() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Pair pair : PAIRS) {
      for (double loss : LOSSES) {
        names.add(
            Cells.format(
                "20M %2dms + %2dM %3dms  %3.1f",
                pair.first.rttMillis, pair.second.megabits, pair.second.rttMillis, loss));
        for (double queue : QUEUES) {
          cells.add(new Cell(pair, loss, queue));
        }
      }
    }
    List<FlowFigures> figures = Cells.run(cells, GoldenMultipathTest::run);
    GoldenTable table =
        new GoldenTable(
            "multipath.txt",
            "One Multipath TCP connection with lowest-rtt and cubic over two links, 10 s.",
            Legend.LOSS,
            Legend.QUEUE,
            Legend.GOODPUT,
            Legend.REPAIRS,
            Legend.SEEDS);
    table.row(
        "links, rtt           loss% |      queue 0.5 BDP      |       queue 1 BDP       |       queue 2 BDP");
    table.row("                          |" + Cells.columns(Legend.GOODPUT_COLUMNS, 3));
    Cells.rows(names, figures.stream().map(FlowFigures::goodputText).toList()).forEach(table::row);
    assertAll(table::check, () -> checkLossless(cells, figures));
  }

  private static void checkLossless(List<Cell> cells, List<FlowFigures> figures) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.lossPercent == 0 && cell.queue >= 1) {
        assertThat(figures.get(i).timeouts()).as("time-outs without loss, %s", cell).isZero();
        assertThat(figures.get(i).late())
            .as("efficiency after the start, %s", cell)
            .isGreaterThan(0.95);
      }
    }
  }
}
