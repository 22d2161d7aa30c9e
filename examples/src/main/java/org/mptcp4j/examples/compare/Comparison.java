package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.examples.pairs.Median;

/**
 * The cells of a grid, some at a time.
 *
 * @param runs of each cell, at least 1; each with the next seed
 * @param seconds of a transfer; null for what the cell says
 * @param seed of the first run
 * @param load what the links of all trials that run at the same time carry at the most, in bits per
 *     second; a trial that is larger runs alone
 * @param options of our connections
 */
record Comparison(
    List<Cell> cells, int runs, Double seconds, long seed, long load, ConnectionOptions options) {
  private static final double WARM_UP_SECONDS = 2;
  private static final int MOST_TRIALS = 16;

  Comparison {
    require(runs >= 1 && runs <= 1000, "--runs is 1 to 1000");
    require(load > 0, "--load is more than 0");
    require(seconds == null || (seconds >= 0.1 && seconds <= 3600), "--seconds is 0.1 to 3600");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Runs our TCP for a moment, so that what is measured later is compiled code. */
  void warmUp() throws IOException {
    Cell fast = Cell.parse("100M", "2ms", "1%", "0%", "0ms");
    new Trial(fast, Flow.PAIRS, false, WARM_UP_SECONDS, seed, options).run();
  }

  /** Each cell with its four pairs on links of their own. */
  void table(PrintWriter out, CsvFile csv) throws IOException, InterruptedException {
    Table table = new Table(out);
    table.head(runs);
    each(Flow.PAIRS, false, csv, table::row);
    table.foot();
  }

  /** Each cell as a bottleneck that two flows of the kernel and two of ours share. */
  void fairness(PrintWriter out, CsvFile csv) throws IOException, InterruptedException {
    each(Flow.RIVALS, true, csv, result -> printShares(out, result));
  }

  private static void printShares(PrintWriter out, CellResult result) {
    List<Double> indices = new ArrayList<>();
    for (List<FlowResult> run : result.runs()) {
      double[] goodputs = run.stream().mapToDouble(FlowResult::goodput).toArray();
      indices.add(jain(goodputs));
      StringBuilder line = new StringBuilder(result.cell() + ": ");
      for (FlowResult flow : run) {
        line.append(String.format(Locale.ROOT, "%s %.2f, ", flow.flow(), flow.goodput() / 1e6));
      }
      out.printf(Locale.ROOT, "%sMbit/s; Jain's index %.3f%n", line, jain(goodputs));
    }
    out.printf(Locale.ROOT, "%s: median of Jain's index %.3f%n", result.cell(), Median.of(indices));
    out.flush();
  }

  /** Jain's index: 1 where all have the same, 1/n where one has everything. */
  static double jain(double... shares) {
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    return squares == 0 ? 0 : sum * sum / (shares.length * squares);
  }

  /** Takes the result of a cell. */
  private interface Consumer {
    void accept(CellResult result);
  }

  private void each(List<Flow> flows, boolean shared, CsvFile csv, Consumer consumer)
      throws IOException, InterruptedException {
    Semaphore room = new Semaphore(kilobits(load), true);
    ExecutorService threads = Executors.newFixedThreadPool(MOST_TRIALS);
    try {
      List<List<Future<List<FlowResult>>>> pending = new ArrayList<>();
      for (Cell cell : cells) {
        List<Future<List<FlowResult>>> ofCell = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
          ofCell.add(threads.submit(task(trial(cell, flows, shared, run), room, csv)));
        }
        pending.add(ofCell);
      }
      for (int i = 0; i < cells.size(); i++) {
        consumer.accept(new CellResult(cells.get(i), await(pending.get(i))));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Trial trial(Cell cell, List<Flow> flows, boolean shared, int run) {
    double length = seconds != null ? seconds : cell.seconds();
    return new Trial(cell, flows, shared, length, seed + run, options);
  }

  private Callable<List<FlowResult>> task(Trial trial, Semaphore room, CsvFile csv) {
    int size = kilobits(Math.min(trial.load(), load));
    return () -> {
      room.acquire(size);
      try {
        List<FlowResult> results = trial.run();
        csv.write(trial, results);
        return results;
      } finally {
        room.release(size);
      }
    };
  }

  private static int kilobits(long bits) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bits / 1000));
  }

  private static List<List<FlowResult>> await(List<Future<List<FlowResult>>> runs)
      throws IOException, InterruptedException {
    List<List<FlowResult>> results = new ArrayList<>();
    for (Future<List<FlowResult>> run : runs) {
      try {
        results.add(run.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
    }
    return results;
  }
}
