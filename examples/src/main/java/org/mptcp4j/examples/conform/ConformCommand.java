package org.mptcp4j.examples.conform;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.report.Captures;
import org.mptcp4j.conformance.report.HtmlReport;
import org.mptcp4j.conformance.report.JUnitXml;
import org.mptcp4j.conformance.run.CaseEntry;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.Instance;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.ProfileReader;
import org.mptcp4j.conformance.run.Runner;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mptcp conform}: judges a peer by the RFCs. */
@Command(
    name = "conform",
    description = {
      "Judge a TCP and Multipath TCP implementation by RFC 9293, RFC 6824 and RFC 8684. The suite is"
          + " the scripted other end of each connection; the peer needs no code of ours.",
      "The peer is a server (--peer), a client (--peer-client), or our own engine in virtual time"
          + " (--own-engine). Real peers need root and a TUN device, whose network must reach them.",
      "Exit status 0 where nothing failed that the profile does not expect, else 1."
    },
    footer = {
      "",
      "mptcp conform --own-engine --mptcp-version 1",
      "mptcp conform --peer 10.9.1.1:7 --peer http=10.9.1.1:80 --mptcp-version 1 --report out",
      "mptcp conform --peer-client 'mptcpize run socat TCP:{addr}:{port} PIPE' --mptcp-version 1"
    },
    mixinStandardHelpOptions = true)
public final class ConformCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nThe peer:%n")
  private final PeerOptions peer = new PeerOptions();

  @Option(
      names = "--mptcp-version",
      defaultValue = "1",
      paramLabel = "0|1|0,1",
      description = "the versions whose cases are run; default ${DEFAULT-VALUE}")
  private String versions;

  @Option(
      names = "--cases",
      defaultValue = "**",
      paramLabel = "GLOB",
      description = "only cases whose id matches, such as 'mp_join/*'; default all")
  private String glob;

  @Option(names = "--list", description = "print the cases, one a line, and run none")
  private boolean list;

  @Option(
      names = "--profile",
      paramLabel = "NAME|FILE",
      description = "what the peer is known to do and to fail: linux-6.18, or a TOML file")
  private String profileName;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "write report.html, junit.xml and a capture of each case there")
  private Path report;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of keys, ports and data; default 0 for our engine, the time for a real peer")
  private Long seed;

  @Option(
      names = "--tries",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "run a case that fails unexpectedly or is inconclusive again, alone, up to N times in all;"
              + " the last verdict counts. Default ${DEFAULT-VALUE}")
  private int tries;

  @Option(names = "--verbose", description = "print each verdict, not only those that are not pass")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Catalogue.all().forEach(entry -> out.println(line(entry)));
      out.flush();
      return 0;
    }
    Profile profile = profileName == null ? Profile.unknown() : ProfileReader.read(profileName);
    List<Outcome> outcomes;
    long begin = System.nanoTime();
    try (Judged judged = peer.open(spec.commandLine(), profile)) {
      List<Instance> instances =
          Catalogue.select(glob, parseVersions(), judged.roles(), judged.families());
      if (instances.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "no case matches " + glob);
      }
      Progress progress = new Progress(out, instances.size(), verbose);
      Runner runner = runner(judged, profile);
      outcomes = runner.again(runner.run(instances, progress), tries, progress);
      progress.end();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Progress.summary(out, outcomes, seconds);
    write(profile, outcomes);
    return outcomes.stream().anyMatch(Outcome::isBad) ? 1 : 0;
  }

  private Runner runner(Judged judged, Profile profile) {
    long chosen = seed == null ? judged.seed() : seed;
    return new Runner(judged.source(), profile, judged.lanes(), chosen);
  }

  private static String line(CaseEntry entry) {
    StringBuilder text = new StringBuilder(entry.id());
    for (Version version : entry.versions()) {
      text.append('\t').append(entry.source(version));
    }
    return text.append('\t').append(entry.facts().level()).toString();
  }

  private List<Version> parseVersions() {
    return switch (versions.replace(" ", "")) {
      case "0" -> List.of(Version.V0);
      case "1" -> List.of(Version.V1);
      case "0,1", "1,0" -> List.of(Version.V0, Version.V1);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--mptcp-version is 0, 1 or 0,1, not " + versions);
    };
  }

  private void write(Profile profile, List<Outcome> outcomes) throws IOException {
    if (report == null) {
      return;
    }
    Files.createDirectories(report);
    HtmlReport.write("Conformance of " + peer.title(profile), outcomes, report);
    JUnitXml.write(outcomes, report);
    Captures.write(outcomes, report);
    long bad = outcomes.stream().filter(o -> o.verdict() == Verdict.FAIL).count();
    PrintWriter out = spec.commandLine().getOut();
    out.println("report: " + report.resolve("report.html") + ", " + bad + " failures in it");
    out.flush();
  }
}
