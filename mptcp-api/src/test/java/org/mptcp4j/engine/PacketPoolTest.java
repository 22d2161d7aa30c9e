package org.mptcp4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PacketPoolTest {
  private final PacketPool pool = new PacketPool(1500, 1);

  @Test
  void theLastReleaseGivesTheBufferBack() {
    PacketBuffer buffer = pool.acquire();
    buffer.bytes().position(40).limit(100);
    buffer.retain();
    buffer.release();
    assertThat(pool.outstanding()).isOne();
    buffer.release();
    assertThat(pool.outstanding()).isZero();
    assertThat(pool.acquire()).isSameAs(buffer);
    assertThat(buffer.bytes().position()).isZero();
    assertThat(buffer.bytes().limit()).isEqualTo(1500);
    assertThat(buffer.checksum()).isEqualTo(PacketBuffer.Checksum.UNVERIFIED);
  }

  @Test
  void keepsNoMoreIdleThanItMay() {
    PacketBuffer first = pool.acquire();
    PacketBuffer second = pool.acquire();
    first.release();
    second.release();
    assertThat(pool.acquire()).isSameAs(first);
    assertThat(pool.acquire()).isNotSameAs(second);
  }

  @Test
  void oneReleaseTooManyIsAnError() {
    PacketBuffer buffer = pool.acquire();
    buffer.release();
    assertThatIllegalStateException().isThrownBy(buffer::release);
    assertThatIllegalStateException().isThrownBy(buffer::retain);
  }
}
