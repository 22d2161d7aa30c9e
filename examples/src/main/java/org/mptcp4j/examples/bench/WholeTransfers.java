package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.util.Map;
import org.mptcp4j.examples.bench.proc.AccessBytes;
import org.mptcp4j.examples.pairs.KernelCubic;
import org.mptcp4j.examples.pairs.KernelProgram;

/**
 * Transfers from the first connect to the last byte that is read. Over links of a known rate their
 * size is given, the same for both contenders: what waits in buffers counts when it has been read,
 * and nothing that was sent before. Elsewhere their time is given.
 */
final class WholeTransfers {
  static final String PROGRAM = "transfer.py";

  private WholeTransfers() {}

  /** Through a pair of gateways, as much as its links carry in the time given. */
  static Sample measure(GatewaySite site, Measurement measurement, Span span) throws IOException {
    AccessBytes before = site.accessBytes();
    long bytes = (long) (site.setting().payloadRate() / 8 * span.seconds());
    try (KernelProgram client =
        site.client(PROGRAM, "sized", measurement.role(), site.address(), measurement.streams())) {
      client.awaitReady();
      long begin = System.nanoTime() + WindowTraffic.LEAD_NANOS;
      client.tell(begin, bytes);
      site.cubic().checkOnce(begin + WindowTraffic.MIDST_NANOS);
      Map<String, Long> answer = client.answer();
      site.check();
      return sample(answer, site.accessBytes().since(before).secondary());
    }
  }

  /** By a client that is told how long it has. */
  static Sample measure(KernelProgram client, KernelCubic cubic, Span span) throws IOException {
    client.awaitReady();
    long begin = System.nanoTime() + WindowTraffic.LEAD_NANOS;
    client.tell(begin, begin + (long) (span.seconds() * 1e9));
    cubic.checkOnce(begin + WindowTraffic.MIDST_NANOS);
    return sample(client.answer(), 0);
  }

  private static Sample sample(Map<String, Long> answer, double secondary) {
    return new Sample(
        answer.get("nanos") / 1e9, answer.get("bytes"), 0, 0, answer.get("cpu") / 1e9, secondary);
  }
}
