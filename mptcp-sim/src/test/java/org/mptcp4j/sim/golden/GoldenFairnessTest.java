package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.sim.golden.Experiment.Sharer;

/** How flows share one bottleneck. */
class GoldenFairnessTest {
  private static final int SECONDS = 30;
  private static final int MEGABITS = 10;
  private static final int[] RTTS = {10, 40, 150};

  /** Flows by their round-trip times, and the round trip that the queue holds once. */
  private record Cell(List<Sharer> sharers, int queueMillis) {}

  private static Sharer sharer(String congestionControl, int rttMillis) {
    return new Sharer(rttMillis * 500_000L, Experiment.plainTcp(congestionControl));
  }

  /** {@code count} flows; the congestion controls take turns. */
  private static List<Sharer> alike(int count, int rttMillis, String... congestionControls) {
    List<Sharer> sharers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sharers.add(sharer(congestionControls[i % congestionControls.length], rttMillis));
    }
    return sharers;
  }

  private static FlowFigures run(Cell cell) {
    return Cells.median(
        true,
        seed ->
            Experiment.sharedLink(
                seed, SECONDS, Cells.link(MEGABITS, 0, 1, cell.queueMillis), cell.sharers));
  }

  private static GoldenTable table(String file, String what) {
    return new GoldenTable(
        file,
        "Plain TCP flows that share 10 Mbit/s for 30 s, " + what,
        Legend.FAIRNESS,
        Legend.SEEDS);
  }

  @Test
  void sameRoundTripTimes() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int count : new int[] {2, 8}) {
      for (String controls : List.of("cubic", "newreno", "cubic+newreno")) {
        names.add(Cells.format("%d %-13s", count, controls));
        for (int rtt : RTTS) {
          cells.add(new Cell(alike(count, rtt, controls.split("[+]", -1)), rtt));
        }
      }
    }
    List<FlowFigures> figures = Cells.run(cells, GoldenFairnessTest::run);
    GoldenTable table = table("fairness.txt", "all with one round-trip time. A queue of 1 BDP.");
    table.row(
        "                |           rtt 10 ms           |           rtt 40 ms           |           rtt 150 ms");
    table.row("flows           |" + Cells.columns(Legend.FAIRNESS_COLUMNS, RTTS.length));
    Cells.rows(names, figures.stream().map(FlowFigures::fairnessText).toList()).forEach(table::row);
    assertAll(table::check, () -> checkBounds(names, figures));
  }

  /**
   * Flows alike come to share alike within 15 s where that is some hundred round trips, and where
   * each has a window to work with: eight at 10 ms have two segments each, and live from time-outs.
   */
  private static void checkBounds(List<String> names, List<FlowFigures> figures) {
    for (int i = 0; i < figures.size(); i++) {
      String name = names.get(i / RTTS.length);
      int rtt = RTTS[i % RTTS.length];
      boolean alike = !name.contains("+");
      boolean crowded = rtt == 10 && name.startsWith("8");
      assertThat(figures.get(i).jain())
          .as("Jain's index, %s at %d ms", name, rtt)
          .isGreaterThan(!alike ? 0.6 : crowded || rtt == 150 ? 0.85 : 0.95);
      assertThat(figures.get(i).late()).as("efficiency, %s at %d ms", name, rtt).isGreaterThan(0.9);
    }
  }

  @Test
  void differentRoundTripTimes() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = List.of("20 and 80 ms   ", "20, 40 ... 160 ");
    String[] controls = {"cubic", "newreno"};
    for (String control : controls) {
      cells.add(new Cell(List.of(sharer(control, 20), sharer(control, 80)), 50));
    }
    for (String control : controls) {
      List<Sharer> eight = new ArrayList<>();
      for (int rtt = 20; rtt <= 160; rtt += 20) {
        eight.add(sharer(control, rtt));
      }
      cells.add(new Cell(eight, 90));
    }
    List<FlowFigures> figures = Cells.run(cells, GoldenFairnessTest::run);
    GoldenTable table =
        table("fairness-rtt.txt", "each with its own round-trip time. A queue of the mean BDP.");
    table.row("                |            cubic              |           newreno");
    table.row("rtt             |" + Cells.columns(Legend.FAIRNESS_COLUMNS, controls.length));
    Cells.rows(names, figures.stream().map(FlowFigures::fairnessText).toList()).forEach(table::row);
    table.check();
  }
}
