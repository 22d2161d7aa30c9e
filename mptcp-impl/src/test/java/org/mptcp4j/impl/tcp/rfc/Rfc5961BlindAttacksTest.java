package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;

/** Blind in-window attacks on a connection fail (RFC 5961; RFC 9293, section 3.10.7.4). */
class Rfc5961BlindAttacksTest {
  private static final long MS = SegmentScript.MS;
  private static final int GUESSES = 20_000;
  private static final int MAX_SND_WND = 65_535;

  private final SegmentScript s = new SegmentScript().established();

  /** The connection is alive: text of the real peer comes in, and is acknowledged. */
  private void lives() {
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    s.pass(1_000 * MS);
    s.sent();
    long before = s.host.received;
    s.inject("ACK", s.tcp().receiveNext(), 1, 100);
    assertThat(s.host.received - before).as("text of the peer").isEqualTo(100);
    assertThat(s.host.wrongBytes).isZero();
  }

  /**
   * 3.2: "If the RST bit is set and the sequence number is outside the current receive window,
   * silently drop the segment".
   */
  @Test
  void resetOutsideOfTheWindowIsDropped() {
    s.inject("RST", 100_000, 0, 0);
    s.inject("RST", 0, 0, 0);
    assertThat(s.sent()).isEmpty();
    lives();
  }

  /** The window ends before RCV.NXT + RCV.WND, and a RST has no text that reaches into it. */
  @Test
  void theWindowEndsAtItsRightEdge() {
    assertThat(s.window).isEqualTo(65_535);
    s.inject("RST", 65_536, 0, 0);
    s.inject("RST", 0, 0, 100);
    assertThat(s.sent()).as("outside").isEmpty();
    s.inject("RST", 65_535, 0, 0);
    assertThat(s.sent()).as("its last octet").containsExactly("ACK seq=1 ack=1");
    lives();
  }

  /** 3.2: "... does not exactly match ..., yet is within the ... window, TCP MUST send an ACK". */
  @Test
  void resetInTheWindowIsChallenged() {
    s.inject("RST", 2, 0, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    lives();
  }

  /** 3.2: "... exactly matches the next expected sequence number (RCV.NXT) ... MUST reset". */
  @Test
  void exactResetEndsTheConnection() {
    s.inject("RST", 1, 0, 0);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.RESET);
    assertThat(s.sent()).as("never a RST for a RST").isEmpty();
  }

  /** The real peer lost its state: the challenge gets a RST whose number is exact. */
  @Test
  void peerThatAnswersTheChallengeEndsTheConnection() {
    s.inject("RST", 500, 0, 0);
    List<String> challenge = s.sent();
    assertThat(challenge).containsExactly("ACK seq=1 ack=1");
    // "<SEQ=SEG.ACK><CTL=RST>" of section 3.10.7.1
    s.inject("RST", 1, 0, 0);
    assertThat(s.tcp().finished()).isTrue();
  }

