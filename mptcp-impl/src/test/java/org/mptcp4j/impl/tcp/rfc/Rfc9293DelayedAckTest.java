package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import org.junit.jupiter.api.Test;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 9293, section 3.8.6.3, and RFC 5681, section 4.2: when to send an ACK segment. */
class Rfc9293DelayedAckTest {
  private static final int FULL = 1460;

  private final SegmentScript s = new SegmentScript().established();
  private long next = 1;

  private void full() {
    text("ACK", FULL);
  }

  private void text(String flags, int length) {
    s.inject(flags, next, 1, length);
    next += length;
  }

  /** Takes what the start acknowledges one by one. */
  private void afterTheStart() {
    for (int i = 0; i < 16; i++) {
      full();
    }
    s.sent();
  }

  /** "An ACK SHOULD be generated for at least every second full-sized segment" (SHLD-19). */
  @Test
  void everySecondFullSegmentIsAcknowledged() {
    afterTheStart();
    for (int i = 0; i < 5; i++) {
      full();
      assertThat(s.sent()).isEmpty();
      full();
      assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    }
  }

  /** "... or 2*RMSS bytes of new data": a full one and a part need not wait for more. */
  @Test
  void aFullSegmentAndAPartAreAcknowledged() {
    afterTheStart();
    full();
    text("ACK", 300);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
  }

  @Test
  void anAckForASuperSegmentLeavesAtOnce() {
    afterTheStart();
    for (int i = 0; i < 3; i++) {
      text("ACK", 40 * FULL);
      assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    }
  }

  /** The path's segments are shorter than the MSS that was announced. */
  @Test
  void shorterFullSegmentsAreFoundOut() {
    afterTheStart();
    for (int i = 0; i < 3; i++) {
      text("ACK", 1000);
    }
    s.pass(500 * MS);
    s.sent();
    for (int i = 0; i < 5; i++) {
      text("ACK", 1000);
      text("ACK", 1000);
    }
    assertThat(s.sent()).hasSizeGreaterThanOrEqualTo(5);
  }

  /** "In particular, the delay MUST be less than 0.5 seconds" (MUST-40). */
  @Test
  void theDelayIsShort() {
    afterTheStart();
    full();
    s.pass(39 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(1 * MS);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
  }

  @Test
  void theDelayIsAnOption() {
    SegmentScript other =
        new SegmentScript(p -> p.tcp(TcpOptions.defaults().withDelayedAckNanos(200 * MS)));
    other.established();
    for (int i = 0; i < 17; i++) {
      other.inject("ACK", 1 + i * FULL, 1, FULL);
    }
    other.sent();
    other.pass(199 * MS);
    assertThat(other.sent()).isEmpty();
    other.pass(1 * MS);
    assertThat(other.sent()).hasSize(1);
  }

  /** In slow start a sender waits for each ACK: at the start, and after a pause. */
  @Test
  void theStartIsAcknowledgedOneByOneAndSoIsWhatFollowsAPause() {
    for (int i = 0; i < 16; i++) {
      full();
      assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    }
    full();
    assertThat(s.sent()).isEmpty();
    s.pass(100 * MS);
    s.sent();
    full();
    assertThat(s.sent()).as("a short pause").isEmpty();
    s.pass(2_000 * MS);
    s.sent();
    for (int i = 0; i < 16; i++) {
      full();
      assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    }
    full();
    assertThat(s.sent()).isEmpty();
  }

  /**
   * RFC 5681, section 4.2: "Out-of-order data segments SHOULD be acknowledged immediately", "the
   * receiver SHOULD send an immediate ACK when it receives a data segment that fills in all or part
   * of a gap".
   */
  @Test
  void gapsAndWhatFillsThemAreAcknowledgedAtOnce() {
    afterTheStart();
    long gap = next;
    s.inject("ACK", gap + 2 * FULL, 1, FULL);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + gap);
    s.inject("ACK", gap + 3 * FULL, 1, FULL);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + gap);
    s.inject("ACK", gap, 1, FULL);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + (gap + FULL));
    s.inject("ACK", gap + FULL, 1, FULL);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + (gap + 4 * FULL));
  }

  /** A segment that was here says that the sender is in trouble, with a small window. */
  @Test
  void afterADuplicateAllIsAcknowledgedOneByOne() {
    afterTheStart();
    s.inject("ACK", next - FULL, 1, FULL);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    full();
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
  }

  /** The peer's Nagle algorithm holds what follows a small segment until that is acknowledged. */
  @Test
  void theEndOfABurstIsAcknowledgedAtOnceUnlessAnswersComeInTime() {
    afterTheStart();
    text("ACK PSH", 100);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + next);
    full();
    s.pass(10 * MS);
    s.host.toSend = 50;
    s.flush();
    assertThat(s.sent()).as("carries the ACK").containsExactly("ACK seq=1 ack=" + next + " len=50");
    s.inject("ACK PSH", next, 51, 100);
    next += 100;
    assertThat(s.sent()).as("an answer is likely").isEmpty();
    s.pass(40 * MS);
    assertThat(s.sent()).as("none came").containsExactly("ACK seq=51 ack=" + next);
    s.inject("ACK PSH", next, 51, 100);
    assertThat(s.sent()).hasSize(1);
  }

  /** RFC 5681, section 4.2: "ACKs ... MUST NOT be generated for data that has not arrived". */
  @Test
  void oneSegmentIsNotAcknowledgedTwice() {
    full();
    s.sent();
    s.flush();
    s.pass(1_000 * MS);
    assertThat(s.sent()).isEmpty();
  }
}
