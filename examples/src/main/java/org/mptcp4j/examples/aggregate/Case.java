package org.mptcp4j.examples.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Two links, and which side has more to send over them. Their queues are by chance.
 *
 * @param rate1 of the first link, in Mbit/s
 * @param rate2 of the second
 * @param delay1 of the first link one way, in milliseconds
 * @param delay2 of the second
 * @param back whether it is the server that sends the larger part
 */
record Case(int rate1, int rate2, int delay1, int delay2, boolean back) {
  private static final long PACKET_BYTES = 1500;
  private static final int LEAST_QUEUE_PACKETS = 20;
  private static final int LARGEST_QUEUE_PACKETS = 50;

  /** What the kernel's self-test allows for the handshakes beside what the payload takes. */
  private static final double SLACK_SECONDS = 0.45;

  /** The ten of the kernel's self-test. */
  static final List<Case> ALL = all();

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (boolean back : List.of(false, true)) {
      cases.add(new Case(10, 10, 0, 0, back));
      cases.add(new Case(10, 10, 1, 25, back));
      cases.add(new Case(10, 3, 0, 0, back));
      cases.add(new Case(10, 3, 1, 25, back));
      cases.add(new Case(10, 3, 25, 1, back));
    }
    return List.copyOf(cases);
  }

  /** The links of the run with that seed: their queues hold 20 to 50 full packets. */
  List<LinkSpec> links(long seed) {
    SplittableRandom queues = new SplittableRandom(seed);
    return List.of(link(rate1, delay1, queues), link(rate2, delay2, queues));
  }

  private static LinkSpec link(int megabits, int millis, SplittableRandom queues) {
    long packets = queues.nextLong(LEAST_QUEUE_PACKETS, LARGEST_QUEUE_PACKETS + 1);
    return LinkSpec.of(megabits * 1_000_000L, millis * 1_000_000L)
        .withQueueBytes(packets * PACKET_BYTES);
  }

  /**
   * What the self-test allows for so many bytes: what they take on both links, a ninth more for
   * headers, and the slack.
   */
  double allowedSeconds(long bytes) {
    return 8 * bytes / (1e6 * (rate1 + rate2)) * 10 / 9 + SLACK_SECONDS;
  }

  @Override
  public String toString() {
    return String.format(
        "%d+%d Mbit/s, %d+%d ms, %s sends",
        rate1, rate2, delay1, delay2, back ? "server" : "client");
  }
}
