package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Loss recovery segment by segment: fast retransmit, time-outs, probes, what was spurious (RFC
 * 5681, 6298, 6582, 6675, 8985, 3522). Segments carry 1000 bytes.
 */
class RecoveryTest {
  private static final long MS = SegmentScript.MS;

  /** Established with an RTT of 100 ms and ten segments of 1000 bytes in flight. */
  private static SegmentScript tenInFlight(boolean sack, boolean timestamps) {
    SegmentScript s =
        new SegmentScript(
            p -> p.tcp(p.tcp().withSack(sack).withPacing(false).withPathMtuProbing(false)));
    s.peerMss = timestamps ? 1012 : 1000;
    s.timestamps = timestamps;
    s.tcp().connect(s.now);
    s.flush();
    s.pass(100 * MS);
    s.tsEcho = s.lastTsValue;
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    s.host.toSend = 10_000;
    s.flush();
    assertThat(s.sent()).hasSize(10);
    return s;
  }

  @Test
  void threeSackedSegmentsBringTheFirstBack() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(1001, 2001).inject("ACK", 1, 1, 0);
    s.sack(1001, 3001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).as("it may be reordering").isEmpty();
    s.sack(1001, 4001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=1000");
    assertThat(s.tcp().info().fastRecoveries()).isEqualTo(1);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    s.pass(100 * MS);
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().unackedBytes()).isZero();
    assertThat(s.tcp().info().inFlight()).isZero();
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  @Test
  void oneSackedSegmentIsEnoughAfterAQuarterOfTheRoundTrip() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(9001, 10_001).inject("ACK", 1, 8001, 0);
    assertThat(s.sent()).isEmpty();
    s.pass(24 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly("ACK seq=8001 ack=1 len=1000");
  }

