package org.mptcp4j.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CellTest {
  @Test
  void theQueueHoldsOneBandwidthDelayProduct() {
    Cell cell = Cell.parse("50M", "40ms", "0.1%", "0%", "0ms");
    assertThat(cell.link().queueBytes()).isEqualTo(250_000);
    assertThat(cell.link().delayNanos()).isEqualTo(20_000_000);
    assertThat(cell.link().loss()).isEqualTo(0.001);
    assertThat(cell).hasToString("50 Mbit/s 40 ms 0.1 %");
  }

  @Test
  void theQueueHoldsTwoFullPacketsAtLeast() {
    assertThat(Cell.parse("1M", "1ms", "0%", "0%", "0ms").link().queueBytes()).isEqualTo(3000);
  }

  @Test
  void reorderingHoldsBackByFourPacketsTimeAndLowersTheBar() {
    Cell cell = Cell.parse("5M", "150ms", "0%", "3%", "1ms");
    assertThat(cell.link().reorderNanos()).isEqualTo(4 * 1500 * 8 * 200L);
    assertThat(cell.bar()).isEqualTo(0.90);
    assertThat(cell).hasToString("5 Mbit/s 150 ms 0 %, reorder 3 %, jitter 1 ms");
    assertThat(Cell.parse("5M", "150ms", "0%", "0%", "0ms").bar()).isEqualTo(0.95);
  }

  @Test
  void aTransferLastsTwoHundredRoundTripsAndTenSecondsAtLeast() {
    assertThat(Cell.parse("5M", "150ms", "0%", "0%", "0ms").seconds()).isEqualTo(30);
    assertThat(Cell.parse("5M", "5ms", "0%", "0%", "0ms").seconds()).isEqualTo(10);
  }

  @Test
  void anUnlimitedRateIsRefused() {
    assertThatThrownBy(() -> Cell.parse("0", "5ms", "0%", "0%", "0ms"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not unlimited");
  }
}
