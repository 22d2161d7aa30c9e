package org.mptcp4j.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.spi.SchedulerProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code mptcp demo}: a file crosses two bonded links and comes back, in simulation. Standard
 * output depends on the file, the options and the seed alone.
 */
@Command(
    name = "demo",
    description = "Move a file over two bonded links and back, in simulation; no privilege needed.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int DOWNLOAD_PORT = 7001;
  private static final int UPLOAD_PORT = 7002;
  private static final long PAUSE_NANOS = 1_000_000_000L;

  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "F",
      description = "What is moved; unless given, a file of this JDK of at least 20 MB.")
  private Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all random numbers, default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the picture and the captures go; unless given, into the temp directory.")
  private Path report;

  @Option(
      names = "--dsl",
      paramLabel = "SPEC",
      defaultValue = "20M,15ms",
      description = "The first link, RATE,DELAY[,loss=1%%,...], default ${DEFAULT-VALUE}.")
  private String dsl;

  @Option(
      names = "--lte",
      paramLabel = "SPEC",
      defaultValue = "30M,25ms",
      description = "The second link, default ${DEFAULT-VALUE}.")
  private String lte;

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      defaultValue = "lowest-rtt",
      description = "Distributes data over the links, default ${DEFAULT-VALUE}.")
  private String scheduler;

  @Override
  public Integer call() throws IOException {
    Setup setup = setup();
    Path source = file != null ? file : DemoFile.ofThisJdk();
    if (!Files.isRegularFile(source)) {
      throw new IOException("no such file: " + source);
    }
    Path directory = Files.createDirectories(report != null ? report : defaultReport());
    long wallStart = System.nanoTime();
    List<LegResult> results;
    try (FileChannel channel = FileChannel.open(source);
        DemoNetwork network = setup.network()) {
      DemoText text = new DemoText(spec.commandLine().getOut());
      text.heading(source, channel.size(), setup.dsl, setup.lte, scheduler, seed);
      network.capture(directory);
      results = transfer(network, channel);
      results.forEach(text::result);
      String page =
          new ReportPage(source.getFileName() + "", setup.dsl, setup.lte, scheduler, seed)
              .render(results, network.trace());
      Files.writeString(directory.resolve("report.html"), page);
      text.verdict(results);
    }
    sayWhere(directory, System.nanoTime() - wallStart);
    return results.stream().allMatch(LegResult::right) ? 0 : 1;
  }

  private record Setup(long seed, LinkSpec dsl, LinkSpec lte, ConnectionOptions options) {
    DemoNetwork network() {
      return new DemoNetwork(seed, dsl, lte, options);
    }
  }

  private Setup setup() {
    try {
      ConnectionOptions options =
          ConnectionOptions.defaults().withScheduler(SchedulerProvider.named(scheduler));
      return new Setup(seed, LinkSpec.parse(dsl), LinkSpec.parse(lte), options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<LegResult> transfer(DemoNetwork network, FileChannel channel) throws IOException {
    Progress progress =
        new Progress(spec.commandLine().getErr(), Boolean.getBoolean("mptcp.terminal"));
    LegResult down = new Leg(network, channel, true).run(DOWNLOAD_PORT, progress);
    network.simulation().run(network.simulation().nowNanos() + PAUSE_NANOS);
    LegResult up = new Leg(network, channel, false).run(UPLOAD_PORT, progress);
    network.simulation().run(network.simulation().nowNanos() + PAUSE_NANOS);
    return List.of(down, up);
  }

  private void sayWhere(Path directory, long wallNanos) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "picture: %s%ncaptures: lan, dsl, lte, core.pcapng beside it%nwall time: %.1f s%n",
        directory.resolve("report.html").toAbsolutePath(),
        wallNanos / 1e9);
    err.flush();
  }

  private static Path defaultReport() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "mptcp-demo-" + System.getProperty("user.name"));
  }
}
