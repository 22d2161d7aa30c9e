package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mptcp4j.examples.lab.GatewayFiles;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.examples.pairs.Flow.Tcp;
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
      "CPU is that of the whole machine but for niced processes, so that what else it does may be"
          + " niced. The whole table takes about seven minutes."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final double LONGEST_WARM_UP_SECONDS = 1.5;
  private static final double LONGEST_SHORT_SECONDS = 2;

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
              + " two at most; default ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "some of ${COMPLETION-CANDIDATES}")
  private List<Measurement> only;

  @Option(
      names = "--dsl",
      paramLabel = "SPEC",
      description = "an emulated primary access: RATE,DELAY[,loss=1%%,...]; default unshaped")
  private String dsl;

  @Option(names = "--lte", paramLabel = "SPEC", description = "the same of the secondary one")
  private String lte;

  @Option(
      names = "--mptcp-version",
      paramLabel = "1|0|1,0",
      defaultValue = "1",
      description = "what our gateways speak; the kernel has 1 only; default ${DEFAULT-VALUE}")
  private String version;

  @Option(names = "--checksum", description = "DSS checksums, in both pairs")
  private boolean checksum;

  @Option(names = "--csv", paramLabel = "FILE", description = "write every single run there")
  private Path csv;

  @Override
  public Integer call() throws IOException {
    Setting setting = setting();
    Machine.require(Site.PREFIX);
    Shell.run(List.of("mptcpize", "--version"));
    PrintWriter err = spec.commandLine().getErr();
    try (CsvFile file = CsvFile.create(csv);
        Site ours = Site.open(Tcp.OURS, setting, err);
        Site kernels = Site.open(Tcp.KERNEL, setting, err)) {
      measure(Map.of(Tcp.OURS, ours, Tcp.KERNEL, kernels), setting, file);
    }
    return 0;
  }

  private Setting setting() {
    require(runs >= 1 && runs <= 1000, "--runs is 1 to 1000");
    require(seconds >= 0.1 && seconds <= 3600, "--seconds is 0.1 to 3600");
    require((dsl == null) == (lte == null), "--dsl and --lte need each other");
    try {
      List<LinkSpec> links =
          dsl == null ? List.of() : List.of(LinkSpec.parse(dsl), LinkSpec.parse(lte));
      GatewayFiles.versions(version);
      return new Setting(links, version, checksum);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private void measure(Map<Tcp, Site> sites, Setting setting, CsvFile file) throws IOException {
    List<Measurement> measurements = only != null ? only : List.of(Measurement.values());
    // What is measured later is compiled code.
    for (Tcp pair : List.of(Tcp.OURS, Tcp.KERNEL)) {
      for (Measurement measurement : measurements) {
        sites.get(pair).measure(measurement, warmUp(), 0.1);
      }
    }
    Table table = new Table(spec.commandLine().getOut(), setting);
    table.head(runs);
    for (Measurement measurement : measurements) {
      table.rows(alternate(sites, measurement, file));
    }
  }

  private double warmUp() {
    return Math.min(seconds, LONGEST_WARM_UP_SECONDS);
  }

  private Runs alternate(Map<Tcp, Site> sites, Measurement measurement, CsvFile file)
      throws IOException {
    double measured =
        measurement == Measurement.SHORT ? Math.min(seconds, LONGEST_SHORT_SECONDS) : seconds;
    Runs all = new Runs(measurement);
    for (int run = 1; run <= runs; run++) {
      Map<Tcp, Sample> samples = new EnumMap<>(Tcp.class);
      for (Tcp pair : List.of(Tcp.OURS, Tcp.KERNEL)) {
        Sample sample = sites.get(pair).measure(measurement, warmUp(), measured);
        file.write(measurement, run, pair, sample);
        samples.put(pair, sample);
      }
      all.add(samples.get(Tcp.OURS), samples.get(Tcp.KERNEL));
    }
    return all;
  }
}