  @Test
  void severalHolesAreFilledInOrder() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(7001, 10_001).sack(3001, 4001).sack(1001, 2001).inject("ACK", 1, 1, 0);
    List<String> first = s.sent();
    assertThat(first).first().isEqualTo("ACK seq=1 ack=1 len=1000");
    s.pass(100 * MS);
    s.sack(7001, 10_001).sack(3001, 4001).inject("ACK", 1, 2001, 0);
    s.pass(100 * MS);
    s.sack(7001, 10_001).sack(2001, 4001).inject("ACK", 1, 2001, 0);
    s.sack(7001, 10_001).inject("ACK", 1, 4001, 0);
    s.pass(100 * MS);
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().unackedBytes()).isZero();
    assertThat(s.tcp().info().timeouts()).isZero();
    assertThat(s.tcp().info().bytesRetransmitted()).isEqualTo(5_000);
  }

  @Test
  void lostRetransmissionIsFoundWithoutATimeOut() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(1001, 5001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).first().isEqualTo("ACK seq=1 ack=1 len=1000");
    s.host.toSend += 5_000;
    s.sack(1001, 10_001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).as("new data").contains("ACK seq=10001 ack=1 len=1000");
    s.pass(100 * MS);
    s.sack(1001, 11_001).inject("ACK", 1, 1, 0);
    s.pass(30 * MS);
    assertThat(s.sent()).as("sent again, for the second time").contains("ACK seq=1 ack=1 len=1000");
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  @Test
  void tailLossIsProbed() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.inject("ACK", 1, 8001, 0);
    assertThat(s.sent()).isEmpty();
    s.pass(210 * MS);
    assertThat(s.sent()).as("PTO is 2 SRTT").containsExactly("ACK seq=9001 ack=1 len=1000");
    s.pass(92 * MS);
    s.sack(9001, 10_001).inject("ACK", 1, 8001, 0);
    s.pass(30 * MS);
    assertThat(s.sent()).containsExactly("ACK seq=8001 ack=1 len=1000");
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  @Test
  void timeOutSendsAllAgainInSlowStart() {
    SegmentScript s = tenInFlight(false, false);
    s.pass(350 * MS);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=1000");
    assertThat(s.host.timeouts).isEqualTo(1);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(1_000);
    s.pass(100 * MS);
    s.inject("ACK", 1, 1001, 0);
    assertThat(s.sent())
        .containsExactly("ACK seq=1001 ack=1 len=1000", "ACK seq=2001 ack=1 len=1000");
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().unackedBytes()).isZero();
  }

  @Test
  void timeOutSkipsWhatIsSacked() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(3001, 9001).inject("ACK", 1, 1, 0);
    s.pass(20_000 * MS);
    s.sent();
    s.inject("ACK", 1, 3001, 0);
    s.sack(3001, 9001).inject("ACK", 1, 3001, 0);
    s.pass(100 * MS);
    s.inject("ACK", 1, 9001, 0);
    s.pass(5 * MS);
    assertThat(s.sent()).allMatch(t -> t.startsWith("ACK seq=9001"));
  }

  @Test
  void retransmissionTimerBacksOff() {
    SegmentScript s = tenInFlight(false, false);
    long rto = s.tcp().info().retransmissionTimeoutNanos();
    assertThat(rto).isBetween(200 * MS, 500 * MS);
    s.pass(rto);
    assertThat(s.sent()).hasSize(1);
    s.pass(2 * rto - MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).hasSize(1);
    s.pass(4 * rto - MS);
    assertThat(s.sent()).isEmpty();
    s.pass(MS);
    assertThat(s.sent()).hasSize(1);
    assertThat(s.tcp().info().slowStartThreshold()).as("held constant").isEqualTo(5_000);
  }

  @Test
  void givesUpAfterTheUserTimeout() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(121_000 * MS);
    assertThat(s.host.closed.kind()).isEqualTo(org.mptcp4j.CloseReason.Kind.TIMED_OUT);
    assertThat(s.sent()).last().asString().startsWith("RST ACK");
    assertThat(s.tcp().finished()).isTrue();
    assertThat(s.outstanding()).isZero();
  }

  @Test
  void spuriousTimeOutIsUndone() {
    SegmentScript s = tenInFlight(true, true);
    int echo = s.lastTsValue;
    s.pass(1_000 * MS);
    assertThat(s.tcp().info().timeouts()).isPositive();
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(1_000);
    s.sent();
    s.tsValue++;
    s.tsEcho = echo;
    s.inject("ACK", 1, 2001, 0);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.sent()).as("nothing is sent again").isEmpty();
  }

  @Test
  void threeDuplicatesBringTheFirstBackWithoutSack() {
    SegmentScript s = tenInFlight(false, false);
    s.pass(100 * MS);
    s.inject("ACK", 1, 1, 0);
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).isEmpty();
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=1000");
    s.pass(100 * MS);
    s.inject("ACK", 1, 4001, 0);
    assertThat(s.sent()).as("partial ACK").containsExactly("ACK seq=4001 ack=1 len=1000");
    s.pass(100 * MS);
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    assertThat(s.tcp().info().inFlight()).isZero();
  }

  @Test
  void limitedTransmitSendsNewDataOnTheFirstDuplicates() {
    SegmentScript s = tenInFlight(false, false);
    s.host.toSend += 5_000;
    s.flush();
    assertThat(s.sent()).isEmpty();
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=10001 ack=1 len=1000");
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=11001 ack=1 len=1000");
  }

  @Test
  void partOfASuperSegmentIsSentAgain() {
    SegmentScript s = new SegmentScript(p -> p.maxSegmentBytes(60_000));
    s.peerMss = 1000;
    s.tcp().connect(s.now);
    s.flush();
    s.pass(1 * MS);
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    s.host.toSend = 10_000;
    s.flush();
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=10000");
    s.pass(1 * MS);
    s.sack(4001, 10_001).inject("ACK", 1, 2001, 0);
    assertThat(s.sent()).containsExactly("ACK seq=2001 ack=1 len=2000");
  }

  @Test
  void smallerPathGetsSmallerSegments() {
    SegmentScript s = tenInFlight(true, false);
    s.tcp().packetTooBig(67, TestPair.parameters(true).iss() + 1, s.now);
    s.tcp().packetTooBig(1_540, TestPair.parameters(true).iss() + 1, s.now);
    s.flush();
    assertThat(s.sent()).as("neither is less that can be").isEmpty();
    s.tcp().packetTooBig(640, TestPair.parameters(true).iss() + 1, s.now);
    s.flush();
    assertThat(s.sent())
        .hasSize(20)
        .startsWith("ACK seq=1 ack=1 len=600", "ACK seq=601 ack=1 len=400");
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(10_000);
    s.inject("ACK", 1, 10_001, 0);
    s.host.toSend += 1_000;
    s.flush();
    assertThat(s.sent())
        .containsExactly("ACK seq=10001 ack=1 len=600", "ACK seq=10601 ack=1 len=400");
  }

  @Test
  void whatCameInBeforeAHoleWasFilledGivesNoSample() {
    SegmentScript s = tenInFlight(false, true);
    s.pass(5_000 * MS);
    s.sent();
    s.tsValue++;
    s.tsEcho = s.lastTsValue;
    s.now += 100 * MS;
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().info().smoothedRttNanos()).isLessThan(300 * MS);
    assertThat(s.tcp().info().retransmissionTimeoutNanos()).isLessThan(1_000 * MS);
  }

  @Test
  void renegedSackIsSentAgainAfterATimeOut() {
    SegmentScript s = tenInFlight(true, false);
    s.pass(100 * MS);
    s.sack(1001, 10_001).inject("ACK", 1, 1, 0);
    s.sent();
    s.inject("ACK", 1, 1001, 0);
    s.pass(3_000 * MS);
    assertThat(s.sent()).contains("ACK seq=1001 ack=1 len=1000");
  }

  @Test
  void nonsenseInSackIsIgnored() {
    SegmentScript s = tenInFlight(true, false);
    s.sack(5001, 4001).sack(20_001, 30_001).sack(-100, -50).inject("ACK", 1, 1, 0);
    s.sack(1001, 90_001).inject("ACK", 1, 1, 0);
    s.inject("ACK", 1, 50_001, 0);
    assertThat(s.tcp().info().inFlight()).isEqualTo(10_000);
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.tcp().unackedBytes()).isZero();
  }

  /** The ACK that fills the gap comes in the same batch as those that told of it. */
  @Test
  void whatArrivesBeforeItIsSentAgainWasNotLost() {
    SegmentScript s = tenInFlight(true, false);
    long before = s.tcp().info().congestionWindow();
    for (int i = 2; i <= 4; i++) {
      s.sack(1001, i * 1000 + 1);
      s.tcp().input(s.parsed("ACK", 1, 1), s.now);
    }
    assertThat(s.tcp().info().congestionWindow()).as("taken for lost").isLessThan(before);
    s.inject("ACK", 1, 4001, 0);
    assertThat(s.sent()).noneMatch(segment -> segment.contains("seq=1 "));
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(before);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
  }

  /** Where some of it was sent again, that may have repaired a loss. */
  @Test
  void whatIsSentAgainMayHaveBeenLost() {
    SegmentScript s = tenInFlight(true, false);
    long before = s.tcp().info().congestionWindow();
    s.sack(2001, 5001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).contains("ACK seq=1 ack=1 len=1000");
    s.inject("ACK", 1, 5001, 0);
    assertThat(s.tcp().info().congestionWindow()).isLessThan(before);
  }

  /** A D-SACK of what was never sent is none. */
  @Test
  void aDuplicateBelowTheFirstByteIsIgnored() {
    SegmentScript s = tenInFlight(true, false);
    s.sack(-2000, -1000).inject("ACK", 1, 1001, 0);
    assertThat(s.tcp().info().recovery().duplicateSacks()).isZero();
    s.sack(1, 1001).inject("ACK", 1, 1001, 0);
    assertThat(s.tcp().info().recovery().duplicateSacks()).isEqualTo(1);
  }
}
