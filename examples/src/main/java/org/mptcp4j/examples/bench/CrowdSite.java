package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.mptcp4j.examples.bench.proc.AccessBytes;
import org.mptcp4j.examples.bench.proc.ProcessorTime;
import org.mptcp4j.examples.pairs.Flow.Tcp;
import org.mptcp4j.examples.pairs.KernelProgram;
import org.mptcp4j.examples.pairs.Waiting;

/**
 * Our gateways with a crowd of connections, which stay open from run to run and some of which
 * exchange messages. What is counted is the work of the two gateways' processes, and data segments:
 * a message goes there and back, each way in one.
 */
final class CrowdSite implements Contender {
  private static final String PROGRAM = "crowd.py";
  private static final int SEGMENTS_PER_EXCHANGE = 2;

  private final GatewaySite site;
  private KernelProgram client;

  private CrowdSite(GatewaySite site) {
    this.site = site;
  }

  /**
   * Opens the connections.
   *
   * @param count of them
   * @param active so many exchange messages while something is measured
   * @param err takes what the gateways say
   */
  static CrowdSite open(String name, int count, int active, PrintWriter err) throws IOException {
    CrowdSite crowd = new CrowdSite(GatewaySite.open(name, Tcp.OURS, Setting.UNSHAPED, err));
    try {
      crowd.site.serve(PROGRAM);
      crowd.client = crowd.site.client(PROGRAM, "ask", crowd.site.address(), count, active);
      crowd.client.awaitReady();
      return crowd;
    } catch (IOException | RuntimeException e) {
      crowd.close();
      throw e;
    }
  }

  @Override
  public Sample measure(Measurement measurement, Span span) throws IOException {
    AccessBytes before = site.accessBytes();
    long begin = System.nanoTime() + WindowTraffic.LEAD_NANOS;
    long mark = begin + (long) (span.warmUp() * 1e9);
    long end = mark + (long) (span.seconds() * 1e9);
    client.tell(begin, mark, end);
    Waiting.until(mark);
    double worked = ProcessorTime.ofProcesses(site.gatewayIds());
    Waiting.until(end);
    worked = ProcessorTime.ofProcesses(site.gatewayIds()) - worked;
    Map<String, Long> answer = client.answer();
    site.check();
    return new Sample(
        span.seconds(),
        answer.get("bytes"),
        SEGMENTS_PER_EXCHANGE * answer.get("exchanges"),
        0,
        worked,
        site.accessBytes().since(before).secondary());
  }

  @Override
  public void close() throws IOException {
    if (client != null) {
      client.close();
    }
    site.close();
  }
}
