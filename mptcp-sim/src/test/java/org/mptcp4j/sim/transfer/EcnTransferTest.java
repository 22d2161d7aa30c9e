package org.mptcp4j.sim.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.LinkStats;
import org.mptcp4j.spi.CongestionControlProvider;

/** A bottleneck that marks instead of dropping: RFC 3168 from end to end. */
class EcnTransferTest {
  private static final LinkSpec MARKING = LinkSpec.parse("20M,15ms,queue=400k,ecn=100k");

  private final List<Link> links = new ArrayList<>();

  private Transfer transfer(TcpOptions.Ecn ecn, MptcpVersion version, LinkSpec... specs) {
    ConnectionOptions options = ConnectionOptions.defaults();
    return Transfer.over(specs)
        .options(options.withVersion(version).withTcp(options.tcp().withEcn(ecn)))
        .bytes(10_000_000)
        .prepare((simulation, made) -> links.addAll(made));
  }

  private LinkStats stats(int link) {
    return links.get(link).model(Direction.A_TO_B).stats();
  }

  @ParameterizedTest
  @CsvSource({"cubic, false, false", "cubic, true, true", "newreno, false, true"})
  void aSingleFlowLosesNothing(String congestionControl, boolean ipv6, boolean offload) {
    Transfer transfer = transfer(TcpOptions.Ecn.REQUEST, MptcpVersion.OFF, MARKING);
    transfer.options(
        transfer
            .options()
            .withCongestionControl(CongestionControlProvider.named(congestionControl)));
    if (ipv6) {
      transfer.ipv6();
    }
    if (offload) {
      transfer.segmentationOffload();
    }
    TransferResult result = transfer.run();
    assertThat(result.complete()).as(result.toString()).isTrue();
    assertThat(stats(0).markedPackets()).isBetween(1L, stats(0).carriedPackets() / 5);
    assertThat(stats(0).drops()).isZero();
    assertThat(result.retransmittedSegments()).isZero();
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.93);
  }

  @Test
  void theSameFlowWithoutEcnLosesPackets() {
    TransferResult result = transfer(TcpOptions.Ecn.ACCEPT, MptcpVersion.OFF, MARKING).run();
    assertThat(result.complete()).as(result.toString()).isTrue();
    assertThat(stats(0).markedPackets()).isZero();
    assertThat(stats(0).drops()).isPositive();
  }

  @Test
  void eachSubflowNegotiatesForItself() {
    LinkSpec other = LinkSpec.parse("30M,25ms,queue=800k,ecn=200k");
    TransferResult result =
        transfer(TcpOptions.Ecn.REQUEST, MptcpVersion.V0, MARKING, other).bytes(20_000_000).run();
    assertThat(result.complete()).as(result.toString()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThat(stats(i).markedPackets()).isPositive();
      assertThat(stats(i).drops()).isZero();
    }
    assertThat(result.retransmittedSegments()).isZero();
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.9);
  }
}
