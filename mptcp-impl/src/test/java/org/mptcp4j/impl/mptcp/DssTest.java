package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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

/** Data sequence mappings and DATA_ACKs on one subflow: RFC 6824, sections 3.3.1 and 3.3.2. */
@BothVersions
class DssTest {
  /** Two keys of each version whose 32-bit DSNs wrap soon. */
  private static final Map<MptcpVersion, long[]> KEYS_BEFORE_WRAP =
      Map.of(
          MptcpVersion.V0, new long[] {70_866_272, 70_932_761},
          MptcpVersion.V1, new long[] {55_454_123, 100_449_546});

  private final Bench bench = Bench.host();
  private final MptcpVersion version;
  private final Peer peer;
  private final Flow flow;

  DssTest(MptcpVersion version) {
    this.version = version;
    peer = new Peer(bench).version(version).establish(Role.PEER_OPENS).confirm();
    flow = peer.flow();
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  @Covers({"8684-3.3.1-12", "8684-3.3.1-14", "6824-3.3.1-10"})
  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void numbersOf32And64BitsMix(boolean dsn64, boolean ack64) {
    peer.wide(dsn64, ack64);
    peer.data(flow, "one");
    peer.data(flow, "two");
    assertThat(peer.recorder().text()).isEqualTo("onetwo");
    bench.advance(Bench.SECOND);
    Seen ack = flow.drain().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(peer.acked(ack)).isEqualTo(7);
    if (dsn64) {
      // "If data is received with a 64 bit DSN, it MUST be acknowledged with a 64 bit Data ACK"
      assertThat(ack.dss().flags() & DssLayout.DATA_ACK_64).isNotZero();
    }
    peer.engineWrites("answer");
    assertThat(peer.expectData(flow).text()).isEqualTo("answer");
    peer.ack(flow);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(6);
  }

  @Covers({"8684-3.3.2-01", "6824-3.3.2-01"})
  @Test
  void everyAckOfA64BitDsnHas64Bits() {
    peer.wide(true, true);
    peer.data(flow, "x");
    bench.advance(Bench.SECOND);
    peer.wide(false, false);
    peer.data(flow, "y");
    peer.wide(true, false);
    peer.data(flow, "z");
    flow.drain();
    peer.engineWrites("data carries the ack, too");
    Dss dss = peer.expectData(flow).dss();
    assertThat(dss.flags() & DssLayout.DATA_ACK_64).isNotZero();
    assertThat(dss.dataAck()).isEqualTo(peer.idsn() + 4);
  }

  @Test
  void oneMappingCoversSeveralSegments() {
    Dss whole = peer.map(1, flow.ssn(), Peer.bytes("one,two,three"));
    flow.segment().option(whole).payload("one,").send();
    flow.segment().payload("two,").send();
    flow.segment().payload("three").send();
    peer.skip(13);
    assertThat(peer.recorder().text()).isEqualTo("one,two,three");
    assertThat(peer.ackedSoon(flow)).isEqualTo(14);
    peer.data(flow, "!");
    assertThat(peer.recorder().text()).isEqualTo("one,two,three!");
  }

  @Test
  void mappingIsRepeatedOnEachSegmentAsOffloadDoes() {
    Dss whole = peer.map(1, flow.ssn(), Peer.bytes("one,two,three"));
    flow.segment().option(whole).payload("one,").send();
    flow.segment().option(whole).payload("two,").send();
    flow.segment().option(whole).payload("three").send();
    assertThat(peer.recorder().text()).isEqualTo("one,two,three");
    assertThat(peer.ackedSoon(flow)).isEqualTo(14);
  }

  @Test
  void twoMappingsInOneSegmentsSpace() {
    // the middle box joined two segments: the second mapping comes with the next
    flow.segment().option(peer.map(1, flow.ssn(), Peer.bytes("abcd"))).payload("ab").send();
    flow.segment().option(peer.map(5, flow.ssn() + 2, Peer.bytes("ef"))).payload("cdef").send();
    assertThat(peer.recorder().text()).isEqualTo("abcdef");
    assertThat(peer.ackedSoon(flow)).isEqualTo(7);
  }

  @Test
  void mappingDeclaredAheadOfItsData() {
    Dss ahead = peer.map(1, flow.ssn(), Peer.bytes("soon"));
    flow.segment().option(ahead).send();
    flow.segment().payload("soon").send();
    assertThat(peer.recorder().text()).isEqualTo("soon");
  }

  @Test
  void segmentsOutOfOrderOnTheSubflow() {
    int at = flow.ssn();
    flow.segment()
        .ssn(at + 4)
        .option(peer.map(5, at + 4, Peer.bytes("late")))
        .payload("late")
        .send();
    assertThat(peer.recorder().text()).isEmpty();
    flow.segment().option(peer.map(1, at, Peer.bytes("soon"))).payload("soon").send();
    assertThat(peer.recorder().text()).isEqualTo("soonlate");
    assertThat(peer.ackedSoon(flow)).isEqualTo(9);
  }

  @Test
  void mappingOverSeveralSegmentsThatArriveOutOfOrder() {
    int at = flow.ssn();
    Dss whole = peer.map(1, at, Peer.bytes("abcdef"));
    flow.segment().ssn(at + 4).payload("ef").send();
    flow.segment().ssn(at + 2).payload("cd").send();
    flow.segment().ssn(at).option(whole).payload("ab").send();
    assertThat(peer.recorder().text()).isEqualTo("abcdef");
    assertThat(peer.ackedSoon(flow)).isEqualTo(7);
  }

  @Covers({"8684-3.3.1-03", "6824-3.3.1-02"})
  @Test
  void retransmissionIsTakenOnce() {
    int at = flow.ssn();
    peer.data(flow, "once");
    flow.segment().ssn(at).option(peer.map(1, at, Peer.bytes("once"))).payload("once").send();
    assertThat(peer.recorder().text()).isEqualTo("once");
    assertThat(peer.ackedSoon(flow)).isEqualTo(5);
  }

  @Test
  void retransmissionInOtherPieces() {
    int at = flow.ssn();
    flow.segment().option(peer.map(1, at, Peer.bytes("abcd"))).payload("abcd").send();
    byte[] longer = Peer.bytes("cdef");
    flow.segment().ssn(at + 2).option(peer.map(3, at + 2, longer)).payload(longer).send();
    flow.skip(2);
    assertThat(peer.recorder().text()).isEqualTo("abcdef");
    assertThat(peer.ackedSoon(flow)).isEqualTo(7);
  }

  @Test
  void mappingThatContradictsAnEarlierOneBreaksTheSubflow() {
    Dss whole = peer.map(1, flow.ssn(), Peer.bytes("abcdef"));
    flow.segment().option(whole).payload("abc").send();
    // "A sender MUST NOT change this mapping after it has been declared"
    flow.segment().option(peer.map(90, flow.ssn(), Peer.bytes("def"))).payload("def").send();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().text()).isIn("abc", "abcdef");
  }

