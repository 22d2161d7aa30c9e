package org.mptcp4j.examples.host;

import java.time.Duration;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.spi.SchedulerProvider;
import org.mptcp4j.tproxy.HostDevice;
import picocli.CommandLine.Option;

/** What the commands of an end host have in common. */
final class HostOptions {
  /** How long a client waits for the next byte. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--device",
      required = true,
      paramLabel = "NAME=PREFIX",
      description =
          "A TUN device and our address on it, such as tun0=10.9.1.2/24; made where it is missing."
              + " One for each path.")
  List<String> devices;

  @Option(
      names = "--mptcp-version",
      defaultValue = "1,0",
      paramLabel = "1|0|1,0|off",
      description =
          "The versions that are accepted; the first that the peer is not known to refuse is"
              + " offered. Default ${DEFAULT-VALUE}.")
  String version;

  @Option(
      names = "--scheduler",
      defaultValue = "lowest-rtt",
      paramLabel = "NAME",
      description = "Distributes data over the paths, default ${DEFAULT-VALUE}.")
  String scheduler;

  @Option(names = "--checksum", description = "Ask for DSS checksums.")
  boolean checksum;

  @Option(
      names = "--verbose",
      description = "At the end of a connection print all figures of its subflows, as ss -ti does.")
  boolean verbose;

  /**
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  List<HostDevice> hostDevices() {
    return HostDevice.parseAll(devices);
  }

  /**
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  ConnectionOptions connectionOptions() {
    return ConnectionOptions.defaults()
        .withVersions(MptcpVersion.parse(version))
        .withChecksum(checksum)
        .withScheduler(SchedulerProvider.named(scheduler));
  }
}
