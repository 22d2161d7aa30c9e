package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.spi.SchedulerProvider;
import org.mptcp4j.test.Covers;

/** Reinjection, and which subflow carries data: sections 3.3.6 and 3.3.8. */
class Rfc8684Section336Test extends RfcScript {
  private Peer twoSubflows(MptcpVersion version) {
    Peer peer = peer(version);
    peer.options(peer.options().withScheduler(SchedulerProvider.named("round-robin")));
    return peer.establish(Role.PEER_OPENS).confirm();
  }

  @Covers({"8684-3.3.6-01", "6824-3.3.6-01"})
  @BothVersions
  void dataThatWentOverAnotherSubflowIsStillSentOnItsOwn(MptcpVersion version) {
    Peer peer = twoSubflows(version);
    Flow second = peer.joins(1);
    peer.connection().write(ByteBuffer.allocate(20 * 1400));
    bench.poll();
    List<Seen> lost = data(second);
    assertThat(lost).hasSizeGreaterThan(2);
    // the second subflow is silent; the first takes all, and acknowledges it at the data level
    long contiguous = 1;
    Set<Long> got = new HashSet<>();
    for (int i = 0; i < 300 && contiguous < 20 * 1400 + 1; i++) {
      for (Seen seen : data(peer.flow())) {
        for (int at = 0; at < seen.payload().length; at++) {
          got.add(peer.mapped(seen) + at);
        }
      }
      while (got.contains(contiguous)) {
        contiguous++;
      }
      peer.flow().segment().option(peer.dataAck(contiguous)).send();
      bench.advance(100 * Bench.MILLI);
    }
    assertThat(contiguous).isEqualTo(20 * 1400 + 1);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(20 * 1400);
    second.drain();
    // from here on the second answers: it still gets all that it lost, byte for byte
    int una = lost.get(0).seq();
    int end = last(lost).seq() + last(lost).payload().length;
    for (int i = 0; i < 200 && una != end; i++) {
      bench.advance(Bench.SECOND);
      for (Seen seen : data(second)) {
        una = seen.seq() == una ? una + seen.payload().length : una;
      }
      second.segment().ack(una).option(peer.dataAck(contiguous)).send();
    }
    assertThat(una).isEqualTo(end);
  }

  @Covers({"8684-3.3.6-03", "6824-3.3.6-03"})
  @BothVersions
  void timeUntilASubflowFailsIsAnOption(MptcpVersion version) {
    Peer peer = peer(version);
    peer.options(peer.options().withTimeouts(60 * Bench.SECOND, 5 * Bench.SECOND, Bench.SECOND));
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.drain();
    peer.connection().subflows().get(0).setBackup(true);
    peer.engineWrites("lost");
    assertThat(data(second)).isNotEmpty();
    for (int i = 0; i < 20; i++) {
      bench.advance(Bench.SECOND);
      peer.flow().drain();
      peer.flow().segment().option(peer.dataAck(5)).send();
    }
    assertThat(peer.recorder().events()).anyMatch(event -> event.startsWith("down 1"));
    assertThat(peer.recorder().closed()).isNull();
  }

  @Covers({"8684-3.3.8-01", "6824-3.3.8-01"})
  @ParameterizedTest
  @CsvSource({"V0,lowest-rtt", "V0,round-robin", "V1,lowest-rtt", "V1,round-robin"})
  void backupCarriesDataOnlyWhenItIsTheLast(MptcpVersion version, String scheduler) {
    Peer peer = peer(version);
    peer.options(peer.options().withScheduler(SchedulerProvider.named(scheduler)));
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.second(40_001);
    MpJoinSyn plain = peer.joinSyn(1);
    second.syn().mss(1460).option(new MpJoinSyn(true, 1, plain.token(), plain.nonce())).send();
    MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
    second.segment().option(peer.joinAck(answer)).send();
    second.drain();
    peer.connection().write(ByteBuffer.allocate(40_000));
    bench.poll();
    assertThat(data(peer.flow())).isNotEmpty();
    assertThat(data(second)).isEmpty();
    // no usable subflow with B=0 is left
    peer.flow().segment().flags("R").send();
    bench.advance(Bench.SECOND);
    assertThat(data(second)).isNotEmpty();
  }

