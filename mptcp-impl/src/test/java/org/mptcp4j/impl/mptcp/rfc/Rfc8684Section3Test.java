package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.SubflowState;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;
import org.mptcp4j.test.Covers;

/** Signals on segments of their own, and the checks before any of them counts: section 3. */
class Rfc8684Section3Test extends RfcScript {
  private static final int FAR = 100_000_000;

  /** So many segments wait that three duplicate ACKs would send one of them again. */
  private int fillTheWindow(Peer peer) {
    peer.connection().write(ByteBuffer.allocate(10_000));
    bench.poll();
    List<Seen> sent = peer.flow().waiting();
    assertThat(sent).hasSizeGreaterThan(4);
    return sent.get(0).seq();
  }

  private static long retransmitted(Peer peer) {
    return peer.connection().subflows().get(0).bytesRetransmitted();
  }

  @Covers({"8684-3-01", "8684-3.4.1-17", "8684-4-02", "6824-3-01", "6824-3.4.1-16", "6824-4-02"})
  @BothVersions
  void duplicateAckWithASignalIsNoSignOfCongestion(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    int una = fillTheWindow(peer);
    for (int i = 0; i < 6; i++) {
      MptcpOption signal = i % 2 == 0 ? new MpPrio(i % 4 == 0, false, 0) : announce(peer, i);
      peer.flow().segment().ack(una).option(signal).send();
    }
    assertThat(retransmitted(peer)).isZero();
    // those with a DSS alone count as they do in TCP: the same ACKs are a sign of loss then
    for (int i = 0; i < 6; i++) {
      peer.flow().segment().ack(una).option(peer.dataAck()).send();
    }
    assertThat(retransmitted(peer)).isPositive();
  }

  private static MptcpOption announce(Peer peer, int id) {
    return peer.addAddr(id, "192.0.2.7", 1000 + id);
  }

  @Covers({"8684-3-02", "8684-3.4.1-18", "8684-4-03", "6824-3-02", "6824-3.4.1-17", "6824-4-03"})
  @BothVersions
  void noMoreThanTwoDuplicateAcksInARow(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    for (int i = 0; i < 6; i++) {
      peer.paths().paths().announce(Bench.at("10.0.2.1", 8000 + i));
    }
    bench.poll();
    assertThat(peer.flow().drain()).hasSizeBetween(1, 2);
    // the others wait: no two more at the same time
    bench.advance(10 * Bench.SECOND);
    List<Seen> later = peer.flow().drain();
    assertThat(later).hasSizeGreaterThanOrEqualTo(4);
    for (int i = 2; i < later.size(); i++) {
      assertThat(later.get(i).time()).isGreaterThan(later.get(i - 2).time());
    }
  }

  private static MptcpOption signal(Peer peer, String name) {
    return switch (name) {
      case "ADD_ADDR" -> peer.addAddr(3, "192.0.2.7", 0);
      case "REMOVE_ADDR" -> new RemoveAddr(List.of(1));
      case "MP_PRIO" -> new MpPrio(true, false, 0);
      case "MP_FASTCLOSE" -> new MpFastclose(peer.remoteKey());
      case "MP_FAIL" -> new MpFail(peer.remoteIdsn() + 1);
      case "DATA_FIN" -> peer.mapFin(1, 0, new byte[0]);
      case "infinite" -> new Dss(DssLayout.MAPPING, 0, peer.idsn() + 1, 1, 0, false, 0);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Covers({
    "8684-3-03",
    "8684-3.4.1-01",
    "8684-3.4.2-08",
    "6824-3-03",
    "6824-3.4.1-01",
    "6824-3.4.2-04"
  })
  @ParameterizedTest
  @CsvSource({
    "V0,ADD_ADDR", "V0,REMOVE_ADDR", "V0,MP_PRIO", "V0,MP_FASTCLOSE", "V0,MP_FAIL", "V0,DATA_FIN",
    "V0,infinite", "V1,ADD_ADDR", "V1,REMOVE_ADDR", "V1,MP_PRIO", "V1,MP_FASTCLOSE", "V1,MP_FAIL",
    "V1,DATA_FIN", "V1,infinite"
  })
  void signalsOfSegmentsThatTcpRefusesCountForNothing(MptcpVersion version, String name) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    MptcpOption signal = signal(peer, name);
    for (Flow flow : List.of(peer.flow(), second)) {
      flow.segment().ssn(flow.ssn() + FAR).option(signal).send();
      flow.segment().ssn(flow.ssn() - FAR).option(signal).send();
      flow.segment().ack(flow.rcvNxt() + FAR).option(signal).send();
    }
    bench.advance(60 * Bench.SECOND);
    peer.flow().drain();
    second.drain();
    assertThat(peer.paths().events()).containsExactly("established", "up 1");
    assertThat(peer.recorder().closed()).isNull();
    assertThat(peer.recorder().ended()).isFalse();
    assertThat(peer.connection().subflows())
        .hasSize(2)
        .noneMatch(subflow -> subflow.backup())
        .allMatch(subflow -> subflow.state() == SubflowState.ESTABLISHED);
    assertMultipath(peer, peer.flow());
  }

  /** The same signals count where the segment is right, so that the test above shows something. */
  @ParameterizedTest
  @CsvSource({"ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FASTCLOSE", "DATA_FIN"})
  void signalsOfSegmentsThatTcpTakesCount(String name) {
    Peer peer = connected(MptcpVersion.V0, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    second.segment().option(signal(peer, name)).send();
    boolean changed =
        !peer.paths().events().equals(List.of("established", "up 1"))
            || peer.recorder().closed() != null
            || peer.recorder().ended()
            || peer.connection().subflows().get(1).backup();
    assertThat(changed).isTrue();
  }

  /** RFC 6528: a clock, and a hash of the addresses, ports and a secret. */
  @Covers("8684-3-04")
  @BothVersions
  void initialSequenceNumbersOfSubflowsDiffer(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow first = peer.engineStartsJoin(false);
    Flow second = peer.engineStartsAnotherJoin();
    int apart = Math.abs(first.irs() - second.irs());
    // the clock alone moved by nothing between the two
    assertThat(apart).isGreaterThan(1000);
  }
}
