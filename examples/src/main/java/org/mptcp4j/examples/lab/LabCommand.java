package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.tproxy.PacketPlatform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mptcp lab}: two gateways between kernel hosts, over emulated links, on this machine. */
@Command(
    name = "lab",
    description = {
      "Put two gateways between kernel hosts, in network namespaces of this machine, over two"
          + " emulated access links, and run a command in H.",
      "Needs root, or a user namespace: unshare -Urnm bin/mptcp lab"
    },
    footer = {
      "",
      "The command finds S, URL, SMALL_URL, UPLOAD_URL and FILE in its environment. Without one, curl"
          + " fetches a file from S and sends it back. Exit status is the command's.",
      "",
      "Namespaces while it runs: m4j-h, m4j-hcpe, m4j-hag, m4j-s; such as"
          + " ip netns exec m4j-hcpe tshark -i wan1"
    },
    mixinStandardHelpOptions = true)
public final class LabCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dsl",
      paramLabel = "SPEC",
      defaultValue = "20M,15ms",
      description = "the primary access: RATE,DELAY[,loss=1%%,...]; default ${DEFAULT-VALUE}")
  private String dsl;

  @Option(
      names = "--lte",
      paramLabel = "SPEC",
      defaultValue = "30M,25ms",
      description = "the secondary access; default ${DEFAULT-VALUE}")
  private String lte;

  @Option(names = "--ipv6", description = "H and S speak IPv6")
  private boolean ipv6;

  @Option(names = "--plain", description = "no gateways: plain routing over the primary access")
  private boolean plain;

  @Option(
      names = "--mptcp-version",
      paramLabel = "1|0|1,0",
      defaultValue = "1,0",
      description = "what the gateways speak; default ${DEFAULT-VALUE}")
  private String version;

  @Option(
      names = "--size",
      paramLabel = "MB",
      defaultValue = "50",
      description = "size of the file in S, in megabytes; default ${DEFAULT-VALUE}")
  private int megabytes;

  @Option(names = "--verbose", description = "print what the gateways do")
  private boolean verbose;

  @Parameters(paramLabel = "CMD", description = "behind --: what is run in H, with its arguments")
  private List<String> command = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Lab.Options options = options();
    String unavailable = PacketPlatform.load().unavailable().orElse(null);
    if (unavailable != null) {
      throw new IOException(unavailable);
    }
    try (Lab lab = Lab.open(options, spec.commandLine().getErr())) {
      return command.isEmpty()
          ? new LabTransfers(lab, spec.commandLine().getOut()).run()
          : lab.run(command);
    }
  }

  private Lab.Options options() {
    if (megabytes < 1 || megabytes > 10_000) {
      throw new ParameterException(spec.commandLine(), "--size is 1 to 10000 (megabytes)");
    }
    try {
      return new Lab.Options(
          LinkSpec.parse(dsl),
          LinkSpec.parse(lte),
          !plain,
          ipv6,
          GatewayFiles.versions(version),
          megabytes * MEGABYTE,
          verbose);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
