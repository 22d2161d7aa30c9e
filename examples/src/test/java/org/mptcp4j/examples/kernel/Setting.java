package org.mptcp4j.examples.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * What a case is like. Kernels have all addresses of the plan and use those that they are told to;
 * our host has those that are given here.
 *
 * @param link each path's; its queue drops nothing of a short transfer
 * @param ours the families of our host's addresses on the first path, on the second, ...
 */
record Setting(
    Pair pair,
    int paths,
    LinkSpec link,
    boolean checksum,
    List<Set<Family>> ours,
    ConnectionOptions options) {

  /**
   * Two paths of 50 Mbit/s and 5 ms. A client of ours has an address on each, a server on the first
   * only.
   */
  static Setting of(Pair pair, Family family) {
    return new Setting(
        pair,
        2,
        LinkSpec.parse("50M,5ms,queue=500k"),
        false,
        Collections.nCopies(pair.ours(Plan.SERVER) ? 1 : 2, Set.of(family)),
        ConnectionOptions.defaults().withVersion(MptcpVersion.V1));
  }

  Setting withChecksum(boolean value) {
    return new Setting(pair, paths, link, value, ours, options.withChecksum(value));
  }

  /** The kernel asks for checksums or not, whatever our stack does. */
  Setting withKernelChecksum(boolean value) {
    return new Setting(pair, paths, link, value, ours, options);
  }

  Setting withPaths(int value) {
    return new Setting(pair, value, link, checksum, ours, options);
  }

  Setting withLink(String spec) {
    return new Setting(pair, paths, LinkSpec.parse(spec), checksum, ours, options);
  }

  /** Our host has an address of {@code families[i]} on path {@code i + 1}. */
  Setting withOurs(Family... families) {
    List<Set<Family>> each = List.of(families).stream().map(Set::of).toList();
    return new Setting(pair, paths, link, checksum, each, options);
  }

  Setting withOptions(ConnectionOptions value) {
    return new Setting(pair, paths, link, checksum, ours, value);
  }

  /** What our host does to its paths is told by {@code value}. */
  Setting withPaths(OurPaths value) {
    return withOptions(options.withPathManager(value));
  }
}
