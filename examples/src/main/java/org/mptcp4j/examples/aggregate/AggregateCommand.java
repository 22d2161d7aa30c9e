package org.mptcp4j.examples.aggregate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.examples.pairs.Machine;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.spi.CongestionControlProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mptcp aggregate}: our Multipath TCP beside the kernel's, over two links at once. */
@Command(
    name = "aggregate",
    description = {
      "Measure how our Multipath TCP and the kernel's fill two links at once, in the ten cases of"
          + " the kernel's own self-test for simultaneous flows: kernel>kernel, kernel>ours,"
          + " ours>kernel and ours>ours at the same time, in network namespaces of this machine."
          + " CUBIC everywhere.",
      "Needs root, or a user namespace: unshare -Urnm bin/mptcp aggregate"
    },
    footer = {
      "",
      "On a machine that does other work too, real-time priority keeps the links exact:"
          + " chrt -r 20 bin/mptcp aggregate"
    },
    mixinStandardHelpOptions = true)
public final class AggregateCommand implements Callable<Integer> {
  private static final long LARGE = 16 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--case",
      split = ",",
      paramLabel = "N",
      description = "of the ten, from 1 in the order of the table; default all")
  private List<Integer> numbers;

  @Option(
      names = "--runs",
      defaultValue = "1",
      paramLabel = "N",
      description = "of each case; medians are printed; default ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "of the queues of the first run; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--alternate",
      description = "one pair after the other, for a machine that can't carry all at once")
  private boolean alternate;

  @Option(names = "--csv", paramLabel = "FILE", description = "write every single transfer there")
  private Path csv;

  @Override
  public Integer call() throws IOException {
    List<Case> cases = cases();
    Machine.require(Course.PREFIX);
    PrintWriter out = spec.commandLine().getOut();
    try (CsvFile file = CsvFile.create(csv)) {
      warmUp();
      Table table = new Table(out, LARGE);
      table.head(runs);
      for (Case links : cases) {
        table.row(measure(links, file));
      }
      table.foot();
    }
    return 0;
  }

  private List<Case> cases() {
    require(runs >= 1 && runs <= 1000, "--runs is 1 to 1000");
    if (numbers == null) {
      return Case.ALL;
    }
    List<Case> chosen = new ArrayList<>();
    for (int number : numbers) {
      require(number >= 1 && number <= Case.ALL.size(), "--case is 1 to " + Case.ALL.size());
      chosen.add(Case.ALL.get(number - 1));
    }
    return chosen;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  /** Runs our side for a moment, so that what is measured later is compiled code. */
  private void warmUp() throws IOException {
    List<LinkSpec> fast = List.of(LinkSpec.parse("50M,1ms"), LinkSpec.parse("50M,1ms"));
    new Race(fast, false, LARGE, 5, seed, options()).run(Flow.PAIRS.subList(1, Flow.PAIRS.size()));
  }

  private CaseResult measure(Case links, CsvFile file) throws IOException {
    List<List<Outcome>> results = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      double most = 2 * links.allowedSeconds(LARGE);
      Race race =
          new Race(links.links(seed + run), links.back(), LARGE, most, seed + run, options());
      List<Outcome> outcomes = new ArrayList<>();
      for (List<Flow> together : alternate ? apart() : List.of(Flow.PAIRS)) {
        outcomes.addAll(race.run(together));
      }
      file.write(links, seed + run, outcomes);
      results.add(outcomes);
    }
    return new CaseResult(links, results);
  }

  private static List<List<Flow>> apart() {
    return Flow.PAIRS.stream().map(List::of).toList();
  }

  private static ConnectionOptions options() {
    return ConnectionOptions.defaults()
        .withVersion(MptcpVersion.V1)
        .withCongestionControl(CongestionControlProvider.named("cubic"));
  }
}
