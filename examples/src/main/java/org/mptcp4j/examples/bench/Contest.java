package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.mptcp4j.examples.bench.endpoint.BareEndpoint;
import org.mptcp4j.examples.bench.endpoint.EngineEndpoint;
import org.mptcp4j.examples.pairs.Flow.Tcp;

/**
 * Two that are compared, and by what.
 *
 * @param setting what both have in common
 * @param title of all of it
 * @param first the one that is to be judged
 * @param second what it is judged by
 * @param measurements in their order
 */
record Contest(
    Setting setting, String title, Entry first, Entry second, List<Measurement> measurements) {

  /**
   * One of the two.
   *
   * @param name as a table has it
   * @param opening sets it up
   */
  record Entry(String name, Opening opening) {}

  /** Sets up a contender. */
  @FunctionalInterface
  interface Opening {
    /** Returns when it is ready; what its processes say goes to {@code err}. */
    Contender open(PrintWriter err) throws IOException;
  }

  /** Our gateways beside the kernel's proxies. */
  static Contest ofGateways(Setting setting, List<Measurement> measurements) {
    return new Contest(
        setting,
        setting.toString(),
        new Entry("ours", err -> GatewaySite.open(Tcp.OURS, setting, err)),
        new Entry("kernel", err -> GatewaySite.open(Tcp.KERNEL, setting, err)),
        measurements);
  }

  /** An endpoint on our engine beside one that does next to nothing. */
  static Contest ofEndpoints(List<Measurement> measurements) {
    String engine = EngineEndpoint.class.getName();
    String bare = BareEndpoint.class.getName();
    return new Contest(
        Setting.UNSHAPED,
        "an endpoint on a TUN device, beside a bare one",
        new Entry("ours", err -> EndpointSite.open("ours", engine, err)),
        new Entry("bare", err -> EndpointSite.open("bare", bare, err)),
        measurements);
  }

  /**
   * Our gateways with many connections beside our gateways with few.
   *
   * @param many so many, a hundredth of which is active: the few are these alone
   */
  static Contest ofCrowds(int many, List<Measurement> measurements) {
    int few = many / 100;
    return new Contest(
        Setting.UNSHAPED,
        "our gateways with " + many + " connections, " + few + " of them active, beside " + few,
        new Entry("many", err -> CrowdSite.open("many", many, few, err)),
        new Entry("few", err -> CrowdSite.open("few", few, few, err)),
        measurements);
  }
}
