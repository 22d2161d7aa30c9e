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
  void whoHoldsABufferIsChargedOnce() {
    long[] charged = new long[1];
    PacketBuffer.Account account =
        new PacketBuffer.Account() {
          @Override
          public void charge(int bytes) {
            charged[0] += bytes;
          }

          @Override
          public void credit(int bytes) {
            charged[0] -= bytes;
          }
        };
    PacketBuffer buffer = pool.acquire();
    buffer.hold(account).hold(account).release();
    assertThat(charged[0]).isEqualTo(1500);
    buffer.drop();
    assertThat(charged[0]).isEqualTo(1500);
    buffer.drop();
    assertThat(charged[0]).isZero();
    assertThat(pool.outstanding()).isZero();
    assertThatIllegalStateException().isThrownBy(buffer::drop);
  }

  @Test
  void eachViewHasAPositionOfItsOwn() {
    PacketBuffer buffer = pool.acquire();
    for (int i = 0; i < 20; i++) {
      buffer.view(i).position(i);
    }
    assertThat(buffer.bytes().position()).isZero();
    assertThat(buffer.view(0).position()).isZero();
    assertThat(buffer.view(15).position()).isEqualTo(15);
    assertThat(buffer.view(1)).isSameAs(buffer.view(1)).isNotSameAs(buffer.view(2));
    assertThat(buffer.view(16).position()).isZero();
  }

  @Test
  void oneReleaseTooManyIsAnError() {
    PacketBuffer buffer = pool.acquire();
    buffer.release();
    assertThatIllegalStateException().isThrownBy(buffer::release);
    assertThatIllegalStateException().isThrownBy(buffer::retain);
  }
}
