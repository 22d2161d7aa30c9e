package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Data sequence mappings: section 3.3.1. */
class Rfc8684Section331Test extends RfcScript {
  /** Keys whose IDSNs are a little before a wrap of their lower 32 bits. */
  private static final long[] SHA1_BEFORE_WRAP = {70_866_272, 70_932_761};

  private static final long[] SHA256_BEFORE_WRAP = {100_449_546, 100_798_018};

  private static void send(Peer peer, Flow on, long position, String text) {
    byte[] bytes = Peer.bytes(text);
    on.segment().option(peer.map(position, on.ssn(), bytes)).payload(bytes).send();
  }

  @Covers({"8684-3.3.1-01", "6824-3.3.1-01"})
  @BothVersions
  void retransmissionsKeepTheirMapping(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    peer.connection().write(ByteBuffer.allocate(30_000));
    bench.poll();
    // nothing is acknowledged: all is sent again, and on the other subflow, too
    bench.advance(20 * Bench.SECOND);
    for (Flow flow : List.of(peer.flow(), second)) {
      Map<Integer, Long> positions = new HashMap<>();
      int repeated = 0;
      for (Seen seen : data(flow)) {
        long start = peer.mapped(seen);
        for (int i = 0; i < seen.payload().length; i++) {
          Long before = positions.put(seen.seq() + i, start + i);
          repeated += before == null ? 0 : 1;
          assertThat(before == null || before == start + i).as(seen.toString()).isTrue();
        }
      }
      assertThat(repeated).isPositive();
    }
  }

  @Covers({"8684-3.3.1-02", "8684-3.3.1-03", "6824-3.3.1-02"})
  @BothVersions
  void laterDataForTheSamePlaceIsIgnored(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    // delivered already
    send(peer, peer.flow(), 1, "abc");
    send(peer, second, 1, "XYZ");
    // waiting behind a hole
    send(peer, second, 7, "ghi");
    send(peer, peer.flow(), 7, "XYZ");
    send(peer, peer.flow(), 4, "def");
    assertThat(peer.recorder().text()).isEqualTo("abcdefghi");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(10);
  }

  @Covers({"8684-3.3.1-05", "6824-3.3.1-03"})
  @BothVersions
  void noSegmentIsUrgent(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.joins(1);
    peer.connection().write(ByteBuffer.allocate(100_000));
    peer.connection().shutdownOutput();
    bench.poll();
    bench.advance(20 * Bench.SECOND);
    for (Seen seen : bench.drain()) {
      int flags = seen.packet()[20 + 13];
      assertThat(flags & 0x20).as("URG of " + seen).isZero();
    }
  }

  @Covers({"8684-3.3.1-06", "6824-3.3.1-04"})
  @BothVersions
  void urgentDataIsPartOfTheStream(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    byte[] bytes = Peer.bytes("urgent");
    flow.segment().flags("AU").option(peer.map(1, flow.ssn(), bytes)).payload(bytes).send();
    assertThat(peer.recorder().text()).isEqualTo("urgent");
    assertThat(peer.ackedSoon(flow)).isEqualTo(7);
  }

