package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.test.Covers;

/** The checksum of data sequence mappings: RFC 6824, sections 3.3, 3.3.1 and 3.6. */
@BothVersions
class ChecksumTest {
  private final Bench bench = Bench.host();
  private final MptcpVersion version;
  private final Peer peer;

  ChecksumTest(MptcpVersion version) {
    this.version = version;
    peer = new Peer(bench).version(version).wantsChecksum();
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void establish(Role role) {
    peer.establish(role).confirm();
  }

  private static Dss wrong(Dss dss) {
    return new Dss(
        dss.flags(),
        dss.dataAck(),
        dss.dsn(),
        dss.subflowSequence(),
        dss.dataLevelLength(),
        true,
        dss.checksum() ^ 0x0100);
  }

  private static Dss without(Dss dss) {
    return new Dss(
        dss.flags(),
        dss.dataAck(),
        dss.dsn(),
        dss.subflowSequence(),
        dss.dataLevelLength(),
        false,
        0);
  }

  @Covers({"8684-3.1-25", "6824-3.1-16"})
  @ParameterizedTest
  @CsvSource({
    "PEER_OPENS,true,false",
    "PEER_OPENS,false,true",
    "ENGINE_OPENS,true,false",
    "ENGINE_OPENS,false,true",
    "ENGINE_OPENS,true,true"
  })
  void eitherSideMayAskForChecksums(Role role, boolean ours, boolean theirs) {
    Peer other = new Peer(bench).version(version).port(81);
    other.options(other.options().withChecksum(ours));
    if (theirs) {
      other.wantsChecksum();
    }
    other.establish(role).confirm();
    other.data(other.flow(), "checked");
    assertThat(other.recorder().text()).isEqualTo("checked");
    other.engineWrites("by both");
    assertThat(other.expectData(other.flow()).text()).isEqualTo("by both");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 255, 999, 1001, 1400})
  void lengthsOddAndEven(int length) {
    establish(Role.PEER_OPENS);
    String text = "odd or even, ".repeat(110).substring(0, length);
    peer.data(peer.flow(), text);
    assertThat(peer.recorder().text()).isEqualTo(text);
    peer.engineWrites(text);
    assertThat(peer.expectData(peer.flow()).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,5", "5,4", "100,1"})
  void mappingOverSeveralSegmentsOfAnyLength(int first, int second) {
    establish(Role.ENGINE_OPENS);
    byte[] whole = Peer.bytes("abcdefghij".repeat(20));
    Flow flow = peer.flow();
    String text = "abcdefghij".repeat(20);
    flow.segment().option(peer.map(1, flow.ssn(), whole)).payload(text.substring(0, first)).send();
    flow.segment().payload(text.substring(first, first + second)).send();
    // "it covers": nothing of it is delivered, nor acknowledged, before the whole was verified
    assertThat(peer.recorder().text()).isEmpty();
    flow.segment().payload(text.substring(first + second)).send();
    assertThat(peer.recorder().text()).isEqualTo(text);
    assertThat(peer.ackedSoon(flow)).isEqualTo(201);
  }

  @Test
  void segmentsOutOfOrder() {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    int at = flow.ssn();
    byte[] whole = Peer.bytes("abcdefg");
    flow.segment().ssn(at + 5).payload("fg").send();
    flow.segment().ssn(at + 3).payload("de").send();
    flow.segment().ssn(at).option(peer.map(1, at, whole)).payload("abc").send();
    assertThat(peer.recorder().text()).isEqualTo("abcdefg");
  }

  @Covers({"8684-3.7-09", "6824-3.6-06"})
  @ParameterizedTest
  @EnumSource
  void wrongChecksumOnOneOfTwoSubflows(Role role) {
    establish(role);
    Flow second = peer.secondSubflow(role);
    second.drain();
    peer.data(peer.flow(), "good,");
    byte[] bytes = Peer.bytes("touched");
    long failed = peer.sndNxt();
    second.segment().option(wrong(peer.map(failed, second.ssn(), bytes))).payload(bytes).send();
    // "the affected subflow must be immediately closed with an RST, featuring an MP_FAIL option"
    Seen reset = second.drain().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(reset.flags()).startsWith("R");
    assertThat(reset.option(MpFail.class).dsn()).isEqualTo(peer.idsn() + failed);
    assertThat(bench.counter("MPTcpExtDataCsumErr")).isEqualTo(1);
    // "Failed data MUST NOT be DATA_ACKed and so will be re-transmitted on other subflows"
    assertThat(peer.recorder().text()).isEqualTo("good,");
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(failed);
    peer.data(peer.flow(), "touched");
    assertThat(peer.recorder().text()).isEqualTo("good,touched");
  }

  @Test
  void wrongChecksumOnTheOnlySubflow() {
    establish(Role.PEER_OPENS);
    peer.data(peer.flow(), "good");
    bench.advance(Bench.SECOND);
    peer.flow().drain();
    byte[] bytes = Peer.bytes("touched");
    Flow flow = peer.flow();
    flow.segment().option(wrong(peer.map(5, flow.ssn(), bytes))).payload(bytes).send();
    bench.advance(Bench.SECOND);
    // either the subflow fails, or "it will send back an MP_FAIL option on the subflow-level ACK"
    Seen answer = flow.expect();
    assertThat(answer.option(MpFail.class).dsn()).isEqualTo(peer.idsn() + 5);
    assertThat(peer.recorder().text()).isEqualTo("good");
  }

  @Covers({"8684-3.3-03", "6824-3.3-03"})
  @Test
  void missingChecksumBreaksTheSubflow() {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    byte[] bytes = Peer.bytes("unchecked");
    flow.segment().option(without(peer.map(1, flow.ssn(), bytes))).payload(bytes).send();
    // "If a checksum is not present when its use has been negotiated, the receiver MUST close the
    // subflow with a RST"
    assertThat(flow.drain()).anySatisfy(seen -> assertThat(seen.flags()).startsWith("R"));
    assertThat(peer.recorder().text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dataFinIsCovered(boolean withData) {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    byte[] last = Peer.bytes(withData ? "last" : "");
    flow.segment().option(peer.mapFin(1, flow.ssn(), last)).payload(last).send();
    assertThat(peer.recorder().ended()).isTrue();
    assertThat(peer.recorder().bytes()).isEqualTo(last);
    assertThat(peer.ackedSoon(flow)).isEqualTo(2 + last.length);
  }

  @Covers({"8684-3.3.3-01", "6824-3.3.3-01"})
  @Test
  void engineCoversItsDataFin() {
    establish(Role.ENGINE_OPENS);
    peer.connection().shutdownOutput();
    bench.poll();
    Seen fin = peer.flow().expect("A");
    Dss dss = fin.dss();
    assertThat(dss.flags() & DssLayout.DATA_FIN).isNotZero();
    Dss right = peer.mapFin(1, 0, new byte[0]);
    assertThat(dss.hasChecksum()).isTrue();
    assertThat(dss.subflowSequence()).isZero();
    assertThat(dss.dataLevelLength()).isEqualTo(1);
    assertThat(right.hasChecksum()).isTrue();
    // "The checksum in this case will only cover the pseudo-header"
    assertThat(dss.checksum()).isEqualTo(DssChecksum.compute(peer.remoteIdsn() + 1, 0, 1, 0));
  }

  @Test
  void fitsTheOptionsBesideTimestamps() {
    peer.timestamps().wide(true, true);
    establish(Role.PEER_OPENS);
    peer.data(peer.flow(), "makes the DATA_ACKs wide");
    peer.engineWrites("x".repeat(5000));
    int got = 0;
    while (got < 5000) {
      Seen data = peer.expectData(peer.flow());
      assertThat(data.payload().length + data.optionBytes()).isLessThanOrEqualTo(1460);
      got += data.payload().length;
      peer.ack(peer.flow());
    }
    assertThat(peer.connection().info().version()).isEqualTo(version);
  }

  @Test
  void mappingThatReachesBackIntoOldDataCannotBeVerified() {
    establish(Role.PEER_OPENS);
    Flow flow = peer.flow();
    peer.data(flow, "first");
    peer.data(flow, "second");
    byte[] wide = Peer.bytes("irstsecondthird");
    flow.segment().ssn(2).option(peer.map(2, 2, wide)).payload(wide).send();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().text()).startsWith("firstsecond");
  }
}
