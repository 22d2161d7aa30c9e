package org.mptcp4j.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.sim.transfer.TransferResult;

/** The README's code does what it is shown for. */
class TwoLinksTest {
  @Test
  void movesEveryByteOverBothLinks() {
    TransferResult result = TwoLinks.run();
    assertThat(result.failure()).isEmpty();
    assertThat(result.bytes()).isEqualTo(20_000_000);
    assertThat(result.links()).allSatisfy(link -> assertThat(link.share()).isGreaterThan(0.2));
  }
}
