package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goodput of one flow by loss, round-trip time, queue and congestion control. */
class GoldenLossTest {
  private static final int MEGABITS = 20;
  private static final double[] LOSSES = {0, 0.1, 1, 3, 5};
  private static final int[] RTTS = {5, 40, 150, 300};
  private static final double[] QUEUES = {0.5, 1, 2};

  private record Cell(double lossPercent, int rttMillis, double queue) {}

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (double loss : LOSSES) {
      for (int rtt : RTTS) {
        for (double queue : QUEUES) {
          cells.add(new Cell(loss, rtt, queue));
        }
      }
    }
    return cells;
  }

  private static FlowFigures run(String congestionControl, Cell cell) {
    return Cells.median(
        cell.lossPercent > 0,
        seed ->
            Experiment.oneFlow(
                seed,
                Cells.seconds(cell.rttMillis),
                Experiment.plainTcp(congestionControl),
                Cells.link(MEGABITS, cell.rttMillis, cell.queue, cell.rttMillis)
                    .withLoss(cell.lossPercent / 100)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cubic", "newreno"})
  void goodput(String congestionControl) {
    List<Cell> cells = cells();
    List<FlowFigures> figures = Cells.run(cells, cell -> run(congestionControl, cell));
    assertAll(
        () -> table(congestionControl, figures).check(),
        () -> checkLossless(cells, figures),
        () -> checkMonotonic(cells, figures));
  }

  private static GoldenTable table(String congestionControl, List<FlowFigures> figures) {
    GoldenTable table =
        new GoldenTable(
            "loss-" + congestionControl + ".txt",
            "One plain TCP flow with " + congestionControl + " over 20 Mbit/s.",
            Legend.LOSS,
            Legend.QUEUE,
            Legend.GOODPUT,
            Legend.REPAIRS,
            Legend.SECONDS,
            Legend.SEEDS);
    table.row(
        "              |      queue 0.5 BDP      |       queue 1 BDP       |       queue 2 BDP");
    table.row(" loss%    rtt |" + Cells.columns(Legend.GOODPUT_COLUMNS, QUEUES.length));
    List<String> names = new ArrayList<>();
    for (double loss : LOSSES) {
      for (int rtt : RTTS) {
        names.add(Cells.format("%6.1f %3d ms", loss, rtt));
      }
    }
    Cells.rows(names, figures.stream().map(FlowFigures::goodputText).toList()).forEach(table::row);
    return table;
  }

  /** Without loss a queue of one bandwidth-delay product is enough for both congestion controls. */
  private static void checkLossless(List<Cell> cells, List<FlowFigures> figures) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.lossPercent == 0) {
        assertThat(figures.get(i).timeouts()).as("time-outs without loss, %s", cell).isZero();
        assertThat(figures.get(i).late())
            .as("efficiency after the start, %s", cell)
            .isGreaterThan(cell.queue >= 1 ? 0.95 : 0.80);
      }
    }
  }

  /** More loss is never better; a tenth and a hundredth of the link are left to chance. */
  private static void checkMonotonic(List<Cell> cells, List<FlowFigures> figures) {
    int step = RTTS.length * QUEUES.length;
    for (int i = step; i < cells.size(); i++) {
      assertThat(figures.get(i).efficiency())
          .as("efficiency of %s against less loss", cells.get(i))
          .isPositive()
          .isLessThan(1.1 * figures.get(i - step).efficiency() + 0.01);
    }
  }
}
