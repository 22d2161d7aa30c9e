package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.test.Covers;

/** The window that all subflows share: sections 3.3.4 and 3.3.5. */
class Rfc8684Section334Test extends RfcScript {
  private static final int BUFFER = 16 * 1024;
  private static final int PIECE = 1000;

  @Covers({"8684-3.3.4-01", "6824-3.3.4-01"})
  @BothVersions
  void rightEdgeNeverGoesBack(MptcpVersion version) {
    Peer peer = peer(version);
    peer.recorder().stopReading();
    peer.options(peer.options().withBuffers(1 << 20, BUFFER)).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    bench.drain();
    long edge = 0;
    for (int i = 0; i < 30; i++) {
      Flow on = i % 2 == 0 ? peer.flow() : second;
      if (i % 5 == 4) {
        // a piece that leaves a hole, to be filled by the next round
        byte[] bytes = new byte[PIECE];
        long position = peer.sndNxt() + PIECE;
        on.segment().option(peer.map(position, on.ssn(), bytes)).payload(bytes).send();
      } else if (peer.sndNxt() + PIECE < edge || edge == 0) {
        peer.data(on, "x".repeat(PIECE));
      }
      if (i == 20) {
        peer.recorder().read(peer.connection());
      }
      bench.advance(Bench.SECOND);
      long reached = edge;
      for (Seen seen : bench.drain()) {
        if (seen.has(Dss.class)) {
          long right = peer.acked(seen) + seen.window();
          assertThat(right).as(seen.toString()).isGreaterThanOrEqualTo(edge);
          reached = Math.max(reached, right);
        }
      }
      edge = reached;
    }
    assertThat(edge).isGreaterThan(BUFFER / 2);
  }

  @Covers({"8684-3.3.5-01", "8684-4-04", "6824-3.3.5-01", "6824-4-04"})
  @BothVersions
  void largestWindowCounts(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    // a middlebox shrinks the windows of the second subflow
    ByteBuffer source = ByteBuffer.allocate(300_000);
    peer.connection().write(source);
    bench.poll();
    long highest = 0;
    for (int i = 0; i < 60; i++) {
      for (Flow flow : List.of(peer.flow(), second)) {
        for (Seen seen : data(flow)) {
          highest = Math.max(highest, peer.mapped(seen) + seen.payload().length);
        }
      }
      // the large window is said once, the small one again and again
      var ack = peer.flow().segment().window(60_000);
      if (i == 0) {
        ack.option(peer.dataAck(10_001));
      }
      ack.send();
      second.segment().window(2_000).option(peer.dataAck(10_001)).send();
      peer.connection().write(source);
      bench.advance(Bench.MILLI);
    }
    // 65,535 from the handshake on, 60,000 from the DATA_ACK on
    assertThat(highest).isBetween(67_000L, 70_001L);
  }

  @Covers({"8684-3.3.5-02", "6824-3.3.5-02"})
  @BothVersions
  void windowOfEachSubflowCountsThere(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.second(40_001);
    second.window(3000);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    second.segment().option(peer.joinAck(answer)).send();
    second.drain();
    int start = second.rcvNxt();
    ByteBuffer source = ByteBuffer.allocate(300_000);
    peer.connection().write(source);
    bench.poll();
    long highest = 1;
    int onSecond = 0;
    for (int i = 0; i < 60; i++) {
      // the data level is acknowledged at once, the second subflow's bytes never are
      for (Seen seen : data(second)) {
        onSecond = Math.max(onSecond, seen.seq() + seen.payload().length - start);
        highest = Math.max(highest, peer.mapped(seen) + seen.payload().length);
      }
      for (Seen seen : data(peer.flow())) {
        highest = Math.max(highest, peer.mapped(seen) + seen.payload().length);
      }
      peer.flow().segment().option(peer.dataAck(highest)).send();
      peer.connection().write(source);
      bench.advance(Bench.MILLI);
    }
    assertThat(onSecond).isBetween(1, 3000);
    assertThat(highest).isGreaterThan(100_000);
  }

  @Covers({"8684-3.3.5-03", "6824-3.3.5-03"})
  @Test
  void sendBufferIsAsBigAsTheReceiveBuffer() {
    ConnectionOptions options = ConnectionOptions.defaults();
    assertThat(options.sendBufferBytes()).isGreaterThanOrEqualTo(options.receiveBufferBytes());
  }

  /** A segment counts at the data level once all before it on the subflow is there. */
  @Covers({"8684-3.3.4-02", "6824-3.3.4-02"})
  @BothVersions
  void dataAheadOnTheSubflowIsNotTakenBehindTheStream(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    byte[] bytes = Peer.bytes("early");
    // SSN - SUBFLOW_ACK is 100, DSN - DATA_ACK is 0
    int ahead = second.ssn() + 100;
    second.segment().ssn(ahead).option(peer.map(1, ahead, bytes)).payload(bytes).send();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().text()).isEmpty();
    peer.data(peer.flow(), "right");
    assertThat(peer.recorder().text()).isEqualTo("right");
  }
}
