package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.pairs.Flow;

/**
 * Transfers over equal links, or one shared link, at the same time.
 *
 * @param cell what each link is like
 * @param flows who sends to whom
 * @param shared whether all flows share one link, or have one each
 * @param seconds how long, from the SYN on
 * @param seed of the links' models
 * @param options of our connections
 */
record Trial(
    Cell cell,
    List<Flow> flows,
    boolean shared,
    double seconds,
    long seed,
    ConnectionOptions options) {
  private static final int FIRST_PORT = 5001;
  private static final long LEAD_NANOS = 50_000_000;

  /** Runs it in namespaces of its own; the results are in the order of the flows. */
  List<FlowResult> run() throws IOException {
    try (Site site = Site.open(cell, shared ? 1 : flows.size(), seed)) {
      List<Endpoint> ends = new ArrayList<>();
      try {
        open(site, ends);
        return measure(site, ends);
      } finally {
        close(ends);
      }
    }
  }

  /** What its links carry at the most, in bits per second. */
  long load() {
    return cell.link().bitsPerSecond() * (shared ? 1 : flows.size());
  }

  /** For each flow its receiver, then its sender. */
  private void open(Site site, List<Endpoint> ends) throws IOException {
    for (int i = 0; i < flows.size(); i++) {
      ends.add(lane(site, i).receiver(flows.get(i), FIRST_PORT + i, options));
      ends.add(lane(site, i).sender(flows.get(i), FIRST_PORT + i, options));
    }
    for (Endpoint end : ends) {
      end.awaitReady();
    }
  }

  private Lane lane(Site site, int flow) {
    return site.lanes().get(shared ? 0 : flow);
  }

  private List<FlowResult> measure(Site site, List<Endpoint> ends) throws IOException {
    long begin = System.nanoTime() + LEAD_NANOS;
    for (Endpoint end : ends) {
      end.run(begin, begin + (long) (seconds * 1e9));
    }
    List<EndpointReport> reports = new ArrayList<>();
    for (Endpoint end : ends) {
      reports.add(end.report());
    }
    List<FlowResult> results = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      double goodput = reports.get(2 * i).bytes() * 8 / seconds;
      EmulatedDirection.Tally link = lane(site, i).tally();
      results.add(new FlowResult(flows.get(i), goodput, reports.get(2 * i + 1), link));
    }
    return results;
  }

  private static void close(List<Endpoint> ends) throws IOException {
    for (Endpoint end : ends) {
      end.close();
    }
  }
}
