package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.util.Map;
import org.mptcp4j.examples.bench.proc.AccessBytes;
import org.mptcp4j.examples.pairs.KernelProgram;

/** Streams and short connections through a pair of gateways: what came in a given time. */
final class WindowTraffic {
  static final String PROGRAM = "traffic.py";

  /** Until then everybody has read when it begins. */
  static final long LEAD_NANOS = 50_000_000;

  /** Then connections are open that last longer than that. */
  static final long MIDST_NANOS = 50_000_000;

  private WindowTraffic() {}

  static Sample measure(GatewaySite site, Measurement measurement, Span span) throws IOException {
    AccessBytes before = site.accessBytes();
    try (KernelProgram client =
        site.client(PROGRAM, measurement.role(), site.address(), measurement.streams())) {
      client.awaitReady();
      long begin = System.nanoTime() + LEAD_NANOS;
      long mark = begin + (long) (span.warmUp() * 1e9);
      long end = mark + (long) (span.seconds() * 1e9);
      site.counter().tell(mark, end);
      client.tell(begin, mark, end);
      if (measurement.kind() == Measurement.Kind.STREAMS) {
        site.cubic().checkOnce(begin + MIDST_NANOS);
      }
      Map<String, Long> atClient = client.answer();
      Map<String, Long> atServer = site.counter().answer();
      site.check();
      return new Sample(
          span.seconds(),
          (measurement.toServer() ? atServer : atClient).get("bytes"),
          atClient.getOrDefault("connections", 0L),
          atClient.getOrDefault("first", 0L) / 1e9,
          atServer.get("cpu") / 1e9,
          site.accessBytes().since(before).secondary());
    }
  }
}
