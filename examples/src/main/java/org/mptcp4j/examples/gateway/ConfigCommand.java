package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mptcp config hcpe|hag}: prints a commented sample. */
@Command(
    name = "config",
    description = "Print a commented sample of a gateway's configuration.",
    mixinStandardHelpOptions = true)
public final class ConfigCommand implements Callable<Integer> {
  /** The gateways that have a configuration. */
  enum Gateway {
    hcpe,
    hag
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "GATEWAY", description = "${COMPLETION-CANDIDATES}")
  private Gateway gateway;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().print(sample(gateway));
    spec.commandLine().getOut().flush();
    return 0;
  }

  static String sample(Gateway gateway) throws IOException {
    String file = gateway + ".toml";
    try (InputStream in = ConfigCommand.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