  @Test
  void dataWithoutAMappingIsNeverDelivered() {
    peer.data(flow, "mapped");
    flow.segment().payload("unmapped").send();
    // "it SHOULD be treated as broken, closed with an RST, and any unmapped data ... discarded"
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().text()).isEqualTo("mapped");
  }

  @Test
  void dataBehindTheWindowIsDropped() {
    long far = 100_000_000L;
    byte[] bytes = Peer.bytes("far");
    // "DSN out of Window (during normal operation): drop the data, do not send Data ACKs"
    flow.segment().option(peer.map(far, flow.ssn(), bytes)).payload(bytes).send();
    assertThat(peer.ackedSoon(flow)).isEqualTo(1);
    assertThat(peer.connection().info().bufferedToRead()).isZero();
    peer.data(flow, "near");
    assertThat(peer.recorder().text()).isEqualTo("near");
  }

  @Test
  void dataBeforeTheWindowIsDropped() {
    peer.data(flow, "abc");
    byte[] again = Peer.bytes("abc");
    flow.segment().option(peer.map(1, flow.ssn(), again)).payload(again).send();
    assertThat(peer.ackedSoon(flow)).isEqualTo(4);
    peer.data(flow, "def");
    assertThat(peer.recorder().text()).isEqualTo("abcdef");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 1_000, -5, 1L << 31})
  void dataAckOfWhatWasNeverSentIsIgnored(long position) {
    peer.wide(false, true);
    flow.segment().option(peer.dataAck(position)).send();
    peer.engineWrites("still there");
    assertThat(peer.expectData(flow).text()).isEqualTo("still there");
    assertThat(peer.connection().info().bytesAcked()).isZero();
    peer.ack(flow);
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(11);
  }

  @Covers({
    "8684-3.3.2-04",
    "8684-3.3.6-02",
    "8684-4-01",
    "6824-3.3.2-03",
    "6824-3.3.6-02",
    "6824-4-01"
  })
  @Test
  void dataStaysUntilItIsAcknowledgedAtTheDataLevel() {
    peer.engineWrites("keep");
    peer.expectData(flow);
    flow.segment().option(peer.dataAck(1)).send();
    // acknowledged on the subflow alone: "Implementations SHOULD NOT attempt to infer"
    assertThat(peer.connection().info().bytesAcked()).isZero();
    assertThat(peer.connection().info().bufferedToSend()).isEqualTo(4);
    flow.segment().option(peer.dataAck()).send();
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(4);
    assertThat(peer.connection().info().bufferedToSend()).isZero();
  }

  @Covers({"8684-3.3.1-10", "8684-3.3.1-14", "6824-3.3.1-08", "6824-3.3.1-10"})
  @ParameterizedTest
  @EnumSource
  void dsnWrapsOf32Bits(Role role) {
    long[] keys = KEYS_BEFORE_WRAP.get(version);
    Bench other = Bench.hostWithKey(keys[0]);
    Peer wrapping = new Peer(other).version(version).key(keys[1]).establish(role).confirm();
    assertThat((int) wrapping.idsn()).isBetween(-250, -100);
    assertThat((int) wrapping.remoteIdsn()).isBetween(-250, -100);
    String block = "0123456789".repeat(10);
    for (int i = 0; i < 6; i++) {
      wrapping.data(wrapping.flow(), block);
      wrapping.engineWrites(block);
      Seen data = wrapping.expectData(wrapping.flow());
      assertThat(wrapping.mapped(data)).isEqualTo(1 + 100 * i);
      assertThat(wrapping.acked(data)).isEqualTo(101 + 100 * i);
      wrapping.ack(wrapping.flow());
    }
    assertThat(wrapping.recorder().text()).isEqualTo(block.repeat(6));
    assertThat(wrapping.connection().info().bytesAcked()).isEqualTo(600);
    other.assertNothingLeft();
  }

  @Covers({"8684-3.3.1-15", "6824-3.3.1-11"})
  @Test
  void wrapIsNotTriggeredByOutOfOrderSegments() {
    Peer wrapping =
        new Peer(bench)
            .version(version)
            .port(81)
            .key(KEYS_BEFORE_WRAP.get(version)[0])
            .establish(Role.PEER_OPENS)
            .confirm();
    int left = -(int) wrapping.idsn();
    String before = "b".repeat(left - 1);
    Flow on = wrapping.flow();
    int at = on.ssn();
    byte[] after = Peer.bytes("after");
    // the segment behind the wrap comes first, then the one before, then the former again
    int behind = at + before.length();
    on.segment().ssn(behind).option(wrapping.map(left, behind, after)).payload(after).send();
    wrapping.data(on, before);
    on.segment().ssn(behind).option(wrapping.map(left, behind, after)).payload(after).send();
    on.skip(after.length);
    on.segment().ssn(at).option(wrapping.map(1, at, Peer.bytes(before))).payload(before).send();
    assertThat(wrapping.recorder().text()).isEqualTo(before + "after");
    assertThat(wrapping.ackedSoon(on)).isEqualTo(left + 5L);
  }
}
