package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.test.Covers;

/** The window that all subflows share: RFC 6824, sections 3.3.4 and 3.3.5. */
@BothVersions
class WindowTest {
  private static final int BUFFER = 16 * 1024;
  private static final int PIECE = 1024;

  private final Bench bench = Bench.host();
  private final Peer peer;

  WindowTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void establishWithSmallBuffer() {
    peer.options(peer.options().withBuffers(1 << 20, BUFFER)).establish(Role.PEER_OPENS).confirm();
  }

  private int sent(Flow... flows) {
    int bytes = 0;
    for (Flow flow : flows) {
      for (Seen seen : flow.drain()) {
        bytes += seen.payload().length;
      }
    }
    return bytes;
  }

  @Test
  void receiveWindowIsRelativeToTheDataAck() {
    peer.recorder().stopReading();
    establishWithSmallBuffer();
    Flow flow = peer.flow();
    String piece = "x".repeat(PIECE);
    for (int i = 0; i < 8; i++) {
      peer.data(flow, piece);
    }
    bench.advance(Bench.SECOND);
    Seen ack = flow.drain().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(peer.acked(ack)).isEqualTo(1 + 8 * PIECE);
    assertThat(ack.window()).isLessThanOrEqualTo(BUFFER - 8 * PIECE);
  }

  @Test
  void fullReceiverClosesItsWindowOnAllSubflowsAndOpensItAgain() {
    peer.recorder().stopReading();
    establishWithSmallBuffer();
    Flow second = peer.joins(1);
    String piece = "x".repeat(PIECE);
    for (int i = 0; i < BUFFER / PIECE; i++) {
      peer.data(i % 2 == 0 ? peer.flow() : second, piece);
    }
    bench.advance(Bench.SECOND);
    Seen onFirst = last(peer.flow().drain());
    Seen onSecond = last(second.drain());
    // the last piece came on the second subflow; the edge is the same on both
    assertThat(peer.acked(onSecond)).isEqualTo(1 + BUFFER);
    assertThat(onSecond.window()).isZero();
    assertThat(peer.acked(onFirst) + onFirst.window()).isEqualTo(1 + BUFFER);
    // the user reads: the peer hears of it without asking
    peer.recorder().read(peer.connection());
    bench.advance(Bench.SECOND);
    Seen open = last(peer.flow().drain());
    assertThat(open.window()).isGreaterThan(BUFFER / 2);
    assertThat(peer.recorder().bytes()).hasSize(BUFFER);
  }

  private static Seen last(List<Seen> all) {
    return all.stream().reduce((a, b) -> b).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void senderKeepsToTheSharedWindow(Role role) {
    peer.establish(role);
    peer.flow().window(4000);
    peer.confirm();
    peer.flow().segment().option(peer.dataAck()).send();
    // what the handshake's window of 65,535 let out before does not count here: start from its edge
    peer.connection().write(ByteBuffer.allocate(200_000));
    bench.poll();
    int total = 0;
    for (int i = 0; i < 40; i++) {
      bench.advance(5 * Bench.MILLI);
      total += sent(peer.flow());
      peer.flow().segment().option(peer.dataAck(1)).send();
    }
    // the data level was never acknowledged: nothing beyond the largest edge ever announced
    assertThat(total).isBetween(1, 65_535);
  }

  @Test
  void windowOfAllSubflowsTogether() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    peer.connection().write(ByteBuffer.allocate(300_000));
    bench.poll();
    int total = sent(peer.flow(), second);
    for (int i = 0; i < 60; i++) {
      peer.flow().segment().option(peer.dataAck(1)).send();
      second.segment().option(peer.dataAck(1)).send();
      bench.advance(Bench.MILLI);
      total += sent(peer.flow(), second);
    }
    // "data-level sequence numbers between (DATA_ACK, DATA_ACK + receive_window)"
    assertThat(total).isBetween(60_000, 65_535);
  }

  @ParameterizedTest
  @EnumSource
  void zeroWindowAndItsUpdate(Role role) {
    peer.establish(role).confirm();
    Flow flow = peer.flow();
    peer.connection().write(ByteBuffer.allocate(300_000));
    bench.poll();
    // all that the window allows is taken, and the window closes
    long acked = 1;
    for (int i = 0; i < 200 && acked < 65_536; i++) {
      acked += sent(flow);
      int left = (int) (65_536 - acked);
      flow.segment().window(left).option(peer.dataAck(acked)).send();
      bench.advance(100 * Bench.MILLI);
    }
    assertThat(acked).isEqualTo(65_536);
    sent(flow);
    bench.advance(10 * Bench.SECOND);
    assertThat(sent(flow)).as("bytes into a closed window").isLessThanOrEqualTo(10);
    flow.segment().window(65_535).option(peer.dataAck(acked)).send();
    bench.advance(10 * Bench.MILLI);
    assertThat(sent(flow)).isPositive();
  }

  @Test
  void lostWindowUpdateDoesNotHangTheConnection() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    peer.connection().write(ByteBuffer.allocate(300_000));
    bench.poll();
    long acked = 1;
    for (int i = 0; i < 200 && acked < 65_536; i++) {
      acked += sent(flow);
      int left = (int) (65_536 - acked);
      flow.segment().window(left).option(peer.dataAck(acked)).send();
      bench.advance(100 * Bench.MILLI);
    }
    sent(flow);
    // the update was lost; the probe asks for it
    bench.advance(30 * Bench.SECOND);
    List<Seen> probes = flow.drain();
    assertThat(probes).isNotEmpty();
    for (Seen probe : probes) {
      acked = Math.max(acked, probe.payload().length == 0 ? 0 : peer.mapped(probe) + 1);
    }
    flow.segment().window(65_535).option(peer.dataAck(acked)).send();
    bench.advance(Bench.SECOND);
    assertThat(sent(flow)).isPositive();
  }

  @Covers({"8684-3.3.2-03", "6824-3.3.2-02"})
  @Test
  void windowWithoutADataAckDoesNotCount() {
    peer.establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    peer.engineWrites("acknowledged with a Data ACK, so that DSS options are known to pass");
    peer.expectData(flow);
    peer.ack(flow);
    peer.connection().write(ByteBuffer.allocate(300_000));
    bench.poll();
    int total = sent(flow);
    for (int i = 0; i < 100; i++) {
      // "MUST NOT use the RCV.WND field of a TCP segment at connection-level if it does not also
      // carry a DSS option with a Data ACK"
      flow.segment().window(65_535).send();
      bench.advance(Bench.MILLI);
      total += sent(flow);
    }
    assertThat(total).isLessThanOrEqualTo(65_535);
  }
}
