package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.sim.link.LinkSpec;

/** Goodput of one flow over a link that holds back one packet in 33. */
class GoldenReorderingTest {
  private static final int MEGABITS = 20;
  private static final double REORDERED = 0.03;
  private static final long PACKET_NANOS = 600_000;
  private static final String[] CONTROLS = {"cubic", "newreno"};
  private static final int[] RTTS = {5, 40, 150, 300};
  private static final int[] PACKETS = {4, 16};

  private record Cell(String congestionControl, int rttMillis, int packets) {}

  private static FlowFigures run(Cell cell) {
    LinkSpec link =
        Cells.link(MEGABITS, cell.rttMillis, 1, cell.rttMillis)
            .withReorder(REORDERED, cell.packets * PACKET_NANOS);
    return Cells.median(
        true,
        seed ->
            Experiment.oneFlow(
                seed,
                Cells.seconds(cell.rttMillis),
                Experiment.plainTcp(cell.congestionControl),
                link));
  }

  @Test
  void goodput() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String control : CONTROLS) {
      for (int rtt : RTTS) {
        names.add(Cells.format("%-7s %3d ms", control, rtt));
        for (int packets : PACKETS) {
          cells.add(new Cell(control, rtt, packets));
        }
      }
    }
    List<FlowFigures> figures = Cells.run(cells, GoldenReorderingTest::run);
    GoldenTable table =
        new GoldenTable(
            "reordering.txt",
            "One plain TCP flow over 20 Mbit/s, a queue of 1 BDP, no loss.",
            "3 % of the packets, in both directions, are held back by the time of so many packets.",
            Legend.GOODPUT,
            Legend.REPAIRS,
            Legend.SECONDS,
            Legend.SEEDS);
    table.row("               |        4 packets        |        16 packets");
    table.row("           rtt |" + Cells.columns(Legend.GOODPUT_COLUMNS, PACKETS.length));
    Cells.rows(names, figures.stream().map(FlowFigures::goodputText).toList()).forEach(table::row);
    assertAll(table::check, () -> checkBounds(cells, figures));
  }

  /** What is late is not taken for lost. A window of few packets knows it least. */
  private static void checkBounds(List<Cell> cells, List<FlowFigures> figures) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      assertThat(figures.get(i).timeouts()).as("time-outs, %s", cell).isZero();
      if (cell.packets == 4) {
        assertThat(figures.get(i).late()).as("efficiency, %s", cell).isGreaterThan(0.90);
      }
    }
  }
}
