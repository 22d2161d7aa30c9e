package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.test.Covers;

/** DATA_ACKs, and what leaves the send buffer when: section 3.3.2. */
class Rfc8684Section332Test extends RfcScript {
  @Covers({"8684-3.3.2-01", "6824-3.3.2-01"})
  @ParameterizedTest
  @CsvSource({"V0,false", "V0,true", "V1,false", "V1,true"})
  void wideNumbersAreAcknowledgedWithWideOnes(MptcpVersion version, boolean withData) {
    Peer peer = connected(version, Role.PEER_OPENS).wide(true, false);
    peer.data(peer.flow(), "x");
    Dss dss;
    if (withData) {
      peer.engineWrites("answer");
      dss = peer.expectData(peer.flow()).dss();
    } else {
      bench.advance(Bench.SECOND);
      dss = last(peer.flow().drain()).dss();
    }
    assertThat(dss.flags() & DssLayout.DATA_ACK_64).isNotZero();
    assertThat(dss.dataAck()).isEqualTo(peer.idsn() + 2);
  }

  @Covers({"8684-3.3.2-02", "8684-3.3.1-12"})
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void narrowNumbersMayBeAcknowledgedWithEither(boolean wide) {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS).wide(false, wide);
    peer.engineWrites("0123456789");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(10);
  }

  @Covers({"8684-3.3.2-03", "6824-3.3.2-02"})
  @BothVersions
  void windowOfASegmentWithoutADataAckDoesNotCount(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    peer.engineWrites("first");
    peer.expectData(flow);
    peer.ack(flow);
    ByteBuffer source = ByteBuffer.allocate(300_000);
    peer.connection().write(source);
    bench.poll();
    // the window of the handshake: all of it leaves, and is acknowledged on the subflow alone
    int total = 0;
    for (int i = 0; i < 100; i++) {
      for (Seen seen : data(flow)) {
        total = (int) Math.max(total, peer.mapped(seen) - 1 + seen.payload().length);
      }
      flow.segment().window(65_535).send();
      peer.connection().write(source);
      bench.advance(Bench.MILLI);
    }
    assertThat(total).isBetween(60_000, 65_535 + 5);
    // the same window with a DATA_ACK moves the edge
    flow.segment().window(65_535).option(peer.dataAck(1 + total)).send();
    peer.connection().write(source);
    bench.advance(Bench.MILLI);
    assertThat(data(flow)).isNotEmpty();
  }

  @Covers({
    "8684-3.3.2-04",
    "8684-3.3.6-02",
    "8684-4-01",
    "6824-3.3.2-03",
    "6824-3.3.6-02",
    "6824-4-01"
  })
  @BothVersions
  void dataIsKeptUntilItIsAcknowledgedAtTheDataLevel(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.engineWrites("keep");
    peer.expectData(peer.flow());
    // on the subflow alone
    peer.flow().segment().option(peer.dataAck(1)).send();
    assertThat(peer.connection().info().bytesAcked()).isZero();
    assertThat(peer.connection().info().bufferedToSend()).isEqualTo(4);
    // so it can be sent once more: nothing was received
    bench.advance(20 * Bench.SECOND);
    assertThat(data(peer.flow())).isNotEmpty().allMatch(seen -> seen.text().equals("keep"));
  }

  @Covers({"8684-3.3.2-04", "8684-3.3.6-02", "6824-3.3.2-03", "6824-3.3.6-02"})
  @BothVersions
  void dataIsKeptUntilItIsAcknowledgedOnItsSubflow(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.engineWrites("keep");
    boolean onFirst = !peer.flow().waiting().isEmpty();
    Flow used = onFirst ? peer.flow() : second;
    Seen sent = peer.expectData(used);
    // the DATA_ACK comes on the other subflow; the subflow itself never heard of the data
    (onFirst ? second : peer.flow()).segment().option(peer.dataAck(5)).send();
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(4);
    bench.advance(5 * Bench.SECOND);
    List<Seen> again = data(used);
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).seq()).isEqualTo(sent.seq());
    assertThat(again.get(0).text()).isEqualTo("keep");
  }

  @Covers({"8684-3.3.2-05", "6824-3.3.2-04"})
  @BothVersions
  void allSegmentsHaveADataAck(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.engineWrites("x".repeat(5000));
    assertThat(data(peer.flow()))
        .isNotEmpty()
        .allMatch(seen -> (seen.dss().flags() & DssLayout.DATA_ACK) != 0);
  }

  @Covers({"8684-3.3.2-07", "6824-3.3.2-06"})
  @BothVersions
  void dataAcksMayBeAbsentWhereTheyDoNotAdvance(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    // data whose DSS has a mapping alone
    byte[] bytes = Peer.bytes("mapped");
    Dss full = peer.map(1, flow.ssn(), bytes);
    int mappingOnly = full.flags() & ~(DssLayout.DATA_ACK | DssLayout.DATA_ACK_64);
    Dss mapping =
        new Dss(mappingOnly, 0, full.dsn(), full.subflowSequence(), bytes.length, false, 0);
    flow.segment().option(mapping).payload(bytes).send();
    assertThat(peer.recorder().text()).isEqualTo("mapped");
    // acknowledgments of the subflow without any, between those that have one
    peer.skip(bytes.length);
    peer.engineWrites("first");
    peer.expectData(flow);
    peer.ack(flow);
    for (int i = 0; i < 5; i++) {
      peer.engineWrites("x".repeat(1000));
      peer.expectData(flow);
      flow.segment().send();
    }
    assertThat(peer.connection().info().version()).isEqualTo(version);
    peer.ack(flow);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(5005);
    assertMultipath(peer, flow);
  }

  /** Before it, what comes out of order may find no room with the peer. */
  @BothVersions
  void dataGoesByOneSubflowUntilTheFirstDataAck(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.flow().drain();
    peer.connection().write(ByteBuffer.allocate(300_000));
    bench.poll();
    List<Seen> one = data(peer.flow());
    List<Seen> other = data(second);
    assertThat(one.isEmpty()).isNotEqualTo(other.isEmpty());
    Flow carrier = one.isEmpty() ? second : peer.flow();
    Seen end = last(one.isEmpty() ? other : one);
    int length = end.payload().length;
    long told = peer.mapped(end) + length;
    carrier.segment().ack(end.seq() + length).option(peer.dataAck(told)).send();
    bench.poll();
    assertThat(data(peer.flow())).isNotEmpty();
    assertThat(data(second)).isNotEmpty();
  }
}
