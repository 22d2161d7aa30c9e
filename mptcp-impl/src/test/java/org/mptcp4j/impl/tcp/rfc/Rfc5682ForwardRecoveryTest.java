package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;
import static org.mptcp4j.impl.tcp.rfc.Flight.ack;
import static org.mptcp4j.impl.tcp.rfc.Flight.sack;
import static org.mptcp4j.impl.tcp.rfc.Flight.segment;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 5682: F-RTO. Ten segments are in flight without timestamps, and the timer fires. */
class Rfc5682ForwardRecoveryTest {
  private static SegmentScript timedOut(SegmentScript s) {
    while (s.tcp().info().timeouts() == 0) {
      s.pass(MS);
    }
    assertThat(s.sent()).last().isEqualTo(segment(0));
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(1_000);
    return s;
  }

  /** Section 2.1, step 2b: "transmit up to two new (previously unsent) segments". */
  @Test
  void theFirstAckBringsNewData() {
    SegmentScript s = timedOut(Flight.withoutSack(10));
    Flight.send(s, 5);
    assertThat(s.sent()).isEmpty();
    ack(s, 1);
    assertThat(s.sent()).containsExactly(segment(10), segment(11));
  }

  /** Step 3b: "if it acknowledges data that was not retransmitted ... declare ... spurious". */
  @Test
  void aSecondAckShowsThatTheTimeOutWasSpurious() {
    SegmentScript s = timedOut(Flight.withoutSack(10));
    Flight.send(s, 5);
    ack(s, 1);
    s.sent();
    ack(s, 2);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(Long.MAX_VALUE);
    ack(s, 10);
    assertThat(s.sent()).noneMatch(segment(2)::equals);
    assertThat(s.tcp().info().bytesRetransmitted()).isEqualTo(1_000);
  }

  /** Step 3a: "If the acknowledgment is a duplicate ACK ... continue with the slow start". */
  @Test
  void aDuplicateShowsThatTheLossWasReal() {
    SegmentScript s = timedOut(Flight.withoutSack(10));
    Flight.send(s, 5);
    ack(s, 1);
    s.sent();
    s.pass(100 * MS);
    ack(s, 1);
    ack(s, 1);
    s.pass(100 * MS);
    assertThat(s.tcp().info().congestionWindow()).isLessThanOrEqualTo(3_000);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
  }

  /** Step 2a: "If the acknowledgment is a duplicate ACK ... Do not enter step 3". */
  @Test
  void aDuplicateBeforeTheFirstAckEndsIt() {
    SegmentScript s = timedOut(Flight.withoutSack(10));
    Flight.send(s, 5);
    ack(s, 0);
    ack(s, 1);
    assertThat(s.sent()).containsExactly(segment(1), segment(2));
  }

  /** Step 2b: "does not have any new data to send ... continue with slow start retransmissions". */
  @Test
  void withoutNewDataWhatIsLostIsSentAgain() {
    SegmentScript s = timedOut(Flight.withSack(10));
    ack(s, 1);
    assertThat(s.sent()).containsExactly(segment(1), segment(2));
  }

  /** "does not acknowledge all of the data that was retransmitted in step 1". */
  @Test
  void aPartOfTheHeadDoesNotCount() {
    SegmentScript s = timedOut(Flight.withoutSack(10));
    Flight.send(s, 5);
    s.inject("ACK", 1, 501, 0);
    assertThat(s.sent()).as("nothing new").containsExactly(segment(1));
  }

  /** Section 3.1, step 2: with SACK, duplicates "adjust the scoreboard ... Stay in step 2". */
  @Test
  void withSackDuplicatesAreWaitedOut() {
    SegmentScript s = timedOut(Flight.withSack(10));
    Flight.send(s, 5);
    ack(sack(s, 1, 2), 0);
    assertThat(s.sent()).isEmpty();
    ack(s, 3);
    assertThat(s.sent()).containsExactly(segment(10), segment(11));
    ack(s, 5);
    assertThat(s.tcp().info().congestionWindow()).as("spurious").isGreaterThanOrEqualTo(10_000);
  }

  /** Step 3a: "a SACK block covers more than RecoveryPoint ... the conventional RTO recovery". */
  @Test
  void theNewDataAloneShowsThatTheLossWasReal() {
    SegmentScript s = timedOut(Flight.withSack(10));
    Flight.send(s, 5);
    s.pass(100 * MS);
    ack(s, 1);
    assertThat(s.sent()).containsExactly(segment(10), segment(11));
    s.pass(100 * MS);
    ack(sack(s, 10, 1), 1);
    assertThat(s.tcp().info().congestionWindow()).isLessThanOrEqualTo(3_000);
    assertThat(s.sent()).startsWith(segment(1));
  }

  /**
   * Step 1: "except in case the retransmission timer expires multiple times for the same segment".
   */
  @Test
  void aSecondTimeOutOfTheSameSegmentStartsItAgain() {
    SegmentScript s = timedOut(Flight.withSack(10));
    Flight.send(s, 5);
    while (s.tcp().info().timeouts() == 1) {
      s.pass(MS);
    }
    s.sent();
    ack(s, 1);
    ack(s, 2);
    assertThat(s.tcp().info().congestionWindow()).isGreaterThanOrEqualTo(10_000);
  }

  /** Section 3.1: "SHOULD NOT be applied if the TCP sender is already in loss recovery". */
  @Test
  void aTimeOutInFastRecoveryIsTakenAsReal() {
    SegmentScript s = Flight.withSack(10);
    Flight.send(s, 5);
    s.pass(100 * MS);
    ack(sack(s, 1, 3), 0);
    timedOut(s);
    ack(sack(s, 1, 3), 1);
    ack(s, 4);
    ack(s, 5);
    assertThat(s.tcp().info().slowStartThreshold()).isLessThanOrEqualTo(5_000);
  }
}
