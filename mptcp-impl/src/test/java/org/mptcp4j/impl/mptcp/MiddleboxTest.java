package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.test.Covers;

/** What the grid of middleboxes found, one segment at a time: RFC 8684, sections 3.3 and 3.7. */
@BothVersions
class MiddleboxTest {
  private static final long USER_TIMEOUT = 20 * Bench.SECOND;

  private final Bench bench = Bench.host();
  private final MptcpVersion version;
  private final Peer peer;

  MiddleboxTest(MptcpVersion version) {
    this.version = version;
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Dss infinite(long position, int ssn) {
    return new Dss(
        DssLayout.MAPPING | DssLayout.DSN_64, 0, peer.idsn() + position, ssn, 0, false, 0);
  }

  /** DSS options of the peer pass; those of the engine, it seems, do not. */
  @Covers({"8684-3.7-05", "6824-3.6-04"})
  @Test
  void ackWithoutDssBeforeAnyDataAck() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    // there may be no new data that could tell the peer
    Dss told = peer.flow().expect("A").dss();
    assertThat(told.flags() & DssLayout.MAPPING).isNotZero();
    assertThat(told.dataLevelLength()).isZero();
    peer.connection().shutdownOutput();
    bench.poll();
    assertThat(peer.flow().expect("FA").dss().dataLevelLength()).isZero();
  }

  @Test
  void ackWithoutDssAfterADataAckSaysNothing() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    peer.engineWrites("second");
    peer.expectData(peer.flow());
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  /** A join that has not come about yet is no additional subflow. */
  @Test
  void pendingJoinGivesWayToTheFallback() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    Flow join = peer.engineStartsJoin(false);
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    join.segment().flags("SA").mss(1460).option(peer.joinSynAck(peer.lastJoin(), 1)).send();
    assertThat(join.expect().flags()).contains("R");
    peer.flow().segment().payload("plain").send();
    assertThat(peer.recorder().text()).isEqualTo("plain");
  }

  /** After a second subflow the peer's data may lie anywhere in its stream. */
  @Test
  void noFallbackByAckWhereThereWasAnotherSubflow() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    Flow other = peer.secondSubflow(Role.ENGINE_OPENS);
    other.segment().flags("RA").send();
    peer.flow().drain();
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  /** The peer has still to learn of the fallback, and sends data again on the same subflow. */
  @Test
  void mappingThatContradictsTheFallbackResets() {
    peer.establish(Role.ENGINE_OPENS).confirm();
    peer.data(peer.flow(), "0123456789");
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    peer.flow().segment().send();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    byte[] again = Peer.bytes("0123456789");
    peer.flow().drain();
    peer.flow().segment().option(peer.map(1, peer.flow().ssn(), again)).payload(again).send();
    assertThat(peer.recorder().text()).isEqualTo("0123456789");
    assertThat(peer.flow().expect().flags()).contains("R");
    assertThat(peer.recorder().closed().kind()).isEqualTo(CloseReason.Kind.PROTOCOL_ERROR);
  }

  /** The peer took what TCP acknowledged for delivered, unless a RST tells it. */
  @Covers({"8684-3.3.1-09", "6824-3.3.1-07"})
  @Test
  void endOfASubflowBeforeTheMappingOfItsData() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.data(peer.flow(), "mapped");
    peer.flow().drain();
    peer.flow().segment().payload("unmapped").send();
    peer.flow().segment().flags("FA").send();
    List<Seen> answers = peer.flow().drain();
    assertThat(answers).anyMatch(seen -> seen.flags().contains("R"));
    assertThat(answers).noneMatch(seen -> seen.flags().contains("F"));
    assertThat(peer.recorder().text()).isEqualTo("mapped");
  }

  /** A middlebox made the stream shorter; DATA_FIN names its end as the sender knew it. */
  @Test
  void dataFinIsForgottenWithTheFallback() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.data(peer.flow(), "whole,");
    peer.skip(5);
    peer.dataFin(peer.flow());
    peer.flow().segment().option(infinite(7, peer.flow().ssn())).payload("sho").send();
    assertThat(peer.recorder().text()).isEqualTo("whole,sho");
    peer.flow().segment().flags("FA").send();
    assertThat(peer.recorder().ended()).isTrue();
  }

  /** With one of the engine in each answer, and one of the peer in each of its own. */
  @Test
  void dataFinThatHasToWaitIsAnsweredOnce() {
    peer.establish(Role.PEER_OPENS).confirm();
    peer.data(peer.flow(), "first");
    peer.skip(5);
    peer.connection().shutdownOutput();
    bench.poll();
    peer.flow().drain();
    peer.dataFin(peer.flow());
    assertThat(peer.flow().drain()).hasSize(1);
    peer.dataFin(peer.flow());
    peer.dataFin(peer.flow());
    peer.flow().expectNothing();
  }

  /** "An implementation-specific, connection-level send timeout" (section 3.3). */
  @Test
  void dataThatIsNeverAcknowledgedAtTheDataLevel() {
    peer.options(Bench.options().withVersion(version).withTimeouts(1, USER_TIMEOUT, 1));
    peer.establish(Role.PEER_OPENS).confirm();
    peer.engineWrites("first");
    peer.expectData(peer.flow());
    peer.ack(peer.flow());
    Dss stale = peer.dataAck();
    peer.engineWrites("second");
    for (int i = 0; i < 200 && peer.recorder().closed() == null; i++) {
      peer.flow().drain();
      peer.flow().segment().option(stale).send();
      bench.advance(USER_TIMEOUT / 100);
    }
    assertThat(peer.recorder().closed().kind()).isEqualTo(CloseReason.Kind.TIMED_OUT);
    assertThat(bench.now()).isBetween(USER_TIMEOUT, 2 * USER_TIMEOUT);
  }
}
