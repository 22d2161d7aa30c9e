package org.mptcp4j.impl.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

class ReassemblyQueueTest {
  private final PacketPool pool = new PacketPool(4096, 64);

  /** A buffer whose byte at index i is that of position {@code base + i}. */
  private PacketBuffer at(long base) {
    PacketBuffer buffer = pool.acquire();
    for (int i = 0; i < 4096; i++) {
      buffer.bytes().put(i, value(base + i));
    }
    return buffer;
  }

  private static byte value(long position) {
    return (byte) (position * 7 + (position >> 8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void behavesLikeASetOfBytes(long seed) {
    Random random = new Random(seed);
    ReassemblyQueue queue =
        new ReassemblyQueue(MemoryBudget.unlimited(seed % 2 == 0 ? pool : null));
    BitSet held = new BitSet();
    long[] next = {0};
    for (int round = 0; round < 3000 && next[0] < 150_000; round++) {
      long base = next[0] + random.nextInt(6000);
      int length = 1 + random.nextInt(random.nextBoolean() ? 100 : 1500);
      insert(queue, held, base, length);
      check(queue, held);
      if (random.nextInt(4) == 0) {
        long expected = held.nextClearBit((int) next[0]);
        long start = next[0];
        boolean any = queue.drain(start, (p, b, o, n) -> next[0] = take(next[0], p, b, o, n));
        assertThat(any).isEqualTo(expected > start);
        assertThat(next[0]).isEqualTo(expected);
        if (random.nextInt(3) == 0) {
          next[0] += random.nextInt(3000);
          queue.drain(next[0], (p, b, o, n) -> next[0] = take(next[0], p, b, o, n));
        }
        held.clear(0, (int) next[0]);
        check(queue, held);
      }
    }
    queue.clear();
    assertThat(pool.outstanding()).isZero();
  }

  private void insert(ReassemblyQueue queue, BitSet held, long base, int length) {
    PacketBuffer buffer = at(base - 10);
    int before = held.cardinality();
    held.set((int) base, (int) base + length);
    assertThat(queue.insert(base, buffer, 10, length)).isEqualTo(held.cardinality() - before);
    buffer.release();
  }

  private static long take(long next, long position, PacketBuffer b, int offset, int length) {
    assertThat(position).isEqualTo(next);
    for (int i = 0; i < length; i++) {
      assertThat(b.bytes().get(offset + i)).isEqualTo(value(position + i));
    }
    return position + length;
  }

  private static void check(ReassemblyQueue queue, BitSet held) {
    assertThat(queue.bytes()).isEqualTo(held.cardinality());
    int range = 0;
    for (int i = held.nextSetBit(0); i >= 0; i = held.nextSetBit(held.nextClearBit(i))) {
      assertThat(queue.rangeStart(range)).isEqualTo(i);
      assertThat(queue.rangeEnd(range)).isEqualTo(held.nextClearBit(i));
      assertThat(queue.rangeAt(i)).isEqualTo(range);
      range++;
    }
    assertThat(queue.rangeCount()).isEqualTo(range);
    assertThat(queue.isEmpty()).isEqualTo(range == 0);
  }

  @Test
  void tinyPiecesShareASlab() {
    ReassemblyQueue queue = new ReassemblyQueue(MemoryBudget.unlimited(pool));
    for (int i = 0; i < 40; i++) {
      PacketBuffer buffer = at(2L * i + 10);
      queue.insert(2L * i + 10, buffer, 0, 1);
      buffer.release();
    }
    assertThat(queue.bytes()).isEqualTo(40);
    assertThat(pool.outstanding()).isEqualTo(1);
    queue.clear();
    assertThat(pool.outstanding()).isZero();
  }

  /** None of them may pin the buffer that it came in, where a slab ends either. */
  @Test
  void smallPiecesNeverPinTheirBuffers() {
    PacketPool slabs = new PacketPool(1000, 4);
    ReassemblyQueue queue = new ReassemblyQueue(MemoryBudget.unlimited(slabs));
    PacketBuffer large = PacketBuffer.wrap(ByteBuffer.allocate(4000));
    for (int i = 0; i < 12; i++) {
      queue.insert(1000L * i + 10, large, i, 300);
    }
    assertThat(queue.head()).isEqualTo(10);
    assertThat(slabs.outstanding()).isEqualTo(4);
    large.release();
    assertThatThrownBy(large::release).isInstanceOf(IllegalStateException.class);
    queue.clear();
    assertThat(queue.head()).isEqualTo(Long.MAX_VALUE);
    assertThat(slabs.outstanding()).isZero();
  }

  @Test
  void consumerMayClearWhileItIsDrained() {
    ReassemblyQueue queue = new ReassemblyQueue();
    for (int i = 0; i < 5; i++) {
      PacketBuffer buffer = at(100L * i);
      queue.insert(100L * i, buffer, 0, 100);
      buffer.release();
    }
    queue.drain(0, (p, b, o, n) -> queue.clear());
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.bytes()).isZero();
    assertThat(pool.outstanding()).isZero();
  }
}
