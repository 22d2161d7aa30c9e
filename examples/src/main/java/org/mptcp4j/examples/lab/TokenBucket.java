package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.examples.namespace.Shell;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * The kernel's token bucket filter (tc-tbf) on what leaves by a device: a rate and a queue, and no
 * delay. It counts Ethernet headers, and cuts super-segments that are larger than the bucket.
 */
final class TokenBucket {
  private static final long LEAST_BURST_BYTES = 16 * 1024;

  /** Timers are late now and then: tokens of so many seconds are not lost by that. */
  private static final double BURST_SECONDS = 0.002;

  private TokenBucket() {}

  /** Shapes a device as {@code spec} has it, whose delay and loss are not looked at. */
  static void shape(String namespace, String device, LinkSpec spec) throws IOException {
    long burst = Math.max(LEAST_BURST_BYTES, (long) (spec.bitsPerSecond() / 8.0 * BURST_SECONDS));
    Shell.run(
        List.of(
            "tc",
            "-n",
            namespace,
            "qdisc",
            "add",
            "dev",
            device,
            "root",
            "tbf",
            "rate",
            spec.bitsPerSecond() + "bit",
            "burst",
            Long.toString(burst),
            "limit",
            Long.toString(spec.queueBytes())));
  }
}
