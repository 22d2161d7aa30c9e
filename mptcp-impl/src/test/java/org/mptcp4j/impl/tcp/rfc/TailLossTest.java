package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.TestPair.MS;
import static org.mptcp4j.impl.tcp.TestPair.SECOND;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.impl.congestion.CubicProvider;
import org.mptcp4j.impl.tcp.TestPair;
import org.mptcp4j.impl.tcp.TestPath;

/**
 * The bar for tail losses: all is there within 2 RTT and the peer's delayed ACK after it would have
 * been without the loss; without a time-out, and without a probe where nothing was lost. With
 * CUBIC, the default.
 */
class TailLossTest {
  private static final int SEGMENT = 1448;
  private static final int SEGMENTS = 41;
  private static final long DELAYED_ACK = 40 * MS;

  private static TestPair pair(long rttMillis, long delayedAck) {
    TestPair pair =
        new TestPair(
            new CubicProvider(),
            p -> p.tcp(p.tcp().withPacing(false)),
            p -> p.tcp(p.tcp().withDelayedAckNanos(delayedAck)));
    pair.toServer.delayNanos = rttMillis * MS / 2;
    pair.toClient.delayNanos = rttMillis * MS / 2;
    pair.toServer.bytesPerSecond = 2_500_000;
    return pair.open();
  }

  /**
   * Sends the segments, of which the last ones are lost; the first of what follows, too, where the
   * probe is.
   *
   * @return when the last byte arrived, after the begin
   */
  private static long deliver(TestPair pair, int lost, int lostProbes) {
    int first = pair.toServer.packets;
    int[] big = {0};
    pair.toServer.rule =
        (index, packet) -> {
          if (packet.bytes().remaining() < SEGMENT) {
            return 0;
          }
          int n = big[0]++;
          return n >= SEGMENTS - lost && n < SEGMENTS + lostProbes ? TestPath.DROP : 0;
        };
    long start = pair.now;
    pair.client.toSend = (long) SEGMENTS * SEGMENT;
    boolean done =
        pair.runUntil(() -> pair.server.received == pair.client.toSend, start + 60 * SECOND);
    assertThat(done).isTrue();
    assertThat(first).isLessThan(pair.toServer.packets);
    return pair.now - start;
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1", "5, 2", "5, 3", "5, 5", "40, 1", "40, 2", "40, 3", "40, 5", "150, 1", "150, 2",
    "150, 3", "150, 5"
  })
  void aTailIsRepairedWithinTwoRoundTripsAndTheDelayedAck(long rttMillis, int lost) {
    for (long delayedAck : new long[] {DELAYED_ACK, MS}) {
      TestPair whole = pair(rttMillis, delayedAck);
      TestPair torn = pair(rttMillis, delayedAck);
      long later = deliver(torn, lost, 0) - deliver(whole, 0, 0);
      assertThat(later).isLessThanOrEqualTo(2 * rttMillis * MS + DELAYED_ACK);
      assertThat(torn.client.connection.info().timeouts()).isZero();
      assertThat(whole.client.connection.info().bytesRetransmitted()).isZero();
    }
  }

  /** A lost probe is repaired by one time-out that is not backed off. */
  @ParameterizedTest
  @CsvSource({"5", "40", "150"})
  void aLostProbeCostsOneTimeOut(long rttMillis) {
    TestPair whole = pair(rttMillis, DELAYED_ACK);
    TestPair torn = pair(rttMillis, DELAYED_ACK);
    long later = deliver(torn, 3, 1) - deliver(whole, 0, 0);
    assertThat(torn.client.connection.info().timeouts()).isEqualTo(1);
    assertThat(later).isLessThanOrEqualTo(5 * rttMillis * MS + 300 * MS);
  }

  /** Requests and answers of any size over a path that varies: hardly a probe is in vain. */
  @ParameterizedTest
  @CsvSource({"5, 0", "40, 0", "150, 0", "5, 3", "40, 10", "150, 40"})
  void withoutLossThereIsHardlyAProbe(long rttMillis, long jitterMillis) {
    TestPair pair = pair(rttMillis, DELAYED_ACK);
    Random random = new Random(1);
    long[] last = {0};
    pair.toServer.rule =
        (index, packet) -> {
          long arrival = pair.now + (long) (random.nextDouble() * jitterMillis * MS);
          last[0] = Math.max(last[0], arrival);
          return last[0] - pair.now;
        };
    for (int i = 0; i < 200; i++) {
      pair.client.toSend += 1 + random.nextInt(20_000);
      pair.runFor((long) (random.nextDouble() * 3 * rttMillis * MS) + 50 * MS);
    }
    pair.runFor(SECOND);
    assertThat(pair.server.received).isEqualTo(pair.client.toSend);
    assertThat(pair.client.connection.info().timeouts()).isZero();
    long probes = pair.client.connection.info().bytesRetransmitted() / SEGMENT;
    assertThat(probes).isLessThanOrEqualTo(jitterMillis == 0 ? 0 : 4);
  }

  /** Buffers fill up: from 5 to more than 200 ms, in one round trip. */
  @Test
  void aSuddenQueueIsNoTimeOut() {
    TestPair pair = pair(5, DELAYED_ACK);
    pair.toServer.bytesPerSecond = 250_000;
    pair.toServer.queueBytes = 100_000;
    pair.client.toSend = 3_000_000;
    pair.runUntil(() -> pair.server.received == pair.client.toSend, pair.now + 60 * SECOND);
    assertThat(pair.server.received).isEqualTo(3_000_000);
    assertThat(pair.client.connection.info().smoothedRttNanos()).isGreaterThan(100 * MS);
    assertThat(pair.client.connection.info().timeouts()).isZero();
  }

  /** The path becomes 200 ms longer from one packet to the next. */
  @Test
  void aDelaySpikeCostsLittle() {
    TestPair pair = pair(5, DELAYED_ACK);
    pair.client.toSend = 20_000_000;
    pair.runFor(SECOND);
    pair.toServer.delayNanos += 195 * MS;
    pair.runUntil(() -> pair.server.received == pair.client.toSend, pair.now + 60 * SECOND);
    assertThat(pair.server.received).isEqualTo(20_000_000);
    assertThat(pair.client.connection.info().timeouts()).isLessThanOrEqualTo(1);
    assertThat(pair.client.connection.info().bytesRetransmitted()).isLessThan(10L * SEGMENT);
  }
}
