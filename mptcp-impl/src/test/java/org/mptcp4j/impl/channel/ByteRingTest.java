package org.mptcp4j.impl.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ByteRingTest {
  private final ByteRing ring = new ByteRing(8);

  private int put(String text) {
    return ring.put(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private String take(int length) {
    ByteBuffer target = ByteBuffer.allocate(length);
    ring.take(target);
    return new String(target.array(), 0, target.position(), UTF_8);
  }

  @Test
  void takesWhatFitsAndGivesItBackInOrder() {
    assertThat(put("abcdefghij")).isEqualTo(8);
    assertThat(ring.room()).isZero();
    assertThat(put("x")).isZero();
    assertThat(take(3)).isEqualTo("abc");
    assertThat(put("ijk")).isEqualTo(3);
    assertThat(take(100)).isEqualTo("defghijk");
    assertThat(ring.isEmpty()).isTrue();
    assertThat(take(1)).isEmpty();
  }

  @Test
  void viewsEndAtTheEdgeOfTheMemory() {
    put("abcdef");
    take(6);
    assertThat(ring.space().remaining()).isEqualTo(2);
    put("ghij");
    assertThat(ring.data().remaining()).isEqualTo(2);
    ring.consumed(2);
    assertThat(ring.data().remaining()).isEqualTo(2);
    assertThat(take(9)).isEqualTo("ij");
  }

  @Test
  void theCapacityIsAPowerOfTwo() {
    assertThatThrownBy(() -> new ByteRing(12)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Timeout(30)
  void twoThreadsMoveEveryByte() {
    ByteRing shared = new ByteRing(1024);
    int total = 500_000;
    CompletableFuture<Long> wrong =
        CompletableFuture.supplyAsync(
            () -> {
              ByteBuffer part = ByteBuffer.allocate(700);
              long bad = 0;
              for (int seen = 0; seen < total; ) {
                shared.take(part.clear());
                part.flip();
                while (part.hasRemaining()) {
                  bad += part.get() == (byte) (seen++ * 31) ? 0 : 1;
                }
                Thread.onSpinWait();
              }
              return bad;
            });
    ByteBuffer part = ByteBuffer.allocate(333).limit(0);
    for (int made = 0; made < total || part.hasRemaining(); ) {
      if (!part.hasRemaining()) {
        part.clear();
        while (part.hasRemaining() && made < total) {
          part.put((byte) (made++ * 31));
        }
        part.flip();
      }
      shared.put(part);
      Thread.onSpinWait();
    }
    assertThat(wrong.join()).isZero();
  }
}
