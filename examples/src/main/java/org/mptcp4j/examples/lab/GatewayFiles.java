package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configurations of the two gateways in the lab. */
final class GatewayFiles {
  private final Path directory;
  private final String version;
  private final boolean ipv6;

  GatewayFiles(Path directory, String version, boolean ipv6) {
    this.directory = directory;
    this.version = version;
    this.ipv6 = ipv6;
  }

  /** Writes that of the HCPE. */
  Path hcpe() throws IOException {
    String text =
        """
        mptcp-version = %s
        [lan]
        interface = "lan"
        [[access]]
        name = "dsl"
        interface = "wan1"
        [[access]]
        name = "lte"
        interface = "wan2"
        address = "%s"
        """;
    return write("hcpe.toml", text.formatted(version, ipv6 ? "fd00:a2::2" : "10.2.0.2"));
  }

  /** Writes that of the HAG. */
  Path hag() throws IOException {
    String text =
        """
        mptcp-version = %s
        [core]
        interface = "core"
        [[access]]
        name = "dsl"
        interface = "acc1"
        customers = ["10.0.1.0/24", "fd00:1::/64"]
        [[access]]
        name = "lte"
        interface = "acc2"
        address = "%s"
        """;
    return write("hag.toml", text.formatted(version, ipv6 ? "fd00:a2::1" : "10.2.0.1"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
