package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;

/** Window scale, timestamps, PAWS and RTTM (RFC 7323). */
class Rfc7323HighPerformanceTest {
  private static final long MS = SegmentScript.MS;

  private static SegmentScript plain() {
    return new SegmentScript();
  }

  private static SegmentScript with(TcpOptions options) {
    return new SegmentScript(p -> p.tcp(options));
  }

  private static SegmentScript withTimestamps() {
    SegmentScript s = plain();
    s.timestamps = true;
    return s.established();
  }

  // section 2: window scale

  /** 2.2: "It MAY be sent in an initial <SYN> segment"; here it is. */
  @Test
  void synOffersAScale() {
    SegmentScript s = plain();
    s.tcp().connect(s.now);
    assertThat(s.flush().options()).contains("ws=");
  }

  /** 2.2: "it MAY also be sent in a <SYN,ACK> segment, but only if ... received in the SYN". */
  @Test
  void synAckScalesOnlyIfTheSynDid() {
    SegmentScript without = plain();
    without.inject("SYN", 0, 0, 0);
    assertThat(without.options()).doesNotContain("ws=");
    SegmentScript with = plain();
    with.peerShift = 4;
    with.inject("SYN", 0, 0, 0);
    assertThat(with.options()).contains("ws=");
  }

  /** 2.2: "MUST be sent ... only in SYN segments": no other has it. */
  @Test
  void otherSegmentsHaveNoScale() {
    SegmentScript s = plain();
    s.peerShift = 4;
    s.established();
    s.host.toSend = 3_000;
    s.flush();
    assertThat(s.sent()).isNotEmpty();
    assertThat(s.options()).doesNotContain("ws=");
  }

  /** 2.2: "The window field in a segment where the SYN bit is set ... MUST NOT be scaled". */
  @Test
  void windowOfASynIsNotScaled() {
    SegmentScript s = plain();
    s.peerShift = 7;
    s.peerWindow = 1_000;
    s.established();
    assertThat(s.tcp().info().sendWindow()).isEqualTo(1_000);
    s.inject("ACK", 1, 1, 0);
    assertThat(s.tcp().info().sendWindow()).as("all other windows").isEqualTo(128_000);
  }

  /** 2.3: "If either side does not send the option, neither scales" (both shift counts are 0). */
  @Test
  void withoutThePeersOptionNothingIsScaled() {
    SegmentScript s = plain().established();
    s.inject("ACK", 1, 1, 100);
    assertThat(s.window).isEqualTo(65_535);
    assertThat(s.tcp().info().sendWindow()).isEqualTo(65_535);
    SegmentScript off = with(TcpOptions.defaults().withWindowScale(false));
    off.peerShift = 7;
    off.established();
    off.inject("ACK", 1, 1, 0);
    assertThat(off.tcp().info().sendWindow()).isEqualTo(65_535);
  }

  /**
   * 2.3: "If a Window Scale option is received with a shift.cnt value larger than 14, ... use 14".
   */
  @Test
  void shiftIsAtMost14() {
    SegmentScript s = plain();
    s.peerShift = 15;
    s.peerWindow = 2;
    s.established();
    s.inject("ACK", 1, 1, 0);
    assertThat(s.tcp().info().sendWindow()).isEqualTo(2L << 14);
  }

  // section 3: timestamps

  /** 3.2: "MUST be sent in every non-<RST> segment for the duration of the connection". */
  @Test
  void everySegmentHasTimestampsOnceAgreed() {
    SegmentScript s = withTimestamps();
    s.host.toSend = 100;
    s.flush();
    assertThat(s.options()).contains("ts");
    s.tsEcho = s.lastTsValue;
    s.inject("ACK", 1, 101, 50);
    assertThat(s.options()).contains("ts");
    s.tcp().shutdownOutput();
    s.flush();
    assertThat(s.options()).contains("ts");
  }

  /** 3.2: without TSopt in both SYN and SYN,ACK "MUST NOT" be sent. */
  @Test
  void noTimestampsWherePeerHasNone() {
    SegmentScript s = plain().established();
    s.host.toSend = 100;
    s.flush();
    assertThat(s.options()).doesNotContain("ts");
    SegmentScript passive = plain();
    passive.inject("SYN", 0, 0, 0);
    assertThat(passive.options()).doesNotContain("ts");
  }

  /** 3.2: "a TCP SHOULD silently drop the segment"; "MUST NOT abort a TCP connection". */
  @Test
  void segmentWithoutTimestampsIsDropped() {
    SegmentScript s = withTimestamps();
    s.timestamps = false;
    s.inject("ACK", 1, 1, 100);
    assertThat(s.sent()).isEmpty();
    assertThat(s.host.received).isZero();
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    s.inject("RST", 1, 0, 0);
    assertThat(s.tcp().finished()).as("a RST needs none").isTrue();
  }

