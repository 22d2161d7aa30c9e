package org.mptcp4j.examples.pairs;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.tproxy.PacketPlatform;

/** What a measurement needs of this machine. */
public final class Machine {
  private Machine() {}

  /**
   * Makes sure that there are TUN devices, network namespaces and Python, and removes what a killed
   * run left.
   *
   * @param prefix of the namespaces' names; the process id and {@code -} follow
   * @throws IOException with one line that says what is missing
   */
  public static void require(String prefix) throws IOException {
    String unavailable = PacketPlatform.load().unavailable().orElse(null);
    if (unavailable != null) {
      throw new IOException(unavailable);
    }
    Namespaces.runDirectory();
    Namespaces.removeLeftovers(prefix);
    Shell.run(List.of("python3", "-c", "pass"));
  }
}
