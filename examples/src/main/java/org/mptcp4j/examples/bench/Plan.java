package org.mptcp4j.examples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.sim.link.LinkSpec;

/** Which comparisons are made, in which order. */
final class Plan {
  /** The links of the three comparisons over links. */
  private static final List<List<LinkSpec>> LINKS =
      List.of(
          links("20M,0ms", "30M,0ms"),
          links("100M,0ms", "200M,0ms"),
          links("20M,15ms", "30M,30ms"));

  private static final List<Measurement> SINGLE_STREAMS = List.of(Measurement.UP, Measurement.DOWN);

  private final List<Measurement> only;
  private final int crowd;
  private final int queues;
  private final List<Contest> contests = new ArrayList<>();

  /**
   * @param only what is measured, empty for all that belongs to a comparison
   * @param crowd connections where there are to be many
   * @param queues of our gateways' devices
   */
  Plan(List<Measurement> only, int crowd, int queues) {
    this.queues = queues;
    this.only = List.copyOf(only);
    this.crowd = crowd;
  }

  private static List<LinkSpec> links(String first, String second) {
    return List.of(LinkSpec.parse(first), LinkSpec.parse(second));
  }

  List<Contest> contests() {
    return List.copyOf(contests);
  }

  /** Adds gateways over {@code links}, or unshaped where there are none. */
  Plan gateways(List<LinkSpec> links, List<String> versions, List<Boolean> checksums) {
    List<Measurement> through = new ArrayList<>(of(Measurement.Kind.STREAMS));
    through.addAll(of(Measurement.Kind.SHORT));
    gateways(links, versions, checksums, through);
    return this;
  }

  /** Adds gateways over the links of the bars. */
  Plan shapedGateways(List<String> versions, List<Boolean> checksums) {
    for (List<LinkSpec> links : LINKS) {
      gateways(links, versions, checksums, SINGLE_STREAMS);
    }
    return this;
  }

  private void gateways(
      List<LinkSpec> links,
      List<String> versions,
      List<Boolean> checksums,
      List<Measurement> measurements) {
    List<Measurement> wanted = wanted(measurements);
    for (String version : versions) {
      for (boolean checksum : checksums) {
        if (!wanted.isEmpty()) {
          contests.add(Contest.ofGateways(new Setting(links, version, checksum, queues), wanted));
        }
      }
    }
  }

  /** Adds endpoints. */
  Plan endpoints() {
    List<Measurement> wanted = wanted(of(Measurement.Kind.ENDPOINT));
    if (!wanted.isEmpty()) {
      contests.add(Contest.ofEndpoints(wanted));
    }
    return this;
  }

  /** Adds gateways with many connections. */
  Plan crowds() {
    List<Measurement> wanted = wanted(of(Measurement.Kind.CROWD));
    if (!wanted.isEmpty()) {
      contests.add(Contest.ofCrowds(crowd, wanted));
    }
    return this;
  }

  private List<Measurement> wanted(List<Measurement> measurements) {
    return measurements.stream().filter(each -> only.isEmpty() || only.contains(each)).toList();
  }

  private static List<Measurement> of(Measurement.Kind kind) {
    return Arrays.stream(Measurement.values()).filter(each -> each.kind() == kind).toList();
  }
}
