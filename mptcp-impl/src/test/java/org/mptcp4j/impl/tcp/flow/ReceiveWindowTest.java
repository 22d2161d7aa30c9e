package org.mptcp4j.impl.tcp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
  private static final int BUFFER = 4 << 20;
  private static final int SEGMENT = 1448;

  /** The scale rounds what is announced; that must not add up while the user does not read. */
  @Test
  void theEdgeStaysWhereItIsWhileNobodyReads() {
    ReceiveWindow window = new ReceiveWindow(BUFFER, true);
    window.announceOnSyn(1, BUFFER);
    window.enableScaling();
    long free = BUFFER;
    for (long rcvNxt = 1; free > 0; rcvNxt += SEGMENT, free = BUFFER - (rcvNxt - 1)) {
      long before = window.edge();
      long field = window.announce(rcvNxt, free, 2 * SEGMENT, false);
      assertThat(rcvNxt + (field << window.offeredShift()))
          .isBetween(Math.min(before, 1L + BUFFER - 128), 1L + BUFFER + 127);
    }
    assertThat(window.edge()).isLessThan(1L + BUFFER + 128);
  }
}
