package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.examples.pairs.Machine;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.spi.CongestionControlProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mptcp compare}: our TCP beside the kernel's, over the same emulated links. */
@Command(
    name = "compare",
    description = {
      "Measure our TCP against the kernel's, over emulated links in network namespaces of this"
          + " machine: kernel>kernel, kernel>ours, ours>kernel and ours>ours at the same time. CUBIC"
          + " everywhere.",
      "Needs root, or a user namespace: unshare -Urnm bin/mptcp compare"
    },
    footer = {
      "",
      "Each list makes the grid larger. On a machine that does other work too, real-time priority"
          + " keeps the links exact: chrt -r 20 bin/mptcp compare"
    },
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
  private static final long LOAD_OF_A_PROCESSOR = 50_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rate",
      split = ",",
      paramLabel = "RATE",
      description = "of the links in bits per second; default 5M,50M")
  private List<String> rates;

  @Option(
      names = "--rtt",
      split = ",",
      paramLabel = "TIME",
      description = "round trip without queueing; default 5ms,40ms,150ms")
  private List<String> rtts;

  @Option(
      names = "--loss",
      split = ",",
      paramLabel = "P",
      description = "random loss, each way; default 0%%,0.1%%,1%%")
  private List<String> losses;

  @Option(
      names = "--reorder",
      split = ",",
      defaultValue = "0%",
      paramLabel = "P[:TIME]",
      description =
          "packets that arrive late, each way, by four packets' time where none is given; default 0%%")
  private List<String> reorders;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = "at most so much more delay, each way, in order; default 0ms")
  private String jitter;

  @Option(
      names = "--fairness",
      description =
          "let two flows of the kernel and two of ours share one link, all to the kernel, and print"
              + " Jain's index; default link then 20M, 40ms, no loss, jitter 1ms; 30 s")
  private boolean fairness;

  @Option(
      names = "--runs",
      defaultValue = "1",
      paramLabel = "N",
      description = "of each cell; medians are printed; default ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "of the links in the first run; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "length of a transfer; default 200 round trips, at least 10 s; 30 s of --fairness")
  private Double seconds;

  @Option(
      names = "--load",
      paramLabel = "RATE",
      description =
          "run cells at the same time as long as their links carry no more than this; default 50M for"
              + " each processor")
  private String load;

  @Option(names = "--csv", paramLabel = "FILE", description = "write every single transfer there")
  private Path csv;

  @Option(
      names = "--mptcp-version",
      defaultValue = "off",
      paramLabel = "1|0|1,0|off",
      description = "what our side offers and accepts; default ${DEFAULT-VALUE}")
  private String version;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Comparison comparison = comparison();
    Machine.require(Site.PREFIX);
    try (CsvFile file = CsvFile.create(csv)) {
      comparison.warmUp();
      if (fairness) {
        comparison.fairness(spec.commandLine().getOut(), file);
      } else {
        comparison.table(spec.commandLine().getOut(), file);
      }
    }
    return 0;
  }

  private Comparison comparison() {
    try {
      return new Comparison(cells(), runs, seconds(), seed, load(), options());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Cell> cells() {
    // Flows that share a queue need a little jitter, as every real path has: without any, who finds
    // the queue full depends on the phase of the packets (Floyd and Jacobson, 1992).
    String jitterOrDefault = jitter != null ? jitter : fairness ? "1ms" : "0ms";
    List<Cell> cells = new ArrayList<>();
    for (String rate : or(rates, List.of("5M", "50M"), List.of("20M"))) {
      for (String rtt : or(rtts, List.of("5ms", "40ms", "150ms"), List.of("40ms"))) {
        for (String reorder : reorders) {
          for (String loss : or(losses, List.of("0%", "0.1%", "1%"), List.of("0%"))) {
            cells.add(Cell.parse(rate, rtt, loss, reorder, jitterOrDefault));
          }
        }
      }
    }
    return cells;
  }

  private List<String> or(List<String> given, List<String> ofTable, List<String> ofFairness) {
    return given != null ? given : fairness ? ofFairness : ofTable;
  }

  private Double seconds() {
    return seconds == null && fairness ? Double.valueOf(30) : seconds;
  }

  private long load() {
    return load != null
        ? LinkSpec.parse(load + ",0ms").bitsPerSecond()
        : Runtime.getRuntime().availableProcessors() * LOAD_OF_A_PROCESSOR;
  }

  private ConnectionOptions options() {
    return ConnectionOptions.defaults()
        .withVersions(MptcpVersion.parse(version))
        .withCongestionControl(CongestionControlProvider.named("cubic"));
  }
}
