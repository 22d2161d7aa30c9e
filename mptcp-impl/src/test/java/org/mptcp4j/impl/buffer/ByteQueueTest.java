package org.mptcp4j.impl.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

class ByteQueueTest {
  private final PacketPool pool = new PacketPool(4096, 64);

  private PacketBuffer filled(Random random) {
    PacketBuffer buffer = pool.acquire();
    byte[] data = new byte[buffer.capacity()];
    random.nextBytes(data);
    buffer.bytes().put(0, data);
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesLikeAnArray(long seed) {
    Random random = new Random(seed);
    ByteQueue queue =
        new ByteQueue(1000, MemoryBudget.unlimited(random.nextBoolean() ? pool : null));
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    PayloadSlices slices = new PayloadSlices();
    int dropped = 0;
    for (int round = 0; round < 400; round++) {
      switch (random.nextInt(4)) {
        case 0 -> appendByReference(random, queue, model);
        case 1 -> appendByCopy(random, queue, model);
        case 2 -> {
          dropped = Math.min(model.size(), dropped + random.nextInt(2000));
          queue.dropUntil(1000 + dropped);
        }
        default -> {
          ByteBuffer target = ByteBuffer.allocate(random.nextInt(1500));
          int n = queue.read(target);
          byte[] expected = new byte[n];
          System.arraycopy(model.toByteArray(), dropped, expected, 0, n);
          assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(expected));
          dropped += n;
        }
      }
      assertThat(queue.head()).isEqualTo(1000 + dropped);
      assertThat(queue.tail()).isEqualTo(1000 + model.size());
      if (queue.length() > 0 && round % 5 == 0) {
        int from = random.nextInt((int) queue.length());
        int length = random.nextInt((int) queue.length() - from + 1);
        compare(queue, slices, model.toByteArray(), dropped + from, length);
      }
    }
    queue.clear();
    assertThat(pool.outstanding()).isZero();
  }

  private void appendByReference(Random random, ByteQueue queue, ByteArrayOutputStream model) {
    PacketBuffer buffer = filled(random);
    int offset = random.nextInt(4000);
    int length = random.nextInt(4096 - offset);
    int first = length == 0 ? 0 : random.nextInt(length);
    queue.append(buffer, offset, first);
    queue.append(buffer, offset + first, length - first);
    for (int i = 0; i < length; i++) {
      model.write(buffer.bytes().get(offset + i));
    }
    buffer.release();
  }

  private void appendByCopy(Random random, ByteQueue queue, ByteArrayOutputStream model) {
    byte[] data = new byte[random.nextInt(6000)];
    random.nextBytes(data);
    int most = random.nextInt(6000);
    ByteBuffer source = ByteBuffer.wrap(data);
    int n = queue.appendCopy(source, most, pool);
    assertThat(n).isEqualTo(Math.min(most, data.length));
    assertThat(source.position()).isEqualTo(n);
    model.write(data, 0, n);
  }

  private static void compare(
      ByteQueue queue, PayloadSlices slices, byte[] model, int from, int length) {
    queue.slices(1000 + from, length, slices);
    assertThat(slices.length()).isEqualTo(length);
    int at = from;
    for (int i = 0; i < slices.count(); i++) {
      ByteBuffer piece = slices.get(i);
      assertThat(piece.hasRemaining()).isTrue();
      for (int j = piece.position(); j < piece.limit(); j++) {
        assertThat(piece.get(j)).isEqualTo(model[at++]);
      }
    }
    assertThat(at).isEqualTo(from + length);
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (long) (model[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertThat(queue.checksum(1000 + from, length)).isEqualTo((int) sum);
  }

  @Test
  void movesByReferenceToAnotherQueue() {
    ByteQueue one = new ByteQueue(1);
    ByteQueue two = new ByteQueue(77);
    PacketBuffer buffer = filled(new Random(1));
    one.append(buffer, 0, 1000);
    buffer.release();
    two.appendFrom(one, 101, 300);
    one.clear();
    assertThat(pool.outstanding()).as("the second queue holds it").isEqualTo(1);
    ByteBuffer target = ByteBuffer.allocate(300);
    assertThat(two.read(target)).isEqualTo(300);
    assertThat(target.flip()).isEqualTo(buffer.bytes().slice(100, 300));
    assertThat(two.head()).isEqualTo(377);
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void smallWritesShareASlab() {
    ByteQueue queue = new ByteQueue(1);
    for (int i = 0; i < 40; i++) {
      queue.appendCopy(ByteBuffer.allocate(100), 100, pool);
    }
    assertThat(pool.outstanding()).isEqualTo(1);
    PayloadSlices slices = new PayloadSlices();
    queue.slices(1, 4000, slices);
    assertThat(slices.count()).as("joined to one piece").isEqualTo(1);
    queue.clear();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void tinyPayloadDoesNotPinItsBuffer() {
    ByteQueue queue = new ByteQueue(1, MemoryBudget.unlimited(pool));
    for (int i = 0; i < 20; i++) {
      PacketBuffer buffer = filled(new Random(i));
      queue.append(buffer, 17, 100);
      buffer.release();
    }
    assertThat(pool.outstanding()).isEqualTo(1);
    queue.clear();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void oneBufferTwiceInOneRangeGivesTwoViews() {
    ByteQueue queue = new ByteQueue(1);
    PacketBuffer buffer = filled(new Random(1));
    queue.append(buffer, 500, 100);
    queue.append(buffer, 0, 100);
    buffer.release();
    PayloadSlices slices = new PayloadSlices();
    queue.slices(1, 200, slices);
    assertThat(slices.get(0)).isEqualTo(buffer.bytes().slice(500, 100));
    assertThat(slices.get(1)).isEqualTo(buffer.bytes().slice(0, 100));
  }

  @Test
  void refusesRangesThatItDoesNotHold() {
    ByteQueue queue = new ByteQueue(10);
    queue.appendCopy(ByteBuffer.allocate(10), 10, pool);
    PayloadSlices out = new PayloadSlices();
    assertThatThrownBy(() -> queue.slices(9, 1, out)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> queue.slices(15, 6, out))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> queue.checksum(10, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
