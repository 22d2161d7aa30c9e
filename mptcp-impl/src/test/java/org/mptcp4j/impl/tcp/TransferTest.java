package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.TestPair.MS;
import static org.mptcp4j.impl.tcp.TestPair.SECOND;

import org.junit.jupiter.api.Test;

/** Bulk data in both directions over a path without loss. */
class TransferTest {
  static void transfer(TestPair pair, long up, long down, long limitNanos) {
    pair.client.toSend = up;
    pair.client.closeWhenSent = true;
    pair.server.toSend = down;
    pair.open();
    long start = pair.now;
    boolean done =
        pair.runUntil(
            () -> pair.client.closed != null && pair.server.closed != null, start + limitNanos);
    String closed = "closed: " + pair.client.closed + ", " + pair.server.closed;
    assertThat(pair.server.received).as(closed).isEqualTo(up);
    assertThat(pair.client.received).as(closed).isEqualTo(down);
    assertThat(pair.server.wrongBytes + pair.client.wrongBytes).isZero();
    assertThat(done).as("both sides closed").isTrue();
    pair.drain();
    assertThat(pair.pool.outstanding()).as("buffers held").isZero();
  }

  @Test
  void carriesDataUp() {
    TestPair pair = new TestPair();
    transfer(pair, 5_000_000, 0, 60 * SECOND);
    assertThat(pair.client.connection.info().bytesRetransmitted()).isZero();
    assertThat(pair.client.connection.info().timeouts()).isZero();
  }

  @Test
  void carriesDataDown() {
    TestPair pair = new TestPair();
    transfer(pair, 0, 5_000_000, 60 * SECOND);
    assertThat(pair.server.connection.info().bytesRetransmitted()).isZero();
  }

  @Test
  void carriesDataBothWaysAtOnce() {
    TestPair pair = new TestPair();
    transfer(pair, 3_000_000, 4_000_000, 60 * SECOND);
    assertThat(pair.server.connection.info().bytesRetransmitted()).isZero();
    assertThat(pair.client.connection.info().bytesRetransmitted()).isZero();
  }

  @Test
  void fillsALinkWithoutLoss() {
    TestPair pair = new TestPair();
    pair.toServer.bytesPerSecond = 2_500_000;
    pair.toServer.delayNanos = 15 * MS;
    pair.toClient.delayNanos = 15 * MS;
    long start = pair.now;
    transfer(pair, 5_000_000, 0, 60 * SECOND);
    double seconds = (pair.now - start) / 1e9;
    assertThat(5_000_000 / seconds / 2_500_000).isGreaterThan(0.88);
  }

  @Test
  void superSegmentsCarryTheSame() {
    TestPair pair = new TestPair(p -> p.maxSegmentBytes(65_000), p -> p.maxSegmentBytes(65_000));
    pair.cutting = false;
    transfer(pair, 20_000_000, 20_000_000, 60 * SECOND);
    assertThat(pair.toServer.packets).isLessThan(8_000);
  }

  @Test
  void worksWithoutAnyOption() {
    TestPair pair =
        new TestPair(
            p -> p.tcp(p.tcp().withTimestamps(false).withSack(false).withWindowScale(false)),
            p -> {});
    transfer(pair, 1_000_000, 1_000_000, 60 * SECOND);
  }
}