  /**
   * 3.2: "If TSopt is received on a connection where it was not negotiated, it MUST be ignored".
   */
  @Test
  void timestampsNotAgreedOnAreIgnored() {
    SegmentScript s = plain().established();
    s.timestamps = true;
    s.tsValue = -5;
    s.inject("ACK", 1, 1, 100);
    assertThat(s.host.received).isEqualTo(100);
    assertThat(s.options()).doesNotContain("ts");
  }

  /** 5.4: the clock ticks between 1 ms and 1 s, "MUST be at least approximately proportional". */
  @Test
  void clockTicksInMilliseconds() {
    SegmentScript s = withTimestamps();
    s.inject("ACK", 1, 1, 10);
    int first = s.lastTsValue;
    s.pass(2_000 * MS);
    s.inject("ACK", 11, 1, 10);
    assertThat(s.lastTsValue - first).isEqualTo(2_000);
  }

  // section 4: RTTM

  /** 4.1: "RTT measured from TSecr", of a retransmission too: no need for Karn's rule. */
  @Test
  void retransmissionGivesASample() {
    SegmentScript s = withTimestamps();
    s.host.toSend = 100;
    s.flush();
    s.pass(3_000 * MS);
    s.tsValue++;
    s.tsEcho = s.lastTsValue;
    s.pass(80 * MS);
    s.inject("ACK", 1, 101, 0);
    // an eighth of the time since the last retransmission; from the first it were 385 ms
    assertThat(s.tcp().info().smoothedRttNanos()).isBetween(1 * MS, 300 * MS);
  }

  /** 4.3, (2): "If SEG.TSval >= TS.Recent and SEG.SEQ <= Last.ACK.sent": TS.Recent is set. */
  @Test
  void segmentOutOfOrderIsNotEchoed() {
    SegmentScript s = withTimestamps();
    s.tsValue = 2_000;
    s.inject("ACK", 1, 1, 10);
    assertThat(s.echo()).isEqualTo(2_000);
    s.tsValue = 2_010;
    s.inject("ACK", 111, 1, 10);
    assertThat(s.echo()).as("the gap is older").isEqualTo(2_000);
    s.tsValue = 2_005;
    s.inject("ACK", 11, 1, 100);
    assertThat(s.echo()).as("the segment that filled it").isEqualTo(2_005);
  }

  // section 5: PAWS

  /**
   * 5.3, R1: "SEG.TSval < TS.Recent": "Send an acknowledgment in reply ... and drop the segment".
   */
  @Test
  void oldDuplicateIsDroppedAndAcknowledged() {
    SegmentScript s = withTimestamps();
    s.tsValue = 5_000;
    s.inject("ACK", 1, 1, 10);
    s.sent();
    s.tsValue = 4_999;
    s.inject("ACK", 11, 1, 10);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=11");
    assertThat(s.host.received).isEqualTo(10);
    s.tsValue = 5_000;
    s.inject("ACK", 11, 1, 10);
    assertThat(s.host.received).as("the same time is new enough").isEqualTo(20);
  }

  /** 5.2: "it is recommended that RST segments NOT ... be subjected to PAWS". */
  @Test
  void resetIsNotSubjectToPaws() {
    SegmentScript s = withTimestamps();
    s.tsValue -= 500;
    s.inject("RST", 1, 0, 0);
    assertThat(s.tcp().finished()).isTrue();
  }

  /** 5.5: "TS.Recent ... invalidated ... idle for more than 24 days". */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void timestampsOfLongAgoDoNotCount(boolean outdated) {
    SegmentScript s = withTimestamps();
    s.inject("ACK", 1, 1, 10);
    s.pass((outdated ? 25L : 23L) * 24 * 3_600_000 * MS);
    s.tsValue -= 100;
    s.inject("ACK", 11, 1, 10);
    assertThat(s.host.received).isEqualTo(outdated ? 20 : 10);
  }

  /** 5.3: timestamps wrap, and compare "using modular 32-bit arithmetic". */
  @Test
  void timestampsWrap() {
    SegmentScript s = plain();
    s.timestamps = true;
    s.tsValue = -2;
    s.established();
    s.tsValue = 3;
    s.inject("ACK", 1, 1, 10);
    assertThat(s.host.received).isEqualTo(10);
    s.tsValue = -1;
    s.inject("ACK", 11, 1, 10);
    assertThat(s.host.received).as("before the wrap").isEqualTo(10);
  }
}
