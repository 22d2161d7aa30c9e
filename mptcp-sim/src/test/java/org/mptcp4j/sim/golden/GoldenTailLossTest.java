package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;

/**
 * What it costs to lose the last segments of a stream, which no later one reveals: the tail loss
 * probe (RFC 8985, section 7) repairs it, not a time-out.
 */
class GoldenTailLossTest {
  private static final int SEGMENT = 1448;
  private static final int SEGMENTS = 40;
  private static final int[] RTTS = {5, 40, 150, 300};
  private static final int[] LOST = {1, 2, 5, 10};
  private static final int DELAYED_ACK_MILLIS = 40;

  private record Cell(int rttMillis, int lost) {}

  /** Milliseconds more than without the loss, and time-outs. */
  private record Cost(double millis, long timeouts) {
    String text(int rttMillis) {
      return Cells.format("%6.1f %4.2f %3d", millis, millis / rttMillis, timeouts);
    }
  }

  private static Cost run(Cell cell) {
    ConnectionOptions options = Experiment.plainTcp("cubic");
    int bytes = SEGMENTS * SEGMENT;
    TailLoss whole = new TailLoss(cell.rttMillis, bytes, 0, options);
    TailLoss torn = new TailLoss(cell.rttMillis, bytes, cell.lost * SEGMENT, options);
    double millis = (torn.run() - whole.run()) / 1e6;
    assertThat(torn.lostSegments()).isEqualTo(cell.lost);
    return new Cost(millis, torn.timeouts());
  }

  @Test
  void repair() {
    List<Cell> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int rtt : RTTS) {
      names.add(Cells.format("%3d ms", rtt));
      for (int lost : LOST) {
        cells.add(new Cell(rtt, lost));
      }
    }
    List<Cost> costs = cells.parallelStream().map(GoldenTailLossTest::run).toList();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      texts.add(costs.get(i).text(cells.get(i).rttMillis));
    }
    GoldenTable table =
        new GoldenTable(
            "tail-loss.txt",
            "40 segments over 20 Mbit/s without FIN, of which the last ones are lost once.",
            "ms: how much later the last byte arrives than without the loss; rtt: the same in round"
                + " trips; rto: time-outs.");
    table.row("       |  1 segment lost |  2 segments     |  5 segments     | 10 segments");
    table.row("   rtt | " + Cells.columns("    ms  rtt rto ", LOST.length));
    Cells.rows(names, texts).forEach(table::row);
    assertAll(table::check, () -> checkBounds(cells, costs));
  }

  /** The probe repairs the last segment, its ACK tells of the others; no time-out is needed. */
  private static void checkBounds(List<Cell> cells, List<Cost> costs) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      double roundTrips = cell.lost <= 2 ? 2 : 2.5;
      assertThat(costs.get(i).timeouts()).as("time-outs, %s", cell).isZero();
      assertThat(costs.get(i).millis())
          .as("milliseconds until the repair, %s", cell)
          .isLessThan(roundTrips * cell.rttMillis + DELAYED_ACK_MILLIS);
    }
  }
}