  /** 3: an attacker who does not know RCV.NXT can't reset, however often it tries. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void blindResetsFail(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < GUESSES; i++) {
      s.inject("RST", random.nextInt(), random.nextInt(), 0);
    }
    // in the window, each number but the exact one
    for (int i = 2; i < GUESSES; i++) {
      s.inject("RST", i, 0, 0);
    }
    assertThat(s.host.closed).isNull();
    lives();
  }

  /** 4.2: "If the SYN bit is set, irrespective of the sequence number, TCP MUST send an ACK". */
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 10_000_000, 0})
  void synIsChallenged(long sequence) {
    s.inject("SYN", sequence, 0, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    lives();
  }

  /** 4: neither does a SYN reset, in the window or elsewhere. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void blindSynsFail(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < GUESSES; i++) {
      s.inject(i % 3 == 0 ? "SYN ACK" : "SYN", random.nextInt(), random.nextInt(), 0);
      s.inject("SYN", random.nextInt(60_000), 0, 0);
    }
    assertThat(s.host.closed).isNull();
    assertThat(s.tcp().receiveNext()).isEqualTo(1);
    lives();
  }

  /**
   * 4.2: a peer that restarted sends a SYN, takes the challenge for a stray ACK, and resets: the
   * half-open connection is discovered (RFC 9293, section 3.5.1, figure 9).
   */
  @Test
  void restartedPeerIsDiscovered() {
    s.inject("SYN", 5_000_000, 0, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    s.inject("RST", 1, 0, 0);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.RESET);
  }

  /** The same with timestamps, which the restarted peer's SYN lacks. */
  @Test
  void restartedPeerWithoutTimestampsIsDiscovered() {
    SegmentScript t = new SegmentScript();
    t.timestamps = true;
    t.established().timestamps = false;
    t.inject("SYN", 5_000_000, 0, 0);
    assertThat(t.sent()).containsExactly("ACK seq=1 ack=1");
    t.inject("RST", 1, 0, 0);
    assertThat(t.host.closed.kind()).isEqualTo(Kind.RESET);
  }

  /**
   * 5.2: "The ACK value is considered acceptable only if it is in the range of ((SND.UNA -
   * MAX.SND.WND) <= SEG.ACK <= SND.NXT)"; else "MUST be discarded and an ACK sent back".
   */
  @Test
  void dataWithAnAckOutOfRangeIsDiscarded() {
    s.inject("ACK", 1, 1 - MAX_SND_WND - 1, 100);
    s.inject("ACK", 1, 2, 100);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1", "ACK seq=1 ack=1");
    assertThat(s.host.received).isZero();
    s.inject("ACK", 1, 1 - MAX_SND_WND, 100);
    assertThat(s.host.received).as("on the edge of the range").isEqualTo(100);
  }

  /** 5: an attacker who knows the window, but not the ACK, can't inject data or a FIN. */
  @Test
  void blindDataFails() {
    Random random = new Random(7);
    for (int i = 0; i < GUESSES; i++) {
      int ack = random.nextInt();
      if (ack > 1 || ack < 1 - MAX_SND_WND) {
        s.inject(i % 5 == 0 ? "FIN ACK" : "ACK", random.nextInt(60_000), ack, 50);
      }
    }
    assertThat(s.host.received).isZero();
    assertThat(s.tcp().info().outOfOrderBytes()).as("held for later").isZero();
    lives();
  }

  /** 7: "ACK throttling": at most ten challenges in a second, of each connection by itself. */
  @Test
  void challengesAreThrottled() {
    for (int i = 0; i < 1_000; i++) {
      s.inject("SYN", 50, 0, 0);
    }
    assertThat(s.sent()).hasSize(10);
    s.pass(1_000 * MS);
    s.inject("SYN", 50, 0, 0);
    assertThat(s.sent()).as("a second later").hasSize(1);
    // a limit for all connections together would tell an attacker of other connections
    SegmentScript other = new SegmentScript().established();
    other.inject("SYN", 50, 0, 0);
    assertThat(other.sent()).as("another connection").hasSize(1);
  }

  /** 7: throttling does not touch the ACKs that the peer's own data calls for. */
  @Test
  void acknowledgmentsOfDataAreNotThrottled() {
    for (int i = 0; i < 50; i++) {
      s.inject("RST", 10, 0, 0);
    }
    s.sent();
    for (int i = 0; i < 50; i++) {
      s.inject("ACK", 1, 1, i == 0 ? 100 : 50);
    }
    assertThat(s.sent()).as("ACKs of text, new or repeated").hasSize(50);
  }

  /** What was sent and what was not is counted, with the names that Linux has for it. */
  @Test
  void challengesAreCounted() {
    Bench bench = Bench.host();
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    for (int i = 0; i < 25; i++) {
      peer.flow().segment().flags("R").seq(peer.flow().sndNxt() + 5).send();
    }
    assertThat(bench.counter("TcpExtTCPChallengeACK")).isEqualTo(10);
    assertThat(bench.counter("TcpExtTCPACKSkippedChallenge")).isEqualTo(15);
    bench.drain();
    bench.assertNothingLeft();
  }
}
