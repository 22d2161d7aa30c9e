package org.mptcp4j.impl.tcp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiverRttTest {
  private static final long MS = 1_000_000L;

  private final ReceiverRtt rtt = new ReceiverRtt();

  @Test
  void withoutASampleItIsZero() {
    assertThat(rtt.nanos()).isZero();
  }

  @Test
  void aPauseOfThePeerIsNoRoundTrip() {
    for (long now = 1000 * MS; now < 1300 * MS; now += 10 * MS) {
      rtt.onEcho(50 * MS, now);
    }
    rtt.onEcho(5000 * MS, 6300 * MS);
    assertThat(rtt.nanos()).isEqualTo(50 * MS);
  }

  @Test
  void aLongerPathIsSeenAfterTwoRoundTrips() {
    rtt.onEcho(50 * MS, 1000 * MS);
    for (long now = 1100 * MS; now < 1500 * MS; now += 10 * MS) {
      rtt.onEcho(120 * MS, now);
    }
    assertThat(rtt.nanos()).isEqualTo(120 * MS);
  }
}
