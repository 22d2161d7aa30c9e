package org.mptcp4j.examples.bench;

import java.util.List;
import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;

/**
 * What both contenders have in common.
 *
 * @param links the accesses, or none where they are not shaped
 * @param version of Multipath TCP, as our gateways' configuration has it; the kernel has 1 only
 * @param checksum whether there are DSS checksums
 * @param queues of our gateways' devices, with a thread for each
 */
record Setting(List<LinkSpec> links, String version, boolean checksum, int queues) {
  /** Accesses as fast as this machine. */
  static final Setting UNSHAPED = new Setting(List.of(), "1", false, 1);

  private static final double ETHERNET_HEADER_BYTES = 14;

  boolean shaped() {
    return !links.isEmpty();
  }

  /** Whether rates are all there is to the links, so that the kernel's queues can shape them. */
  boolean byTokenBucket() {
    return shaped() && links.stream().allMatch(Setting::isRateOnly);
  }

  private static boolean isRateOnly(LinkSpec link) {
    return link.bitsPerSecond() > 0
        && link.mtu() == LinkSpec.DEFAULT_MTU
        && link.delayNanos() == 0
        && link.loss() == 0
        && link.jitterNanos() == 0
        && link.reorder() == 0
        && link.markBytes() == 0;
  }

  /** Bits per second that both links carry as payload; a token bucket counts Ethernet headers. */
  double payloadRate() {
    double rate = PayloadCapacity.payloadRate(links);
    double packet = LinkSpec.DEFAULT_MTU;
    return byTokenBucket() ? rate * packet / (packet + ETHERNET_HEADER_BYTES) : rate;
  }

  @Override
  public String toString() {
    return accesses()
        + ", ours with version "
        + version
        + (checksum ? ", checksums" : "")
        + threads();
  }

  private String threads() {
    return queues == 1 ? "" : ", " + queues + " queues";
  }

  /** The accesses alone. */
  String accesses() {
    if (!shaped()) {
      return "unshaped accesses";
    }
    String rates = both(links.get(0).bitsPerSecond() / 1e6, links.get(1).bitsPerSecond() / 1e6);
    String delays = both(links.get(0).delayNanos() / 1e6, links.get(1).delayNanos() / 1e6);
    return rates + " Mbit/s, " + delays + " ms";
  }

  private static String both(double first, double second) {
    return number(first) + " and " + number(second);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
