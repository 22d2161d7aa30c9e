package org.mptcp4j.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSpecTest {
  private static final long MS = 1_000_000;

  @Test
  void rateAndDelayAreEnough() {
    LinkSpec spec = LinkSpec.parse("20M,15ms");
    assertThat(spec.bitsPerSecond()).isEqualTo(20_000_000);
    assertThat(spec.delayNanos()).isEqualTo(15 * MS);
    assertThat(spec.queueBytes()).isEqualTo(75_000);
    assertThat(spec.mtu()).isEqualTo(1500);
    assertThat(spec.loss()).isZero();
    assertThat(spec.reorder()).isZero();
    assertThat(spec.jitterNanos()).isZero();
  }

  @Test
  void everyOptionIsRead() {
    LinkSpec spec =
        LinkSpec.parse("1.5G,500us,loss=1%,queue=100k,jitter=2ms,reorder=3%:5ms,mtu=1400,ecn=30k");
    assertThat(spec)
        .isEqualTo(
            new LinkSpec(
                1_500_000_000, 500_000, 100_000, 0.01, 2 * MS, 0.03, 5 * MS, 1400, 30_000));
  }

  @Test
  void theQueueIsOneRoundTripButAtLeast64KiB() {
    assertThat(LinkSpec.parse("1M,1ms").queueBytes()).isEqualTo(64 * 1024);
    assertThat(LinkSpec.parse("100M,50ms").queueBytes()).isEqualTo(1_250_000);
    assertThat(LinkSpec.parse("0,50ms").queueBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void aReorderedPacketIsHeldBackForFourPackets() {
    assertThat(LinkSpec.parse("1M,1ms,reorder=1%").reorderNanos()).isEqualTo(48 * MS);
    assertThat(LinkSpec.parse("1G,1ms,reorder=0.01").reorderNanos()).isEqualTo(MS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20M,15ms",
        "0,0s",
        "64k,1s,loss=12.5%,jitter=10us",
        "1G,1ns,reorder=0.1%:3ms,mtu=9000,queue=9k",
        "1M,1ms,loss=0.0000001",
        "1M,1ms,ecn=12.5k"
      })
  void toStringIsReadAgain(String text) {
    LinkSpec spec = LinkSpec.parse(text);
    assertThat(LinkSpec.parse(spec.toString())).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20M",
        "20M,15",
        "20M,15min",
        "20Mb,15ms",
        "-20M,15ms",
        "20M,-15ms",
        "x,15ms",
        ",15ms",
        "20M,",
        "20M,15ms,",
        "20M,15ms,loss",
        "20M,15ms,loss=",
        "20M,15ms,loss=101%",
        "20M,15ms,loss=2",
        "20M,15ms,loss=NaN",
        "20M,15ms,loss=1%,loss=1%",
        "20M,15ms,mtu=100",
        "20M,15ms,mtu=70000",
        "20M,15ms,queue=1000",
        "20M,15ms,queue=1500,mtu=1501",
        "20M,15ms,reorder=1%:5",
        "20M,15ms,reorder=1%:",
        "20M,15ms,ecn=yes",
        "20M,15ms,colour=red"
      })
  void nonsenseIsRefusedInOneLineThatQuotesIt(String text) {
    assertThatThrownBy(() -> LinkSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad link '" + text + "': ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void payloadCapacityOfAFullPacket() {
    assertThat(PayloadCapacity.payloadBytes(1500)).isEqualTo(1428);
    LinkSpec dsl = LinkSpec.parse("20M,15ms");
    LinkSpec lte = LinkSpec.parse("30M,25ms");
    assertThat(PayloadCapacity.payloadRate(dsl)).isEqualTo(19.04e6);
    assertThat(PayloadCapacity.efficiency(23.8e6, List.of(dsl, lte))).isEqualTo(0.5);
    assertThat(PayloadCapacity.efficiency(1e9, List.of(dsl, LinkSpec.parse("0,1ms")))).isZero();
  }
}
