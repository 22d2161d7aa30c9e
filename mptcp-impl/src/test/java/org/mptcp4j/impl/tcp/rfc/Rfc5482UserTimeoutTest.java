package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.SegmentScript;

/** RFC 5482: TCP user timeout option. */
class Rfc5482UserTimeoutTest {
  private static final long SECOND = 1_000 * MS;

  private static SegmentScript enabled(long seconds) {
    return new SegmentScript(
        p ->
            p.userTimeoutNanos(seconds * SECOND)
                .tcp(TcpOptions.defaults().withUserTimeoutOption(true)));
  }

  private static SegmentScript opened(SegmentScript s, int peersSeconds) {
    s.userTimeoutSeconds = peersSeconds;
    s.established();
    s.userTimeoutSeconds = 0;
    s.sent();
    return s;
  }

  /** How long data stays unacknowledged before the connection ends. */
  private static long secondsUntilTheEnd(SegmentScript s) {
    s.host.toSend = 10;
    s.flush();
    long start = s.now;
    while (s.host.closed == null && s.now - start < 20_000 * SECOND) {
      s.pass(SECOND);
    }
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    return (s.now - start) / SECOND;
  }

  /** Section 3: "ENABLED ... Defaults to false", and "applies to both sending and receiving". */
  @Test
  void byDefaultItIsNeitherSentNorHeeded() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    assertThat(s.options()).doesNotContain("uto");
    s.userTimeoutSeconds = 1000;
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.options()).doesNotContain("uto");
    assertThat(secondsUntilTheEnd(s)).isEqualTo(120);
  }

  /** "... in the first packet that does not have the SYN flag set", beside the SYN. */
  @Test
  void itIsInTheSynAndInTheFirstSegmentAfterIt() {
    SegmentScript s = enabled(300);
    s.tcp().connect(s.now);
    s.flush();
    assertThat(s.options()).contains("uto=300");
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.options()).contains("uto=300");
    s.inject("ACK", 1, 1, 100);
    assertThat(s.options()).doesNotContain("uto");
  }

  @Test
  void itIsInTheSynAck() {
    SegmentScript s = enabled(300);
    s.inject("SYN", 0, 0, 0);
    assertThat(s.options()).contains("uto=300");
  }

  /** Section 3.1: "USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT))". */
  @Test
  void theLongerOfBothIsAdopted() {
    assertThat(secondsUntilTheEnd(opened(enabled(120), 500))).isEqualTo(500);
    assertThat(secondsUntilTheEnd(opened(enabled(300), 200))).isEqualTo(300);
  }

  /** "The lower limit (L_LIMIT) SHOULD be set to at least 100 seconds". */
  @Test
  void shortOnesAreRaisedToTheLowerLimit() {
    assertThat(secondsUntilTheEnd(opened(enabled(10), 5))).isEqualTo(100);
    assertThat(secondsUntilTheEnd(opened(enabled(10), 0))).as("nobody asked").isEqualTo(10);
  }

  /** "Implementations MUST impose limits on the user timeout values they accept and use". */
  @Test
  void longOnesAreCutToTheUpperLimit() {
    assertThat(secondsUntilTheEnd(opened(enabled(120), 1_000_000))).isEqualTo(3_600);
  }

  @Test
  void aLaterOptionCountsAsWell() {
    SegmentScript s = opened(enabled(120), 0);
    s.userTimeoutSeconds = 400;
    s.inject("ACK", 1, 1, 0);
    s.userTimeoutSeconds = 0;
    assertThat(secondsUntilTheEnd(s)).isEqualTo(400);
  }
}
