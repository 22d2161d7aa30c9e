package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.examples.lab.GatewayFiles;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.examples.pairs.Machine;
import org.mptcp4j.sim.link.LinkSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mptcp bench}: our two gateways beside a pair of proxies on the kernel's sockets. */
@Command(
    name = "bench",
    description = {
      "Measure what our two gateways carry between kernel hosts and what that costs, beside a pair of"
          + " plain proxies on the kernel's Multipath TCP, one after the other, in network namespaces"
          + " of this machine.",
      "Needs root, or a user namespace: unshare -Urnm bin/mptcp bench"
    },
    footer = {
      "",
      "A ! stands behind a ratio that misses the project's bar. CPU is that of the whole machine but"
          + " for niced processes, so that what else it does may be niced. The whole table takes"
          + " about seven minutes, --all forty."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final double LONGEST_WARM_UP_SECONDS = 1.5;
  private static final double LONGEST_SHORT_SECONDS = 2;
  private static final double LONGEST_COMPILE_SECONDS = 8;
  private static final double COMPILE_FACTOR = 3;

  /** Whole transfers over links are longer: their start is to be less than a hundredth. */
  private static final double WHOLE_TRANSFER_FACTOR = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      defaultValue = "5",
      paramLabel = "N",
      description = "of each measurement; medians are printed; default ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "S",
      description =
          "measured of each transfer, behind a warm-up of as many, 1.5 at most; of short connections"
              + " two at most; twice as many of whole transfers over links; default"
              + " ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "some of ${COMPLETION-CANDIDATES}; by default those through gateways, up to short")
  private List<Measurement> only = List.of();

  @Option(
      names = "--dsl",
      paramLabel = "SPEC",
      description =
          "a primary access: RATE,DELAY[,loss=1%%,...], emulated, or without delay and loss by the"
              + " kernel's token bucket; default unshaped")
  private String dsl;

  @Option(names = "--lte", paramLabel = "SPEC", description = "the same of the secondary one")
  private String lte;

  @Option(
      names = "--shaped",
      description = "single streams over 20+30 and 100+200 Mbit/s, and 20+30 with 15 and 30 ms")
  private boolean shaped;

  @Option(
      names = "--mptcp-version",
      paramLabel = "1|0|1,0",
      defaultValue = "1",
      description =
          "what our gateways speak; the kernel has 1 only; may be repeated; default"
              + " ${DEFAULT-VALUE}")
  private List<String> versions;

  @Option(
      names = "--checksum",
      arity = "0..1",
      split = ",",
      fallbackValue = "on",
      defaultValue = "off",
      paramLabel = "on|off",
      description = "DSS checksums, in both pairs; without a value on")
  private List<Switch> checksums;

  @Option(
      names = "--connections",
      defaultValue = "10000",
      paramLabel = "N",
      description = "of --only connections; a hundredth is active; default ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--queues",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "of our gateways' devices, with a thread for each; not of --only connections; default"
              + " ${DEFAULT-VALUE}")
  private int queues;

  @Option(
      names = "--all",
      description =
          "both versions with and without checksums unshaped, endpoints, --shaped, and many"
              + " connections")
  private boolean all;

  @Option(names = "--csv", paramLabel = "FILE", description = "write every single run there")
  private Path csv;

  @Option(names = "--svg", paramLabel = "FILE", description = "write a picture of all ratios there")
  private Path svg;

  /** On or off, as an option has it. */
  enum Switch {
    OFF,
    ON;

    @Override
    public String toString() {
      return this == ON ? "on" : "off";
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Contest> contests = plan().contests();
    Machine.require(GatewaySite.PREFIX);
    Shell.run(List.of("mptcpize", "--version"));
    RatioChart chart = new RatioChart();
    try (CsvFile file = CsvFile.create(csv)) {
      for (Contest contest : contests) {
        measure(contest, file, chart);
        if (svg != null) {
          chart.write(svg);
        }
      }
    }
    return 0;
  }

  /** What the options say. */
  Plan plan() {
    require(runs >= 1 && runs <= 1000, "--runs is 1 to 1000");
    require(seconds >= 0.1 && seconds <= 3600, "--seconds is 0.1 to 3600");
    require(connections >= 100 && connections <= 25_000, "--connections is 100 to 25000");
    require(queues >= 1 && queues <= 64, "--queues is 1 to 64");
    require((dsl == null) == (lte == null), "--dsl and --lte need each other");
    require(dsl == null || !(shaped || all), "--shaped and --all have links of their own");
    try {
      versions.forEach(GatewayFiles::versions);
      return plan(dsl == null ? List.of() : List.of(LinkSpec.parse(dsl), LinkSpec.parse(lte)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Plan plan(List<LinkSpec> links) {
    Plan plan = new Plan(only, connections, queues);
    List<Boolean> sums = checksums.stream().map(each -> each == Switch.ON).toList();
    if (all) {
      plan.gateways(links, List.of("1", "0"), List.of(false, true));
    } else if (!shaped) {
      plan.gateways(links, versions, sums);
    }
    if (all || !only.isEmpty()) {
      plan.endpoints();
    }
    if (all || shaped) {
      plan.shapedGateways(versions, sums);
    }
    if (all || !only.isEmpty()) {
      plan.crowds();
    }
    return plan;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private void measure(Contest contest, CsvFile file, RatioChart chart) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Contender first = contest.first().opening().open(err);
        Contender second = contest.second().opening().open(err)) {
      for (Contender each : List.of(first, second)) {
        compile(each, contest.measurements());
      }
      Table table = new Table(spec.commandLine().getOut());
      table.head(contest, runs);
      chart.head(contest.title());
      for (Measurement measurement : contest.measurements()) {
        Runs measured = alternate(contest, List.of(first, second), measurement, file);
        table.rows(contest, measured);
        chart.add(contest.setting(), measured);
      }
    }
  }

  /** Has all that is measured done for some seconds: what is measured later is compiled code. */
  private void compile(Contender contender, List<Measurement> measurements) throws IOException {
    double least = Math.min(COMPILE_FACTOR * seconds, LONGEST_COMPILE_SECONDS);
    for (double done = 0; done < least; done += warmUp() * 2 * measurements.size()) {
      for (Measurement measurement : measurements) {
        // a connection runs the code of opening and closing once
        boolean handshakes = measurement.kind() == Measurement.Kind.SHORT;
        contender.measure(measurement, new Span(handshakes ? least : warmUp(), warmUp()));
      }
    }
  }

  private double warmUp() {
    return Math.min(seconds, LONGEST_WARM_UP_SECONDS);
  }

  private Span span(Contest contest, Measurement measurement) {
    return new Span(
        warmUp(),
        switch (measurement.kind()) {
          case SHORT -> Math.min(seconds, LONGEST_SHORT_SECONDS);
          case STREAMS -> contest.setting().shaped() ? WHOLE_TRANSFER_FACTOR * seconds : seconds;
          default -> seconds;
        });
  }

  private Runs alternate(
      Contest contest, List<Contender> contenders, Measurement measurement, CsvFile file)
      throws IOException {
    Span span = span(contest, measurement);
    Runs measured = new Runs(measurement);
    for (int run = 1; run <= runs; run++) {
      Sample first = contenders.get(0).measure(measurement, span);
      file.write(contest.setting(), measurement, run, contest.first().name(), first);
      Sample second = contenders.get(1).measure(measurement, span);
      file.write(contest.setting(), measurement, run, contest.second().name(), second);
      measured.add(first, second);
    }
    return measured;
  }
}
