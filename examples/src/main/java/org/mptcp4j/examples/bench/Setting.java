package org.mptcp4j.examples.bench;

import java.util.List;
import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * What both pairs have in common.
 *
 * @param links the accesses, or none where they are not shaped
 * @param version of Multipath TCP, as our gateways' configuration has it; the kernel has 1 only
 * @param checksum whether there are DSS checksums
 */
record Setting(List<LinkSpec> links, String version, boolean checksum) {
  boolean shaped() {
    return !links.isEmpty();
  }

  @Override
  public String toString() {
    String accesses =
        shaped()
            ? String.format(
                Locale.ROOT,
                "%s and %s Mbit/s, %s and %s ms",
                number(links.get(0).bitsPerSecond() / 1e6),
                number(links.get(1).bitsPerSecond() / 1e6),
                number(links.get(0).delayNanos() / 1e6),
                number(links.get(1).delayNanos() / 1e6))
            : "unshaped accesses";
    return accesses + ", ours with version " + version + (checksum ? ", checksums" : "");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
