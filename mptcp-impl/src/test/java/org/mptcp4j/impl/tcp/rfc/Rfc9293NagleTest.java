package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 9293, section 3.7.4: the Nagle algorithm. */
class Rfc9293NagleTest {
  private static SegmentScript nagle(boolean on) {
    return new SegmentScript(p -> p.tcp(TcpOptions.defaults().withNoDelay(!on))).established();
  }

  private static void write(SegmentScript s, int bytes) {
    s.host.toSend += bytes;
    s.flush();
  }

  /** "There MUST be a way for an application to disable the Nagle algorithm" (MUST-17). */
  @Test
  void withoutItAllLeavesAtOnce() {
    SegmentScript s = nagle(false);
    write(s, 10);
    write(s, 20);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=10", "ACK seq=11 ack=1 len=20");
  }

  @Test
  void whatIsSmallWaitsWhileDataIsUnacknowledged() {
    SegmentScript s = nagle(true);
    write(s, 10);
    assertThat(s.sent()).as("nothing is outstanding").containsExactly("ACK seq=1 ack=1 len=10");
    write(s, 20);
    write(s, 30);
    assertThat(s.sent()).isEmpty();
    s.inject("ACK", 1, 11, 0);
    assertThat(s.sent()).containsExactly("ACK seq=11 ack=1 len=50");
  }

  /** "... or until the TCP endpoint can send a full-sized segment (Eff.snd.MSS bytes)". */
  @Test
  void fullSegmentsLeaveAndTheRestWaits() {
    SegmentScript s = nagle(true);
    write(s, 10);
    s.sent();
    write(s, 3_000);
    assertThat(s.sent())
        .containsExactly("ACK seq=11 ack=1 len=1460", "ACK seq=1471 ack=1 len=1460");
    s.inject("ACK", 1, 2931, 0);
    assertThat(s.sent()).containsExactly("ACK seq=2931 ack=1 len=80");
  }

  @Test
  void theEndOfTheStreamWaitsForNothing() {
    SegmentScript s = nagle(true);
    write(s, 10);
    s.sent();
    s.host.closeWhenSent = true;
    write(s, 20);
    assertThat(s.sent()).containsExactly("FIN ACK seq=11 ack=1 len=20");
  }
}
