package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** RFC 5681, sections 2, 3.1 and 3.2: what is a duplicate, and the window after losses. */
class Rfc5681RecoveryTest {
  /** Section 3.1: "cwnd MUST be set to no more than the loss window, LW, which equals 1". */
  @Test
  void aTimeOutLeavesOneSegment() {
    SegmentScript s = Flight.withoutSack(10).pass(300 * MS);
    assertThat(s.sent()).containsExactly(segment(0));
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(1_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
  }

  /** "the value of ssthresh is held constant" when the same segment is retransmitted again. */
  @Test
  void aSecondTimeOutHoldsTheThreshold() {
    SegmentScript s = Flight.withoutSack(10).pass(1_000 * MS);
    assertThat(s.tcp().info().timeouts()).isEqualTo(2);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
  }

  /** "after retransmitting the dropped segment the TCP sender uses the slow start algorithm". */
  @Test
  void afterATimeOutTheWindowDoubles() {
    SegmentScript s = Flight.withoutSack(10).pass(300 * MS);
    s.sent();
    ack(s, 1);
    assertThat(s.sent()).containsExactly(segment(1), segment(2));
    ack(s, 2);
    ack(s, 3);
    assertThat(s.sent()).hasSize(4);
  }

  /**
   * RFC 3465, section 2.3: an ACK may be for what arrived long ago, and only the segment that was
   * sent again has left the network since.
   */
  @Test
  void afterATimeOutAnAckOfManyAddsOneSegment() {
    SegmentScript s = Flight.withoutSack(10).pass(300 * MS);
    s.sent();
    ack(s, 8);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(2_000);
  }

  /** RFC 9406, section 4.3: L is 8 without pacing, where all that is let out leaves at once. */
  @Test
  void anUnpacedSlowStartGrowsByEightSegmentsAnAck() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    ack(s, 10);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(18_000);
  }

  /** Section 2: a duplicate carries no data, and announces the same window. */
  @Test
  void segmentsWithDataOrAnotherWindowAreNoDuplicates() {
    SegmentScript s = Flight.withoutSack(10).pass(100 * MS);
    for (int i = 0; i < 5; i++) {
      s.inject("ACK", 1 + i * 10L, 1, 10);
    }
    for (int i = 0; i < 5; i++) {
      s.peerWindow -= 100;
      s.inject("ACK", 51, 1, 0);
    }
    assertThat(s.sent()).noneMatch(segment(0)::equals);
    assertThat(s.tcp().info().fastRecoveries()).isZero();
  }

  /** A FIN that is lost is sent again as anything else is. */
  @Test
  void aLostFinIsSentAgain() {
    SegmentScript s = Flight.withSack(2);
    s.host.closeWhenSent = true;
    s.flush();
    assertThat(s.sent()).containsExactly("FIN ACK seq=2001 ack=1");
    s.pass(100 * MS);
    ack(s, 2);
    s.pass(100 * MS);
    assertThat(s.sent()).startsWith("FIN ACK seq=2001 ack=1");
    s.inject("ACK", 1, 2_002, 0);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** A congestion control whose window is closed for good. */
  private static final class ClosedWindow implements CongestionControlProvider, CongestionControl {
    @Override
    public String name() {
      return "closed";
    }

    @Override
    public CongestionControl create(int maximumSegmentSize) {
      return this;
    }

    @Override
    public void onAck(
        long now, long acked, long rttNanos, long inFlight, boolean applicationLimited) {}

    @Override
    public void onCongestion(long now, long inFlight) {}

    @Override
    public void onTimeout(long now, long inFlight) {}

    @Override
    public void onIdle(long now) {}

    @Override
    public long congestionWindow() {
      return 0;
    }

    @Override
    public long slowStartThreshold() {
      return 0;
    }
  }

  /** "1 full-sized segment" is the least, whatever a congestion control says. */
  @Test
  void aWindowLetsOutOneSegment() {
    SegmentScript s = new SegmentScript(new ClosedWindow(), p -> {}).established();
    s.host.toSend = 5_000;
    s.flush();
    for (int i = 0; i < 3; i++) {
      assertThat(s.sent()).containsExactly("ACK seq=" + (1 + i * 1_460) + " ack=1 len=1460");
      s.inject("ACK", 1, 1 + (i + 1) * 1_460, 0);
    }
  }
}
