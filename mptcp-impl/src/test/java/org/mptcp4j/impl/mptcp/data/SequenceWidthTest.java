package org.mptcp4j.impl.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** At which rate data sequence numbers go out with all their bits. */
class SequenceWidthTest {
  private static final long SECOND = 1_000_000_000L;

  /** The rate at which 2^32 bytes take an MSL of 120 s. */
  private static final long BYTES_PER_SECOND = (1L << 32) / 120;

  /** Sends at a rate, 10 times a second. */
  private static long sendFor(
      SequenceWidth width, long from, long at, long seconds, long perSecond) {
    long position = from;
    for (long i = 0; i < seconds * 10; i++) {
      position += perSecond / 10;
      width.sent(position, at + i * SECOND / 10);
    }
    return position;
  }

  @Test
  void slowSenderStaysNarrowHoweverMuchItSends() {
    SequenceWidth width = new SequenceWidth();
    sendFor(width, 1, 0, 3600, BYTES_PER_SECOND * 9 / 10);
    assertThat(width.wide()).isFalse();
  }

  @Test
  void fastSenderIsWideLongBeforeItsNumbersWrap() {
    for (long rate = BYTES_PER_SECOND * 11 / 10; rate < 1L << 34; rate *= 3) {
      SequenceWidth width = new SequenceWidth();
      long position = sendFor(width, 1, 0, 3, 1000);
      long quarter = position + (1L << 30);
      for (long now = 3 * SECOND; position < quarter; now += SECOND / 100) {
        position += rate / 100;
        width.sent(position, now);
      }
      assertThat(width.wide()).as("at " + rate).isTrue();
    }
  }

  @Test
  void staysWide() {
    SequenceWidth width = new SequenceWidth();
    long position = sendFor(width, 1, 0, 10, 1L << 28);
    assertThat(width.wide()).isTrue();
    sendFor(width, position, 10 * SECOND, 1000, 1_000_000);
    assertThat(width.wide()).isTrue();
  }
}
