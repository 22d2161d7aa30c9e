package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.TestPair.MS;
import static org.mptcp4j.impl.tcp.TestPair.SECOND;
import static org.mptcp4j.impl.tcp.TransferTest.transfer;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transfers over paths that lose, reorder and repeat: the bytes arrive right, memory goes to zero.
 */
class LossTest {
  private static TestPath.Rule random(long seed, double loss, double reorder, double twice) {
    Random random = new Random(seed);
    return (index, packet) -> {
      double dice = random.nextDouble();
      if (dice < loss) {
        return TestPath.DROP;
      }
      if (dice < loss + reorder) {
        return (1 + random.nextInt(30)) * MS;
      }
      return dice < loss + reorder + twice ? TestPath.TWICE : 0;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everythingGoesWrong(int seed) {
    TestPair pair = new TestPair();
    pair.toServer.rule = random(seed, 0.03, 0.05, 0.02);
    pair.toClient.rule = random(seed + 100, 0.03, 0.05, 0.02);
    transfer(pair, 1_000_000, 700_000, 300 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everythingGoesWrongWithoutSackAndTimestamps(int seed) {
    TestPair pair =
        new TestPair(p -> p.tcp(p.tcp().withSack(false).withTimestamps(false)), p -> {});
    pair.toServer.rule = random(seed, 0.03, 0.05, 0.02);
    pair.toClient.rule = random(seed + 100, 0.03, 0.05, 0.02);
    transfer(pair, 500_000, 300_000, 600 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everythingGoesWrongWithSuperSegments(int seed) {
    TestPair pair = new TestPair(p -> p.maxSegmentBytes(65_000), p -> p.maxSegmentBytes(65_000));
    pair.client.chunked = true;
    pair.client.chunkBytes = 10_000;
    pair.cutting = seed % 2 == 0;
    pair.toServer.rule = random(seed, 0.03, 0.05, 0.02);
    pair.toClient.rule = random(seed + 100, 0.03, 0.05, 0.02);
    transfer(pair, 3_000_000, 2_000_000, 300 * SECOND);
  }

  /**
   * Options, sizes, rate, queue, delay and faults drawn from the seed, with an outage in between.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyPathAndAnyOptions(int seed) {
    Random random = new Random(seed * 7919L);
    int buffer = 20_000 + random.nextInt(1 << 20);
    int largest = random.nextBoolean() ? 1460 : 2_000 + random.nextInt(60_000);
    boolean sack = random.nextInt(4) > 0;
    boolean timestamps = random.nextInt(4) > 0;
    boolean scale = random.nextInt(4) > 0;
    // after an outage two losses in a row may take two minutes without timestamps and SACK
    long patience = 1_000 * SECOND;
    TestPair pair =
        new TestPair(
            p ->
                p.receiveBufferBytes(buffer)
                    .maxSegmentBytes(largest)
                    .userTimeoutNanos(patience)
                    .tcp(p.tcp().withSack(sack).withTimestamps(timestamps).withWindowScale(scale)),
            p -> p.receiveBufferBytes(buffer).maxSegmentBytes(largest).userTimeoutNanos(patience));
    pair.client.receiveBuffer = buffer;
    pair.server.receiveBuffer = buffer;
    pair.cutting = random.nextInt(3) > 0;
    pair.client.chunked = random.nextBoolean();
    pair.client.chunkBytes = 100 + random.nextInt(60_000);
    pair.toServer.bytesPerSecond = random.nextBoolean() ? 0 : 100_000L + random.nextInt(5_000_000);
    pair.toServer.queueBytes = 20_000L + random.nextInt(300_000);
    pair.toServer.delayNanos = random.nextInt(50) * MS;
    long outage = SECOND + random.nextInt(20_000) * MS;
    long end = outage + random.nextInt(30_000) * MS;
    TestPath.Rule faults =
        random(
            seed, random.nextDouble() * 0.1, random.nextDouble() * 0.2, random.nextDouble() * 0.1);
    TestPath.Rule rule =
        (index, packet) ->
            pair.now >= outage && pair.now < end ? TestPath.DROP : faults.apply(index, packet);
    pair.toServer.rule = rule;
    pair.toClient.rule = rule;
    transfer(pair, random.nextInt(600_000), random.nextInt(300_000), 100_000 * SECOND);
  }

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.85", "0.01, 0.3"})
  void goodputUnderRandomLoss(double loss, double least) {
    TestPair pair = new TestPair();
    pair.toServer.bytesPerSecond = 2_500_000;
    pair.toServer.queueBytes = 150_000;
    pair.toServer.rule = random(7, loss, 0, 0);
    long start = pair.now;
    transfer(pair, 10_000_000, 0, 300 * SECOND);
    double seconds = (pair.now - start) / 1e9;
    double share = 10_000_000 / seconds / 2_500_000;
    assertThat(share).isGreaterThan(least);
  }

  @Test
  void slowStartOvershootsALargeBuffer() {
    TestPair pair = new TestPair();
    pair.toServer.bytesPerSecond = 2_500_000;
    pair.toServer.queueBytes = 500_000;
    pair.toServer.delayNanos = 15 * MS;
    pair.toClient.delayNanos = 15 * MS;
    long start = pair.now;
    transfer(pair, 10_000_000, 0, 300 * SECOND);
    double share = 10_000_000 / ((pair.now - start) / 1e9) / 2_500_000;
    TcpInfo info = pair.client.connection.info();
    assertThat(pair.toServer.queueDrops).isGreaterThan(100);
    assertThat(info.timeouts()).isZero();
    assertThat(share).isGreaterThan(0.85);
    assertThat(info.bytesRetransmitted()).isLessThan(pair.toServer.queueDrops * 1460L * 11 / 10);
  }

  @Test
  void reorderingAloneIsNoLoss() {
    TestPair pair = new TestPair();
    Random random = new Random(1);
    pair.toServer.rule = (index, packet) -> random.nextInt(20) == 0 ? 2 * MS : 0;
    pair.toServer.bytesPerSecond = 5_000_000;
    long start = pair.now;
    transfer(pair, 10_000_000, 0, 300 * SECOND);
    double share = 10_000_000 / ((pair.now - start) / 1e9) / 5_000_000;
    TcpInfo info = pair.client.connection.info();
    assertThat(info.bytesRetransmitted()).isLessThan(50_000);
    assertThat(share).isGreaterThan(0.8);
  }
}
