package org.mptcp4j.sim.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.mptcp4j.sim.link.LinkSpec;

/** Runs the cells of a table side by side; each is a simulation of its own. */
final class Cells {
  private static final int SEEDS = 3;
  private static final int PACKET_BYTES = 1500;

  private Cells() {}

  /** The figures of all cells, in the cells' order whatever the order of the runs. */
  static <C> List<FlowFigures> run(List<C> cells, Function<C, FlowFigures> experiment) {
    return cells.parallelStream().map(experiment).toList();
  }

  /** The median of the seeds 1, 2 and 3; one run where nothing happens by chance. */
  static FlowFigures median(boolean chance, LongFunction<FlowFigures> experiment) {
    long last = chance ? SEEDS : 1;
    return FlowFigures.median(LongStream.rangeClosed(1, last).mapToObj(experiment).toList());
  }

  /**
   * A link.
   *
   * @param megabits its rate in Mbit/s
   * @param rttMillis there and back
   * @param queue in bandwidth-delay products; never less than two packets
   * @param pathMillis the round trip that the product is of
   */
  static LinkSpec link(int megabits, int rttMillis, double queue, int pathMillis) {
    long product = megabits * 1_000L / 8 * pathMillis;
    long bytes = Math.max(2 * PACKET_BYTES, Math.round(product * queue));
    return LinkSpec.of(megabits * 1_000_000L, rttMillis * 500_000L).withQueueBytes(bytes);
  }

  /** How long a flow runs in virtual time: what it takes to get going, and as much again. */
  static int seconds(int rttMillis) {
    return 8 + rttMillis / 25;
  }

  /** The names of columns, for each group of them. */
  static String columns(String names, int groups) {
    return String.join(" |", Collections.nCopies(groups, names));
  }

  /** Groups of columns behind the row's name. */
  static List<String> rows(List<String> names, List<String> cells) {
    int columns = cells.size() / names.size();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<String> group = cells.subList(i * columns, (i + 1) * columns);
      rows.add(names.get(i) + " | " + String.join(" | ", group));
    }
    return rows;
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
