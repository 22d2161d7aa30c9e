package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mptcp4j.MptcpVersion;

/**
 * The configurations of the two gateways in the lab; they are written when they are asked for.
 *
 * @param directory where they are written
 * @param version as {@link #versions} has it
 * @param ipv6 whether the gateways join over IPv6
 * @param checksum whether they ask for DSS checksums
 * @param queues of each device
 */
public record GatewayFiles(
    Path directory, String version, boolean ipv6, boolean checksum, int queues) {
  /**
   * The versions of Multipath TCP as a configuration has them.
   *
   * @param text such as {@code 1,0}
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static String versions(String text) {
    if (MptcpVersion.parse(text).isEmpty()) {
      throw new IllegalArgumentException("gateways speak Multipath TCP: 0, 1, or 1,0");
    }
    return "[" + text + "]";
  }

  /** Writes that of the HCPE. */
  public Path hcpe() throws IOException {
    String text =
        """
        mptcp-version = %s
        checksum = %s
        queues = %d
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
    return write(
        "hcpe.toml", text.formatted(version, checksum, queues, ipv6 ? "fd00:a2::2" : "10.2.0.2"));
  }

  /** Writes that of the HAG. */
  public Path hag() throws IOException {
    String text =
        """
        mptcp-version = %s
        checksum = %s
        queues = %d
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
    return write(
        "hag.toml", text.formatted(version, checksum, queues, ipv6 ? "fd00:a2::1" : "10.2.0.1"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
