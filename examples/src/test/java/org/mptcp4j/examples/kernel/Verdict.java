package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is expected of a case when its transfers are over, beyond the bytes. */
final class Verdict {
  private static final List<Integer> SIDES = List.of(Plan.CLIENT, Plan.SERVER);

  private final Network network;
  private final Set<String> allowed = new TreeSet<>();
  private final Map<Integer, List<String>> rising = new TreeMap<>();
  private int connections = 1;
  private int subflows = 2;
  private boolean kernelResets;
  private boolean more;

  Verdict(Network network) {
    this.network = network;
    SIDES.forEach(side -> rising.put(side, new ArrayList<>()));
    rising(Plan.CLIENT, "MPCapableSYNTX", "MPCapableSYNACKRX");
    rising(Plan.SERVER, "MPCapableSYNRX", "MPCapableACKRX");
  }

  /** These of the error counters may rise; names without {@code MPTcpExt}. */
  Verdict allowing(String... names) {
    allowed.addAll(List.of(names));
    return this;
  }

  /** The kernel may reset a subflow, and ours may not. */
  Verdict kernelMayReset() {
    kernelResets = true;
    return this;
  }

  /** These must rise at that side, our stack or the kernel; they are no errors here. */
  Verdict rising(int side, String... names) {
    rising.get(side).addAll(List.of(names));
    return this;
  }

  Verdict joinByClient() {
    return joinBy(Plan.CLIENT);
  }

  /** A join that {@code side} opens. */
  Verdict joinBy(int side) {
    return rising(side, "MPJoinSynTx", "MPJoinSynAckRx")
        .rising(3 - side, "MPJoinSynRx", "MPJoinAckRx");
  }

  /** How many subflows there were in all, 2 unless said otherwise. */
  Verdict subflows(int count) {
    subflows = count;
    return this;
  }

  /** So many subflows at least, where it is a matter of time how many more there were. */
  Verdict subflowsAtLeast(int count) {
    subflows = count;
    more = true;
    return this;
  }

  /** How many connections there were, 1 unless said otherwise. */
  Verdict connections(int count) {
    connections = count;
    return this;
  }

  /** Judges; ends the case. */
  void check() throws IOException {
    for (int side : SIDES) {
      Host host = network.host(side);
      Network.await("the end of all connections", () -> host.openConnections() == 0);
    }
    for (int side : SIDES) {
      check(side, network.rises(network.host(side)));
    }
    Dissection seen = network.dissect();
    assertThat(seen.offences()).as("what tshark finds wrong").isEmpty();
    assertThat(seen.connections()).as("connections as told by the tokens").isEqualTo(connections);
    assertThat(seen.plain()).as("TCP connections without MPTCP").isZero();
    assertThat(seen.subflows())
        .as("subflows on the wire")
        .isBetween(subflows, more ? Integer.MAX_VALUE : subflows);
  }

  private void check(int side, Map<String, Long> rises) {
    String name = (side == Plan.CLIENT ? "client " : "server ") + brief(rises);
    Set<String> mayRise = new TreeSet<>(allowed);
    if (kernelResets) {
      mayRise.add(network.host(side) instanceof KernelHost ? "MPRstTx" : "MPRstRx");
    }
    mayRise.addAll(rising.get(side));
    if (!network.isControl()) {
      // what two kernels do to each other, resets now and then, is no verdict on ours
      assertThat(ErrorCounters.in(rises, mayRise)).as("errors at the " + name).isEmpty();
    }
    Set<String> missing = new TreeSet<>(rising.get(side));
    missing.removeIf(counter -> rises.containsKey("MPTcpExt" + counter));
    assertThat(missing).as("what did not rise at the " + name).isEmpty();
  }

  private static Map<String, Long> brief(Map<String, Long> rises) {
    Map<String, Long> brief = new TreeMap<>();
    rises.forEach(
        (name, rise) -> {
          if (name.startsWith("MPTcpExt") || name.startsWith("Mptcp4j")) {
            brief.put(name.replaceFirst("^MPTcpExt", ""), rise);
          }
        });
    return brief;
  }
}
