package org.mptcp4j.examples.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mptcp4j.sim.link.LinkSpec;

class CaseTest {
  @Test
  void thereAreFiveEachWay() {
    assertThat(Case.ALL).hasSize(10).doesNotHaveDuplicates();
    assertThat(Case.ALL).filteredOn(Case::back).hasSize(5);
    assertThat(Case.ALL.get(9)).hasToString("10+3 Mbit/s, 25+1 ms, server sends");
  }

  @Test
  void itsLinksHaveTheirRatesAndDelays() {
    List<LinkSpec> links = new Case(10, 3, 25, 1, false).links(7);
    assertThat(links).extracting(LinkSpec::bitsPerSecond).containsExactly(10_000_000L, 3_000_000L);
    assertThat(links).extracting(LinkSpec::delayNanos).containsExactly(25_000_000L, 1_000_000L);
  }

  @Test
  void queuesHoldTwentyToFiftyPacketsByTheSeed() {
    Case any = Case.ALL.get(0);
    List<Long> queues =
        LongStream.range(0, 200)
            .boxed()
            .flatMap(seed -> any.links(seed).stream())
            .map(LinkSpec::queueBytes)
            .toList();
    assertThat(queues).contains(20 * 1500L, 50 * 1500L);
    assertThat(queues).allMatch(bytes -> bytes >= 20 * 1500 && bytes <= 50 * 1500);
    assertThat(any.links(3)).isEqualTo(any.links(3)).isNotEqualTo(any.links(4));
  }

  @Test
  void thePayloadMayTakeANinthMoreAndTheHandshakesTheirTime() {
    // 9 Mbit over 10 Mbit/s and 10 Mbit/s
    double seconds = new Case(10, 10, 0, 0, false).allowedSeconds(9_000_000 / 8);
    assertThat(seconds).isCloseTo(0.5 + 0.45, within(1e-9));
  }
}
