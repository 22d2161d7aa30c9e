package org.mptcp4j.impl.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scoreboard against a model that keeps a state for each byte. */
class ScoreboardTest {
  private static final int SIZE = 60_000;

  private final Scoreboard board = new Scoreboard(new SentRangePool());
  private final Delivery delivery = new Delivery();
  private final char[] model = new char[SIZE];
  private int una;
  private int nxt;
  private long now;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesLikeAnArrayOfStates(long seed) {
    Random random = new Random(seed);
    delivery.begin(new Acknowledgment().at(0, 0, 0, 0, 0).with(null, false, -1, false), 0);
    while (nxt < SIZE - 3000) {
      now++;
      switch (random.nextInt(6)) {
        case 0, 1 -> send(1 + random.nextInt(3000));
        case 2 -> sack(random);
        case 3 -> acknowledge(random);
        case 4 -> retransmit(random);
        default -> lose(random);
      }
      check();
    }
    board.acknowledge(nxt, delivery);
    assertThat(board.isEmpty()).isTrue();
    assertThat(board.outstanding()).isZero();
    assertThat(board.order().oldest()).isNull();
  }

  private void send(int length) {
    board.append(nxt, nxt + length, now);
    java.util.Arrays.fill(model, nxt, nxt + length, 'F');
    nxt += length;
  }

  private void sack(Random random) {
    if (nxt - una < 2) {
      return;
    }
    int left = una + random.nextInt(nxt - una);
    int right = left + 1 + random.nextInt(nxt - left);
    long before = delivery.sackedBytes;
    board.sack(left, right, delivery);
    int fresh = 0;
    for (int i = left; i < right; i++) {
      fresh += model[i] == 'S' ? 0 : 1;
      model[i] = 'S';
    }
    assertThat(delivery.sackedBytes - before).isEqualTo(fresh);
  }

  private void acknowledge(Random random) {
    int ack = una + random.nextInt(Math.min(2000, nxt - una + 1));
    board.acknowledge(ack, delivery);
    una = ack;
  }

  private void retransmit(Random random) {
    SentRange lost = board.nextLost();
    int expected = una;
    while (expected < nxt && model[expected] != 'L') {
      expected++;
    }
    if (expected == nxt) {
      assertThat(lost).isNull();
      return;
    }
    assertThat(lost.start()).isEqualTo(expected);
    int length = 1 + random.nextInt(lost.length());
    board.retransmitted(lost, length, now);
    java.util.Arrays.fill(model, expected, expected + length, 'F');
  }

  private void lose(Random random) {
    if (random.nextInt(20) == 0) {
      board.markAllLost(false);
      for (int i = una; i < nxt; i++) {
        model[i] = model[i] == 'S' ? 'S' : 'L';
      }
      return;
    }
    if (random.nextInt(20) == 0) {
      board.unmarkLost();
      for (int i = una; i < nxt; i++) {
        model[i] = model[i] == 'L' ? 'F' : model[i];
      }
      return;
    }
    SentRange oldest = board.order().oldest();
    if (oldest != null) {
      java.util.Arrays.fill(model, (int) oldest.start(), (int) oldest.end(), 'L');
      board.markLost(oldest);
    }
  }

  private void check() {
    int flight = 0;
    int sacked = 0;
    int lost = 0;
    for (int i = una; i < nxt; i++) {
      flight += model[i] == 'F' ? 1 : 0;
      sacked += model[i] == 'S' ? 1 : 0;
      lost += model[i] == 'L' ? 1 : 0;
    }
    assertThat(board.inFlight()).isEqualTo(flight);
    assertThat(board.sackedBytes()).isEqualTo(sacked);
    assertThat(board.lostBytes()).isEqualTo(lost);
    long inOrder = 0;
    long time = Long.MIN_VALUE;
    for (SentRange r = board.order().oldest(); r != null; r = r.later) {
      assertThat(r.sentAt).isGreaterThanOrEqualTo(time);
      time = r.sentAt;
      inOrder += r.length();
    }
    assertThat(inOrder).isEqualTo(flight);
  }

  @Test
  void sackedNeighboursAreJoined() {
    delivery.begin(new Acknowledgment().at(0, 0, 0, 0, 0).with(null, false, -1, false), 0);
    for (int i = 0; i < 1000; i++) {
      board.append(i * 10L, i * 10L + 10, i);
    }
    for (int i = 1; i < 1000; i++) {
      board.sack(10, i * 10L + 10, delivery);
    }
    assertThat(board.sackedBytes()).isEqualTo(9_990);
    assertThat(board.first().length()).isEqualTo(10);
    assertThat(board.last().length()).isEqualTo(9_990);
  }

  /**
   * A peer that sacks every other byte: no list of millions, and all that is whole still counts.
   */
  @Test
  void blocksOfSingleBytesDoNotSplitWithoutEnd() {
    delivery.begin(new Acknowledgment().at(0, 0, 0, 0, 0).with(null, false, -1, false), 0);
    int segments = 1_000;
    for (int i = 0; i < segments; i++) {
      board.append(i * 1_000L, i * 1_000L + 1_000, i);
    }
    for (int byteAt = 1; byteAt < segments * 1_000; byteAt += 2) {
      board.sack(byteAt, byteAt + 1L, delivery);
      assertThat(board.rangeCount()).isLessThan(5 * segments);
    }
    board.sack(990_500, 1_000_000, delivery);
    assertThat(board.last().length()).isEqualTo(9_000);
    assertThat(board.last().state).isEqualTo(SentRange.State.SACKED);
    board.sack(0, 1_000_000, delivery);
    assertThat(board.sackedBytes()).isEqualTo(1_000_000);
    assertThat(board.rangeCount()).isEqualTo(1);
  }
}
