package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.sim.NarrowPath.SECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Path MTU discovery through whole engines, with and without ICMP: RFC 4821, RFC 1191, RFC 8201.
 */
class BlackHoleTest {
  private static final LinkSpec MIDDLE = LinkSpec.parse("20M,10ms");

  private static ConnectionOptions options(MptcpVersion version) {
    return ConnectionOptions.defaults().withVersion(version);
  }

  /** The time that so many bytes take at most, at the rate that headers leave. */
  private static double seconds(long bytes, int mtu, boolean v6) {
    int headers = (v6 ? 60 : 40) + 12 + 20;
    return bytes * 8 / 20e6 * mtu / (mtu - headers) / 0.85;
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1400, V0, false",
    "false, 1400, OFF, false",
    "false, 1300, V0, true",
    "false, 1300, OFF, true",
    "true, 1280, V0, false",
    "true, 1400, OFF, true",
    "false, 576, V0, false"
  })
  void aTransferGetsThroughABlackHole(boolean v6, int mtu, MptcpVersion version, boolean offload) {
    NarrowPath path = new NarrowPath(v6, MIDDLE.withMtu(mtu), true, offload);
    double first = path.connect(options(version)).send(2_000_000, 60 * SECOND);
    assertThat(first).isLessThan(seconds(2_000_000, mtu, v6) + (mtu < 1000 ? 8 : 3));
    double next = path.send(4_000_000, 60 * SECOND);
    assertThat(next).as("with the size known").isLessThan(seconds(4_000_000, mtu, v6));
    int headers = (v6 ? 60 : 40) + 12 + (version == MptcpVersion.OFF ? 0 : 20);
    assertThat(path.subflow().maximumSegmentSize()).isBetween(mtu - headers - 12, mtu - headers);
  }

  @ParameterizedTest
  @CsvSource({"false, true", "false, false", "true, true", "true, false"})
  void aPathThatBecomesNarrowInMidTransfer(boolean v6, boolean silent) {
    NarrowPath path = new NarrowPath(v6, MIDDLE, silent, false);
    double before = path.connect(options(MptcpVersion.V0)).send(4_000_000, 60 * SECOND);
    assertThat(before).isLessThan(seconds(4_000_000, 1500, v6));
    for (Direction direction : Direction.values()) {
      path.narrow.model(direction).spec(MIDDLE.withMtu(1300));
    }
    double after = path.send(4_000_000, 60 * SECOND);
    assertThat(after).isLessThan(seconds(4_000_000, 1300, v6) + (silent ? 3 : 1));
    assertThat(path.client.engine().counters().get("Mptcp4jPathMtuReduced"))
        .as("the claim against what passed waits for a time-out")
        .isZero();
  }

  @Test
  void withoutIcmpAndProbingNothingGetsThrough() {
    NarrowPath path = new NarrowPath(false, MIDDLE.withMtu(1400), true, false);
    ConnectionOptions options = options(MptcpVersion.OFF);
    path.connect(options.withTcp(options.tcp().withPathMtuProbing(false)));
    assertThat(path.send(100_000, 60 * SECOND)).isInfinite();
  }
}
