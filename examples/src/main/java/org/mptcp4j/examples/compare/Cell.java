package org.mptcp4j.examples.compare;

import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * One cell of the grid: a link whose queue holds one bandwidth-delay product.
 *
 * @param link the same in both directions; its delay is half the round-trip time
 */
record Cell(LinkSpec link) {
  /** So many round trips let even a window of a dozen packets see some twenty losses at 1 %. */
  private static final int LEAST_ROUND_TRIPS = 200;

  private static final double LEAST_SECONDS = 10;
  private static final int LEAST_QUEUE_PACKETS = 2;
  private static final double BAR = 0.95;
  private static final double BAR_WITH_REORDERING = 0.90;

  /**
   * Reads a cell from values as {@link LinkSpec#parse} reads them.
   *
   * @param rtt without queueing
   * @param loss a probability, each way
   * @param reorder a probability, or {@code 3%:2ms}; a packet is held back by four packets' time
   * @param jitter the most; packets keep their order
   * @throws IllegalArgumentException with a message of one line that says what is wrong
   */
  static Cell parse(String rate, String rtt, String loss, String reorder, String jitter) {
    LinkSpec whole =
        LinkSpec.parse(
            String.format("%s,%s,loss=%s,reorder=%s,jitter=%s", rate, rtt, loss, reorder, jitter));
    if (whole.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("the rate of a link to compare on is not unlimited");
    }
    double product = whole.bitsPerSecond() / 8.0 * whole.delayNanos() / 1e9;
    long queue = Math.max((long) product, (long) LEAST_QUEUE_PACKETS * whole.mtu());
    return new Cell(whole.withDelayNanos(whole.delayNanos() / 2).withQueueBytes(queue));
  }

  /** How long a transfer runs where nothing else is said. */
  double seconds() {
    return Math.max(LEAST_SECONDS, LEAST_ROUND_TRIPS * rttNanos() / 1e9);
  }

  long rttNanos() {
    return 2 * link.delayNanos();
  }

  /** The part of the kernel's goodput that is asked for. */
  double bar() {
    return link.reorder() > 0 ? BAR_WITH_REORDERING : BAR;
  }

  @Override
  public String toString() {
    String text =
        String.format(
            Locale.ROOT,
            "%s Mbit/s %s ms %s %%",
            plain(link.bitsPerSecond() / 1e6),
            plain(rttNanos() / 1e6),
            plain(link.loss() * 100));
    if (link.reorder() > 0) {
      text += ", reorder " + plain(link.reorder() * 100) + " %";
    }
    return link.jitterNanos() > 0
        ? text + ", jitter " + plain(link.jitterNanos() / 1e6) + " ms"
        : text;
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
