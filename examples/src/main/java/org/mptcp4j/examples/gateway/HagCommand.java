package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mptcp4j.tproxy.PacketPlatform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mptcp hag}: prints {@code ready} when it serves; SIGTERM ends it with exit status 0. */
@Command(
    name = "hag",
    description =
        "Run the operator's gateway that home gateways bond their links to, until it is terminated.",
    mixinStandardHelpOptions = true)
public final class HagCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration; see: config hag")
  private Path config;

  @Option(names = "--verbose", description = "print what is set up, and each connection")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GatewayConfig read;
    try {
      read = HagConfig.read(config, Machine.local());
    } catch (ConfigException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    GatewayProcess process =
        new GatewayProcess(
            "hag", spec.commandLine().getOut(), spec.commandLine().getErr(), verbose);
    return process.run(read, PacketPlatform.load());
  }
}
