package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goodput of one CUBIC flow over slower and faster links, by loss and round-trip time. */
class GoldenRateTest {
  private static final double[] LOSSES = {0, 0.1, 1};
  private static final int[] RTTS = {5, 40, 150};
  private static final int[] MEGABITS = {5, 50};

  private record Cell(double lossPercent, int rttMillis, int megabits) {}

  private static FlowFigures run(Cell cell) {
    return Cells.median(
        cell.lossPercent > 0,
        seed ->
            Experiment.oneFlow(
                seed,
                Cells.seconds(cell.rttMillis),
                Experiment.plainTcp("cubic"),
                Cells.link(cell.megabits, cell.rttMillis, 1, cell.rttMillis)
                    .withLoss(cell.lossPercent / 100)));
  }

  @Test
  void goodput() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (double loss : LOSSES) {
      for (int rtt : RTTS) {
        names.add(Cells.format("%6.1f %3d ms", loss, rtt));
        for (int megabits : MEGABITS) {
          cells.add(new Cell(loss, rtt, megabits));
        }
      }
    }
    List<FlowFigures> figures = Cells.run(cells, GoldenRateTest::run);
    GoldenTable table =
        new GoldenTable(
            "rate-cubic.txt",
            "One plain TCP flow with cubic over 5 and 50 Mbit/s, a queue of 1 BDP.",
            Legend.LOSS,
            Legend.QUEUE,
            Legend.GOODPUT,
            Legend.REPAIRS,
            Legend.SECONDS,
            Legend.SEEDS);
    table.row("              |         5 Mbit/s        |        50 Mbit/s");
    table.row(" loss%    rtt |" + Cells.columns(Legend.GOODPUT_COLUMNS, MEGABITS.length));
    Cells.rows(names, figures.stream().map(FlowFigures::goodputText).toList()).forEach(table::row);
    assertAll(table::check, () -> checkLossless(cells, figures));
  }

  /** The path of 5 Mbit/s and 5 ms holds two packets, and its queue two more. */
  private static void checkLossless(List<Cell> cells, List<FlowFigures> figures) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.lossPercent == 0) {
        boolean tiny = cell.megabits * cell.rttMillis < 50;
        assertThat(figures.get(i).timeouts()).as("time-outs without loss, %s", cell).isZero();
        assertThat(figures.get(i).late())
            .as("efficiency after the start, %s", cell)
            .isGreaterThan(tiny ? 0.90 : 0.95);
      }
    }
  }
}
