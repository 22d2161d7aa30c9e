package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.mptcp4j.examples.lab.LabProcess;
import org.mptcp4j.examples.lab.Parts;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.pairs.KernelCubic;
import org.mptcp4j.examples.pairs.KernelProgram;

/** A kernel host in a namespace, and an endpoint behind a TUN device there. */
final class EndpointSite implements Contender {
  private static final String DEVICE = "tun0=10.9.1.2/24";
  private static final String ADDRESS = "10.9.1.2";

  private final Parts parts;
  private final String namespace;
  private LabProcess endpoint;
  private KernelCubic cubic;

  private EndpointSite(String name, PrintWriter err) {
    parts = Parts.withHook("bench-endpoint-" + name, err);
    namespace = GatewaySite.PREFIX + ProcessHandle.current().pid() + "-" + name + "-end";
  }

  /**
   * Sets it up.
   *
   * @param main of the endpoint's process, which is told its device
   * @param err takes what it says
   */
  static EndpointSite open(String name, String main, PrintWriter err) throws IOException {
    EndpointSite site = new EndpointSite(name, err);
    try {
      site.parts.add(Namespaces.open(List.of(site.namespace)));
      site.endpoint =
          site.parts.add(LabProcess.start(name, site.namespace, main, List.of(DEVICE), err));
      site.endpoint.awaitReady();
      site.cubic = GatewaySite.prepare(List.of(site.namespace));
      return site;
    } catch (IOException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  @Override
  public Sample measure(Measurement measurement, Span span) throws IOException {
    String protocol = measurement.multipath() ? "mptcp" : "tcp";
    try (KernelProgram client =
        KernelProgram.start(
            namespace,
            EndpointSite.class,
            WholeTransfers.PROGRAM,
            "timed",
            measurement.role(),
            ADDRESS,
            measurement.streams(),
            protocol)) {
      Sample sample = WholeTransfers.measure(client, cubic, span);
      endpoint.check();
      return sample;
    }
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
