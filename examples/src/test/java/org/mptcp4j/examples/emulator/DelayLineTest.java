package org.mptcp4j.examples.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketBuffer;

class DelayLineTest {
  private final DelayLine line = new DelayLine();

  /** A packet as it went in. */
  private record Sent(long arrival, PacketBuffer packet) {}

  @Test
  void isEmptyAtFirst() {
    assertThat(line.size()).isZero();
    assertThat(line.poll()).isNull();
    assertThat(line.nextArrivalNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void handsOverInOrderOfArrivalAndThenOfEntry() {
    Random random = new Random(1);
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Sent next = new Sent(random.nextInt(500), PacketBuffer.wrap(ByteBuffer.allocate(1)));
      sent.add(next);
      line.add(next.arrival(), next.packet());
    }
    sent.sort(Comparator.comparingLong(Sent::arrival));
    assertThat(line.size()).isEqualTo(5000);
    for (Sent expected : sent) {
      assertThat(line.nextArrivalNanos()).isEqualTo(expected.arrival());
      assertThat(line.poll()).isSameAs(expected.packet());
    }
    assertThat(line.poll()).isNull();
  }

  @Test
  void takesPacketsInBetween() {
    Random random = new Random(2);
    long last = 0;
    for (int i = 0; i < 20_000; i++) {
      line.add(last + random.nextInt(1000), PacketBuffer.wrap(ByteBuffer.allocate(1)));
      if (i % 3 != 0) {
        long next = line.nextArrivalNanos();
        assertThat(next).isGreaterThanOrEqualTo(last);
        last = next;
        line.poll();
      }
    }
  }
}
