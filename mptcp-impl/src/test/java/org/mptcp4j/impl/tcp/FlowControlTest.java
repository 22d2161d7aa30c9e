package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.TestPair.MS;
import static org.mptcp4j.impl.tcp.TestPair.SECOND;

import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason.Kind;

/** Windows, probes, delayed ACKs (RFC 9293, section 3.8.6). */
class FlowControlTest {
  @Test
  void slowReaderStopsTheSenderAndLetsItGoOn() {
    TestPair pair = new TestPair();
    pair.server.receiveBuffer = 100_000;
    pair.server.reading = false;
    pair.client.toSend = 1_000_000;
    pair.client.closeWhenSent = true;
    pair.open();
    pair.runFor(300 * SECOND);
    assertThat(pair.server.received).isBetween(98_000L, 100_127L);
    assertThat(pair.client.connection.state()).as("never gives up").isEqualTo(TcpState.ESTABLISHED);
    for (int i = 0; i < 100 && pair.server.closed == null; i++) {
      pair.server.read();
      pair.runFor(SECOND);
    }
    assertThat(pair.server.received).isEqualTo(1_000_000);
    assertThat(pair.server.wrongBytes).isZero();
    assertThat(pair.server.closed.kind()).isEqualTo(Kind.NORMAL);
    assertThat(pair.client.connection.info().bytesRetransmitted()).isZero();
    pair.drain();
    assertThat(pair.pool.outstanding()).isZero();
  }

  @Test
  void lostWindowUpdateIsFoundByAProbe() {
    TestPair pair = new TestPair();
    pair.server.receiveBuffer = 50_000;
    pair.server.reading = false;
    pair.client.toSend = 200_000;
    pair.open();
    pair.runFor(5 * SECOND);
    pair.toClient.rule = (index, packet) -> TestPath.DROP;
    pair.server.read();
    pair.flush();
    pair.toClient.rule = (index, packet) -> 0;
    pair.server.reading = true;
    pair.runFor(20 * SECOND);
    assertThat(pair.server.received).isEqualTo(200_000);
  }

  @Test
  void probesBackOff() {
    SegmentScript s = new SegmentScript().established();
    s.peerWindow = 0;
    s.inject("ACK", 1, 1, 0);
    s.tcp().send(filled(s, 10), 1, 10, null);
    s.flush();
    assertThat(s.sent()).isEmpty();
    s.pass(10 * SECOND);
    int first = s.sent().size();
    assertThat(first).isBetween(3, 7);
    s.pass(10 * SECOND);
    assertThat(s.sent().size()).isLessThan(first);
    s.peerWindow = 1_000;
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1 len=10");
  }

  @Test
  void sillyWindowIsNotUsed() {
    SegmentScript s = new SegmentScript().established();
    s.peerWindow = 0;
    s.inject("ACK", 1, 1, 0);
    s.tcp().send(filled(s, 5_000), 1, 5_000, null);
    s.peerWindow = 100;
    s.inject("ACK", 1, 1, 0);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * SECOND);
    assertThat(s.sent()).as("the override timer").first().isEqualTo("ACK seq=1 ack=1 len=100");
  }

  @Test
  void acknowledgesEverySecondSegmentOrAfterTheDelay() {
    SegmentScript s = new SegmentScript().established();
    long seq = 1;
    for (int i = 0; i < 16; i++) {
      s.inject("ACK", seq, 1, 1000);
      seq += 1000;
    }
    assertThat(s.sent()).as("quick at the start").hasSize(16);
    s.inject("ACK", seq, 1, 1000);
    assertThat(s.sent()).isEmpty();
    s.inject("ACK", seq + 1000, 1, 1000);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + (seq + 2000));
    s.inject("ACK", seq + 2000, 1, 1000);
    s.pass(39 * MS);
    assertThat(s.sent()).isEmpty();
    s.pass(1 * MS);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=" + (seq + 3000));
  }

  @Test
  void sackBlocksNameTheLatestFirst() {
    SegmentScript s = new SegmentScript().established();
    s.inject("ACK", 1001, 1, 100);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1");
    assertThat(s.options()).isEqualTo("1001-1101");
    s.inject("ACK", 3001, 1, 100);
    assertThat(s.options()).isEqualTo("3001-3101 1001-1101");
    s.inject("ACK", 2001, 1, 100);
    assertThat(s.options()).isEqualTo("2001-2101 3001-3101 1001-1101");
    s.inject("ACK", 1101, 1, 100);
    assertThat(s.options()).isEqualTo("1001-1201 2001-2101 3001-3101");
    s.inject("ACK", 1001, 1, 50);
    assertThat(s.options()).as("D-SACK").isEqualTo("1001-1051 1001-1201 2001-2101 3001-3101");
    s.inject("ACK", 1, 1, 1000);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1201");
    assertThat(s.options()).isEqualTo("2001-2101 3001-3101");
    assertThat(s.host.received).isEqualTo(1200);
    assertThat(s.host.wrongBytes).isZero();
  }

  @Test
  void textBeyondTheWindowIsTrimmed() {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withWindowScale(false)));
    s.host.receiveBuffer = 1_000;
    s.established();
    s.inject("ACK", 901, 1, 500);
    s.inject("ACK", 1, 1, 900);
    assertThat(s.host.received).isEqualTo(1_000);
    assertThat(s.sent()).last().isEqualTo("ACK seq=1 ack=1001");
  }

  @Test
  void windowNeverShrinks() {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withWindowScale(false)));
    s.host.receiveBuffer = 10_000;
    s.established();
    s.host.receiveBuffer = 5_000;
    s.inject("ACK", 1, 1, 1_000);
    assertThat(s.window).isEqualTo(9_000);
  }

  @Test
  void oldTimestampsAreRejected() {
    SegmentScript s = new SegmentScript();
    s.timestamps = true;
    s.tcp().connect(s.now);
    s.flush();
    s.inject("SYN ACK", 0, 1, 0);
    s.inject("ACK", 1, 1, 100);
    s.tsValue -= 10;
    s.sent();
    s.inject("ACK", 101, 1, 100);
    assertThat(s.host.received).isEqualTo(100);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=101");
    assertThat(s.options()).startsWith("ts");
    s.timestamps = false;
    s.inject("ACK", 101, 1, 100);
    assertThat(s.host.received).as("without the option").isEqualTo(100);
  }

  private static org.mptcp4j.impl.buffer.ByteQueue filled(SegmentScript s, int bytes) {
    var queue = new org.mptcp4j.impl.buffer.ByteQueue(1);
    java.nio.ByteBuffer data = java.nio.ByteBuffer.allocate(bytes);
    for (int i = 0; i < bytes; i++) {
      data.put(i, TestHost.pattern(1 + i));
    }
    queue.appendCopy(data, bytes, s.pool);
    return queue;
  }
}
