package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionKind;
import org.mptcp4j.impl.wire.option.OptionWriter;

class ReceivedOptionsTest {
  private final ReceivedOptions options = new ReceivedOptions();
  private final ByteBuffer buf = ByteBuffer.allocate(60);

  private boolean read() {
    return options.read(buf, 0, buf.position());
  }

  @Test
  void allOfTcpsOwn() {
    OptionWriter.mss(buf, 65_535);
    OptionWriter.sackPermitted(buf);
    OptionWriter.timestamps(buf, 0x8000_0001, -1);
    OptionWriter.nop(buf);
    OptionWriter.windowScale(buf, 14);
    assertThat(buf.position()).isEqualTo(20);
    assertThat(read()).isTrue();
    assertThat(options.hasMss()).isTrue();
    assertThat(options.mss()).isEqualTo(65_535);
    assertThat(options.sackPermitted()).isTrue();
    assertThat(options.hasTimestamps()).isTrue();
    assertThat(options.tsValue()).isEqualTo(0x8000_0001);
    assertThat(options.tsEchoReply()).isEqualTo(-1);
    assertThat(options.hasWindowScale()).isTrue();
    assertThat(options.windowScale()).isEqualTo(14);
    assertThat(options.sackBlockCount()).isZero();
    assertThat(options.hasMptcp()).isFalse();
    buf.clear();
    assertThat(read()).isTrue();
    assertThat(options.hasMss()).isFalse();
    assertThat(options.sackPermitted()).isFalse();
    assertThat(options.hasTimestamps()).isFalse();
    assertThat(options.hasWindowScale()).isFalse();
  }

  @Test
  void aShiftBeyond14CountsAs14() {
    OptionWriter.windowScale(buf, 255);
    assertThat(read()).isTrue();
    assertThat(options.windowScale()).isEqualTo(14);
  }

  /** RFC 5482, section 3.3: 15 bits of seconds, or of minutes with the granularity bit. */
  @ParameterizedTest
  @CsvSource({"1, 1", "32767, 32767", "32768, 32820", "36000, 36000", "1966020, 1966020"})
  void userTimeout(int seconds, int read) {
    OptionWriter.userTimeout(buf, seconds);
    assertThat(buf.position()).isEqualTo(4);
    assertThat(read()).isTrue();
    assertThat(options.userTimeoutSeconds()).isEqualTo(read);
    buf.clear();
    assertThat(read()).isTrue();
    assertThat(options.userTimeoutSeconds()).isZero();
  }

  /** Section 3.4: zero is reserved, in seconds and in minutes. */
  @Test
  void theReservedUserTimeoutIsNone() {
    buf.put((byte) 28).put((byte) 4).putShort((short) 0x8000);
    assertThat(read()).isTrue();
    assertThat(options.userTimeoutSeconds()).isZero();
  }

  @Test
  void oneToFourSackBlocks() {
    for (int blocks = 1; blocks <= 4; blocks++) {
      buf.clear();
      OptionWriter.sackHeader(buf, blocks);
      for (int i = 0; i < blocks; i++) {
        OptionWriter.sackBlock(buf, 100 * i - 150, 100 * i - 100);
      }
      assertThat(buf.position()).isEqualTo(OptionWriter.sackLength(blocks));
      assertThat(read()).isTrue();
      assertThat(options.sackBlockCount()).isEqualTo(blocks);
      assertThat(options.sackLeft(blocks - 1)).isEqualTo(100 * blocks - 250);
      assertThat(options.sackRight(blocks - 1)).isEqualTo(100 * blocks - 200);
    }
    assertThat(OptionWriter.sackBlocksIn(40)).isEqualTo(4);
    assertThat(OptionWriter.sackBlocksIn(28)).isEqualTo(3);
    assertThat(OptionWriter.sackBlocksIn(11)).isZero();
    assertThat(OptionWriter.sackBlocksIn(0)).isZero();
  }

  @Test
  void everyLengthOfEveryKindIsJudgedRight() {
    for (int kind = 2; kind < 256; kind++) {
      for (int length = 0; length < 256; length++) {
        buf.clear().put((byte) kind).put((byte) length).position(40);
        assertThat(read()).as("kind %d length %d", kind, length).isEqualTo(fits(length));
        if (fits(length)) {
          assertThat(options.hasMss()).isEqualTo(kind == OptionKind.MSS && length == 4);
          assertThat(options.hasWindowScale()).isEqualTo(kind == 3 && length == 3);
          assertThat(options.sackPermitted()).isEqualTo(kind == 4 && length == 2);
          assertThat(options.hasTimestamps()).isEqualTo(kind == 8 && length == 10);
          boolean sack = kind == 5 && length >= 10 && length <= 34 && (length - 2) % 8 == 0;
          assertThat(options.sackBlockCount()).isEqualTo(sack ? (length - 2) / 8 : 0);
          assertThat(options.hasMptcp()).isEqualTo(kind == OptionKind.MPTCP);
        }
      }
    }
  }

  private static boolean fits(int length) {
    return length >= 2 && length <= 40;
  }

  @Test
  void nothingBehindTheEndOfTheListCounts() {
    buf.put((byte) OptionKind.END);
    OptionWriter.mss(buf, 1000);
    assertThat(read()).isTrue();
    assertThat(options.hasMss()).isFalse();
  }

  @Test
  void aKindWithoutRoomForItsLengthIsMalformed() {
    OptionWriter.nop(buf);
    buf.put((byte) OptionKind.SACK_PERMITTED);
    assertThat(read()).isFalse();
  }

  @Test
  void anImpossibleMptcpOptionIsIgnoredAndTold() {
    buf.put((byte) OptionKind.MPTCP)
        .put((byte) 5)
        .put((byte) (OptionKind.MP_JOIN << 4))
        .putShort((short) 0);
    OptionWriter.mss(buf, 1000);
    MptcpOptionWriter.mpPrio(buf, true);
    assertThat(read()).isTrue();
    assertThat(options.mptcpMalformed()).isTrue();
    assertThat(options.mpJoin().present()).isFalse();
    assertThat(options.mpPrio().backup()).isTrue();
    assertThat(options.mss()).isEqualTo(1000);
  }
}
