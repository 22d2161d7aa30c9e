package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
  private static final long SEED = 20261123;

  /** RFC 1071, section 4.1, read as plainly as it stands there. */
  static int naive(ByteBuffer buf, int offset, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int octet = buf.get(offset + i) & 0xFF;
      sum += (i & 1) == 0 ? octet << 8 : octet;
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return sum;
  }

  @Test
  void theExampleOfRfc1071() {
    ByteBuffer data =
        ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xF2, 3, (byte) 0xF4, (byte) 0xF5, -10, -9});
    assertThat(Checksums.fold(Checksums.add(0, data, 0, 8))).isEqualTo(0xDDF2);
  }

  @Test
  void everyLengthAndOffsetAgreesWithTheNaiveLoop() {
    Random random = new Random(SEED);
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    ByteBuffer heap = ByteBuffer.wrap(bytes);
    ByteBuffer direct = ByteBuffer.allocateDirect(300).put(bytes);
    for (int offset = 0; offset < 9; offset++) {
      for (int length = 0; length <= 280; length++) {
        int expected = naive(heap, offset, length);
        assertThat(Checksums.fold(Checksums.add(0, heap, offset, length))).isEqualTo(expected);
        assertThat(Checksums.fold(Checksums.add(0, direct, offset, length))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aSuperSegmentOfOnesDoesNotOverflow() {
    ByteBuffer ones = ByteBuffer.allocate(65_535);
    for (int i = 0; i < ones.capacity(); i++) {
      ones.put(i, (byte) 0xFF);
    }
    assertThat(Checksums.fold(Checksums.add(0, ones, 0, 65_535))).isEqualTo(naive(ones, 0, 65_535));
    assertThat(Checksums.fold(Long.MAX_VALUE)).isBetween(0, 0xFFFF);
  }

  @Test
  void partsCombineAtEvenAndOddOffsets() {
    Random random = new Random(SEED);
    byte[] bytes = new byte[200];
    random.nextBytes(bytes);
    ByteBuffer buf = ByteBuffer.wrap(bytes);
    for (int cut = 0; cut <= 200; cut++) {
      long first = Checksums.add(0, buf, 0, cut);
      long second = Checksums.add(0, buf, cut, 200 - cut);
      assertThat(Checksums.fold(Checksums.combine(first, cut, second)))
          .isEqualTo(naive(buf, 0, 200));
    }
  }

  @Test
  void sumsContinueWhereTheyStopped() {
    ByteBuffer buf = ByteBuffer.allocate(100);
    new Random(SEED).nextBytes(buf.array());
    long sum = Checksums.add(Checksums.add(0, buf, 0, 40), buf, 40, 60);
    assertThat(Checksums.fold(sum)).isEqualTo(naive(buf, 0, 100));
  }

  @Test
  void aChecksumVerifiesAndEveryChangedByteIsSeen() {
    ByteBuffer buf = ByteBuffer.allocate(64);
    new Random(SEED).nextBytes(buf.array());
    buf.putShort(10, (short) 0);
    buf.putShort(10, (short) Checksums.finish(Checksums.add(0, buf, 0, 64)));
    assertThat(Checksums.verifies(Checksums.add(0, buf, 0, 64))).isTrue();
    for (int i = 0; i < 64; i++) {
      byte old = buf.get(i);
      buf.put(i, (byte) (old + 1));
      assertThat(Checksums.verifies(Checksums.add(0, buf, 0, 64))).isFalse();
      buf.put(i, old);
    }
  }

  @Test
  void pseudoHeadersAreTheSumOfTheirWords() {
    IpAddress a = IpAddress.v6(0x2001_0DB8_0000_0001L, 0xFFFF_FFFF_FFFF_FFFFL);
    IpAddress b = IpAddress.v6(-1, -2);
    ByteBuffer pseudo = ByteBuffer.allocate(40);
    pseudo.putLong(a.hi()).putLong(a.lo()).putLong(b.hi()).putLong(b.lo()).putInt(65_535).putInt(6);
    assertThat(Checksums.fold(Checksums.pseudoHeader(a, b, 6, 65_535)))
        .isEqualTo(naive(pseudo, 0, 40));
  }
}
