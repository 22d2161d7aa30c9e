package org.mptcp4j.impl.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

/** What queues hold is counted once, as a whole, and shared out. */
class MemoryBudgetTest {
  private static final int BUFFER = 4096;
  private static final int LIMIT = 1 << 20;

  private final PacketPool pool = new PacketPool(BUFFER, 64);
  private final MemoryBudget memory = new MemoryBudget(pool, LIMIT);

  @Test
  void aBufferCountsOnceAsAWhole() {
    ByteQueue one = new ByteQueue(1, memory);
    ByteQueue two = new ByteQueue(1, memory);
    PacketBuffer buffer = pool.acquire();
    one.append(buffer, 0, 2000);
    one.append(buffer, 2500, 1500);
    assertThat(memory.held()).isEqualTo(BUFFER);
    two.appendFrom(one, 1, 3500);
    one.clear();
    assertThat(memory.held()).isEqualTo(BUFFER);
    two.dropUntil(3000);
    assertThat(memory.held()).isEqualTo(BUFFER);
    two.dropUntil(3501);
    assertThat(memory.held()).isZero();
    assertThat(memory.most()).isEqualTo(BUFFER);
    buffer.release();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void smallPayloadsCountByTheSlabThatTheyShare() {
    ByteQueue queue = new ByteQueue(1, memory);
    ReassemblyQueue gaps = new ReassemblyQueue(memory);
    PacketBuffer buffer = pool.acquire();
    for (int i = 0; i < 10; i++) {
      queue.append(buffer, 0, 100);
      gaps.insert(1000L * i, buffer, 0, 100);
    }
    assertThat(memory.held()).isEqualTo(2 * BUFFER);
    queue.appendCopy(ByteBuffer.allocate(BUFFER), BUFFER, pool);
    assertThat(memory.held()).isEqualTo(3 * BUFFER);
    queue.clear();
    gaps.clear();
    buffer.release();
    assertThat(memory.held()).isZero();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void sharesShrinkDownToAMinimum() {
    assertThat(memory.share()).isEqualTo(LIMIT * 3 / 16);
    memory.charge(LIMIT / 2);
    assertThat(memory.share()).isEqualTo(LIMIT / 16);
    memory.charge(LIMIT / 2);
    assertThat(memory.share()).isEqualTo(MemoryBudget.LEAST_BYTES);
    assertThat(memory.hasRoom(0)).isTrue();
    assertThat(memory.hasRoom(1)).isFalse();
    memory.charge(LIMIT);
    assertThat(memory.share()).isEqualTo(MemoryBudget.LEAST_BYTES);
  }

  @Test
  void pressureEndsWithHalfOfItFree() {
    memory.charge(LIMIT * 3 / 4);
    assertThat(memory.pressures()).isZero();
    memory.charge(1);
    memory.credit(LIMIT / 8);
    memory.charge(LIMIT / 8);
    assertThat(memory.pressures()).isEqualTo(1);
    memory.credit(LIMIT / 4 + 2);
    memory.charge(LIMIT / 4 + 2);
    assertThat(memory.pressures()).isEqualTo(2);
  }
}
