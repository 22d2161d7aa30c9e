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

/** {@code mptcp hcpe}: prints {@code ready} when it serves; SIGTERM ends it with exit status 0. */
@Command(
    name = "hcpe",
    description = "Run a home gateway that bonds access links, until it is terminated.",
    mixinStandardHelpOptions = true)
public final class HcpeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration; see: config hcpe")
  private Path config;

  @Option(names = "--verbose", description = "print what is set up, and each connection")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GatewayConfig read;
    try {
      read = HcpeConfig.read(config, Machine.local());
    } catch (ConfigException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    GatewayProcess process =
        new GatewayProcess(
            "hcpe", spec.commandLine().getOut(), spec.commandLine().getErr(), verbose);
    return process.run(read, PacketPlatform.load());
  }
}
