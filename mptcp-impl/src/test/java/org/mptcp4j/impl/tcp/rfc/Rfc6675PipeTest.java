package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 6675: what is in flight, what is sent next in recovery, and the timer meanwhile. */
class Rfc6675PipeTest {
  /** Section 4, SetPipe (): neither what is sacked nor what is lost and not sent again. */
  @Test
  void pipeIsWhatIsInTheNetwork() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    assertThat(s.tcp().info().inFlight()).isEqualTo(10_000);
    ack(sack(s, 8, 1), 0);
    assertThat(s.tcp().info().inFlight()).isEqualTo(9_000);
    s.pass(26 * MS);
    assertThat(s.sent()).startsWith(segment(0));
    long again = s.tcp().info().bytesRetransmitted();
    assertThat(s.tcp().info().inFlight()).as("9, and what was sent again").isEqualTo(1_000 + again);
  }

  /** NextSeg (): the lowest lost one first, then new data. */
  @Test
  void holesComeBeforeNewData() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    s.host.toSend += 10_000;
    ack(sack(s, 3, 7), 0);
    assertThat(s.sent()).startsWith(segment(0), segment(1), segment(2)).doesNotContain(segment(3));
  }

  /** Section 5, (1.1): "RecoveryPoint = HighData"; until then there is one reduction. */
  @Test
  void thereIsOneReductionUntilTheRecoveryPoint() {
    SegmentScript s = Flight.withSack(10).pass(100 * MS);
    sack(s, 6, 4);
    ack(sack(s, 1, 2), 0);
    sack(s, 6, 4);
    ack(sack(s, 1, 2), 0);
    s.pass(100 * MS);
    ack(sack(s, 6, 4), 3);
    ack(sack(s, 6, 4), 5);
    s.pass(100 * MS);
    ack(s, 10);
    assertThat(s.tcp().info().fastRecoveries()).isEqualTo(1);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  /** Section 6: a variant "that re-arms the RTO timer on each retransmission" of the head. */
  @Test
  void theTimerRunsFromTheRetransmission() {
    SegmentScript s = Flight.withSack(10).pass(250 * MS);
    s.sent();
    ack(sack(s, 1, 3), 0);
    assertThat(s.sent()).startsWith(segment(0));
    s.pass(240 * MS);
    assertThat(s.tcp().info().timeouts()).isZero();
  }
}