  @Covers({"8684-3.3.1-09", "8684-3.7-06", "6824-3.3.1-07"})
  @BothVersions
  void subflowWhoseMappingsNeverComeIsReset(MptcpVersion version) {
    Peer peer = peer(version);
    peer.options(peer.options().withBuffers(1 << 20, 32 * 1024))
        .establish(Role.PEER_OPENS)
        .confirm();
    Flow second = peer.joins(1);
    for (int i = 0; i < 40 && second.waiting().stream().noneMatch(RfcScript::reset); i++) {
      second.segment().payload("x".repeat(1000)).send();
      bench.advance(10 * Bench.MILLI);
    }
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.recorder().text()).isEmpty();
    assertMultipath(peer, peer.flow());
  }

  private Peer wrapping(Bench wrappingBench, MptcpVersion version, Role role) {
    long[] keys = version == MptcpVersion.V0 ? SHA1_BEFORE_WRAP : SHA256_BEFORE_WRAP;
    return new Peer(wrappingBench).version(version).key(keys[1]).establish(role).confirm();
  }

  private static Bench wrappingBench(MptcpVersion version) {
    long[] keys = version == MptcpVersion.V0 ? SHA1_BEFORE_WRAP : SHA256_BEFORE_WRAP;
    return Bench.hostWithKey(keys[0]);
  }

  @Covers({"8684-3.3.1-10", "8684-3.3.1-12", "8684-3.3.1-14", "6824-3.3.1-08", "6824-3.3.1-10"})
  @ParameterizedTest
  @CsvSource({
    "V0,false,false", "V0,false,true", "V0,true,false", "V0,true,true",
    "V1,false,false", "V1,false,true", "V1,true,false", "V1,true,true"
  })
  void numbersGoOnBeyond32Bits(MptcpVersion version, boolean dsn64, boolean ack64) {
    Bench other = wrappingBench(version);
    Peer peer = wrapping(other, version, Role.PEER_OPENS).wide(dsn64, ack64);
    assertThat((int) peer.idsn()).isNegative().isGreaterThan(-200);
    assertThat((int) peer.remoteIdsn()).isNegative().isGreaterThan(-250);
    String block = "0123456789".repeat(10);
    for (int i = 0; i < 6; i++) {
      peer.data(peer.flow(), block);
      peer.engineWrites(block);
      peer.expectData(peer.flow());
      peer.ack(peer.flow());
    }
    assertThat(peer.recorder().text()).isEqualTo(block.repeat(6));
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(600);
    // all 64 bits, those above the wrap, too
    peer.wide(true, true);
    peer.data(peer.flow(), "x");
    other.advance(Bench.SECOND);
    Dss dss = last(peer.flow().drain()).dss();
    assertThat(dss.flags() & DssLayout.DATA_ACK_64).isNotZero();
    assertThat(dss.dataAck()).isEqualTo(peer.idsn() + 602);
    other.assertNothingLeft();
  }

  @Covers({"8684-3.3.1-15", "6824-3.3.1-11"})
  @BothVersions
  void oldSegmentsAfterAWrapAreOld(MptcpVersion version) {
    Bench other = wrappingBench(version);
    Peer peer = wrapping(other, version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    int left = -(int) peer.idsn();
    String before = "b".repeat(left - 1);
    int at = flow.ssn();
    // the segment behind the wrap first, then the one before it, and then the former again
    int behind = at + before.length();
    byte[] after = Peer.bytes("after");
    flow.segment().ssn(behind).option(peer.map(left, behind, after)).payload(after).send();
    peer.data(flow, before);
    flow.segment().ssn(behind).option(peer.map(left, behind, after)).payload(after).send();
    flow.skip(after.length);
    flow.segment().ssn(at).option(peer.map(1, at, Peer.bytes(before))).payload(before).send();
    assertThat(peer.recorder().text()).isEqualTo(before + "after");
    assertThat(peer.ackedSoon(flow)).isEqualTo(left + 5L);
    other.assertNothingLeft();
  }

  @Covers("8684-3.3.1-11")
  @BothVersions
  void slowConnectionSendsTheLowerHalf(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.engineWrites("slow");
    assertThat(peer.expectData(peer.flow()).dss().flags() & DssLayout.DSN_64).isZero();
  }

  /** A rate at which 32 bits would wrap within 120 s: 36 Mbyte/s. */
  @Covers({"8684-3.3.1-13", "6824-3.3.1-09"})
  @BothVersions
  void fastConnectionSendsAllBits(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    ByteBuffer source = ByteBuffer.allocate(65_536);
    long acked = 1;
    Seen last = null;
    for (int i = 0; i < 10_000 && (last == null || !wide(last)); i++) {
      peer.connection().write(source.clear());
      bench.advance(Bench.MILLI);
      for (Seen seen : data(peer.flow())) {
        acked += seen.payload().length;
        last = seen;
      }
      peer.flow().segment().option(peer.dataAck(acked)).send();
    }
    assertThat(acked).as("bytes until then").isLessThan(1L << 30);
    // and they are the right ones
    assertThat(last.dss().dsn()).isEqualTo(peer.remoteIdsn() + acked - last.payload().length);
    assertThat(last.payload().length + last.optionBytes()).isLessThanOrEqualTo(1460);
  }

  private static boolean wide(Seen seen) {
    return (seen.dss().flags() & DssLayout.DSN_64) != 0;
  }

  @Covers({"8684-3.3.1-07", "8684-3.3.1-08", "6824-3.3.1-05", "6824-3.3.1-06"})
  @BothVersions
  void unmappedDataIsAcknowledgedOnTheSubflowAndWaitsForItsMapping(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    int at = second.ssn();
    Dss whole = peer.map(1, at, Peer.bytes("abcdef"));
    second.segment().payload("abc").send();
    bench.advance(100 * Bench.MILLI);
    Seen ack = last(second.drain());
    assertThat(ack.ack()).isEqualTo(second.sndNxt());
    assertThat(peer.acked(ack)).isEqualTo(1);
    second.segment().option(whole).payload("def").send();
    assertThat(peer.recorder().text()).isEqualTo("abcdef");
  }

  /** Segments of a byte behind a gap: more mappings than are kept, and none that is refused. */
  @BothVersions
  void manySmallSegmentsBehindAGapDoNotBreakTheSubflow(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    flow.drain();
    int at = flow.ssn();
    int count = 12_000;
    byte[] one = {'x'};
    for (int i = 1; i < count; i++) {
      flow.segment().ssn(at + i).option(peer.map(1 + i, at + i, one)).payload(one).queue();
    }
    bench.poll();
    assertThat(flow.drain()).noneMatch(RfcScript::reset);
    // what came first is the gap; what was dropped then comes again
    for (int i = 0; i < count; i = i == 0 ? peer.recorder().bytes().length : i + 1) {
      flow.segment().ssn(at + i).option(peer.map(1 + i, at + i, one)).payload(one).send();
    }
    assertThat(peer.recorder().bytes()).hasSize(count);
    assertThat(peer.ackedSoon(flow)).isEqualTo(count + 1);
  }
}