  /** One time-out is often spurious, and no path is gone for it. */
  @ParameterizedTest
  @CsvSource({"V0,lowest-rtt", "V0,round-robin", "V1,lowest-rtt", "V1,round-robin"})
  void backupIsNotUsedUntilTheRegularPathTimesOutTwice(MptcpVersion version, String scheduler) {
    Peer peer = peer(version);
    peer.options(peer.options().withScheduler(SchedulerProvider.named(scheduler)));
    peer.establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.segment().option(new MpPrio(true, false, 0)).send();
    Subflow regular = peer.connection().subflows().get(0);
    write(peer, 30_000);
    while (regular.timeouts() < 2) {
      assertThat(data(second)).as("after %d time-outs", regular.timeouts()).isEmpty();
      assertThat(regular.stale()).isFalse();
      bench.advance(Bench.MILLI);
    }
    assertThat(regular.stale()).isTrue();
    List<Seen> instead = data(second);
    assertThat(peer.mapped(instead.get(0))).isEqualTo(1);
    // and what was never sent follows, until the path is back
    long told = 1;
    while (told < 30_001) {
      assertThat(instead).as("after %d octets", told - 1).isNotEmpty();
      Seen end = last(instead);
      told = peer.mapped(end) + end.payload().length;
      second.segment().ack(end.seq() + end.payload().length).option(peer.dataAck(told)).send();
      bench.poll();
      instead = data(second);
    }
    Seen late = last(data(peer.flow()));
    peer.flow().segment().ack(late.seq() + late.payload().length).option(peer.dataAck(told)).send();
    assertThat(regular.stale()).isFalse();
    write(peer, 5000);
    assertThat(data(second)).isEmpty();
    assertThat(data(peer.flow())).isNotEmpty();
  }

  @Covers({"8684-3.3.8-02", "6824-3.3.8-02"})
  @BothVersions
  void senderKeepsToMpPrio(MptcpVersion version) {
    Peer peer = twoSubflows(version);
    Flow second = peer.joins(1);
    second.segment().option(new MpPrio(true, false, 0)).send();
    write(peer, 5000);
    assertThat(data(second)).isEmpty();
    assertThat(data(peer.flow())).isNotEmpty();
    second.segment().option(new MpPrio(false, false, 0)).send();
    peer.flow().segment().option(new MpPrio(true, false, 0)).send();
    peer.flow().segment().option(peer.dataAck(5001)).send();
    write(peer, 5000);
    assertThat(data(second)).isNotEmpty();
    assertThat(data(peer.flow())).isEmpty();
  }

  private void write(Peer peer, int bytes) {
    peer.connection().write(ByteBuffer.allocate(bytes));
    bench.poll();
  }

  /** "the addresses ID is no longer there": version 1 has no form that names another subflow. */
  @Test
  void mpPrioOfVersion1NamesNoOtherSubflow() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.connection().subflows().get(1).setBackup(true);
    bench.advance(Bench.SECOND);
    List<Seen> signals = second.drain().stream().filter(seen -> seen.has(MpPrio.class)).toList();
    assertThat(signals).isNotEmpty();
    assertThat(octets(signals.get(0), 5)).hasSize(3);
  }

  /**
   * "A timer is set when the head of the connection-level is ACKed at subflow level but its
   * corresponding data is not ACKed at data level."
   */
  @BothVersions
  void dataThatOnlyTheSubflowAcknowledgedIsSentAgain(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    peer.engineWrites("swallowed");
    Seen first = peer.expectData(flow);
    flow.segment().option(peer.dataAck(1)).send();
    flow.drain();
    bench.advance(2 * Bench.SECOND);
    Seen again = flow.expectData();
    assertThat(again.text()).isEqualTo("swallowed");
    assertThat(again.seq()).isEqualTo(first.seq() + first.payload().length);
    assertThat(peer.mapped(again)).isEqualTo(1);
    assertThat(again.dss().subflowSequence()).isEqualTo(again.seq() - flow.irs());
  }

  /** What the only subflow did not deliver yet its TCP sends again, and the data level nothing. */
  @BothVersions
  void dataThatItsOnlySubflowStillOwesIsNotSentTwice(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.PEER_OPENS).confirm();
    Flow flow = peer.flow();
    peer.connection().write(ByteBuffer.allocate(10_000));
    bench.poll();
    flow.drain();
    bench.advance(10 * Bench.SECOND);
    // it comes through at last, but not yet to the data level
    flow.segment().ack(flow.irs() + 10_001).option(peer.dataAck(1)).send();
    assertThat(flow.drain()).allMatch(seen -> seen.seq() - flow.irs() + seen.length() <= 10_001);
    flow.segment().ack(flow.irs() + 10_001).option(peer.dataAck(10_001)).send();
    bench.advance(10 * Bench.SECOND);
    assertThat(flow.drain()).isEmpty();
    assertThat(peer.connection().info().bytesReinjected()).isZero();
  }
}
