package org.mptcp4j.impl.mptcp.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.stack.EngineStack;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;

/** What the engine withstands in both versions: RFC 6181, section 6; RFC 7430. */
@BothVersions
class AttacksTest {
  private static final int JOINS = 8;
  private static final int FLOOD = 2_000;

  private final Bench bench = Bench.hostWithLimits(100, 100, JOINS);
  private final Peer peer;

  AttacksTest(MptcpVersion version) {
    peer = new Peer(bench).version(version).establish(Role.PEER_OPENS).confirm();
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private int tableEntries() {
    return ((EngineStack) bench.engine()).tableEntries();
  }

  private void assertAlive() {
    int before = peer.recorder().bytes().length;
    peer.data(peer.flow(), "alive");
    assertThat(peer.recorder().text().substring(before)).isEqualTo("alive");
  }

  /** RFC 6181, section 6.1: a flood of joins; most of the tokens are guesses. */
  @Test
  void guessedTokensLeaveNoStateAndGetNoMoreThanTheyCost() {
    Random random = new Random(1);
    int before = tableEntries();
    long asked = 0;
    for (int i = 0; i < FLOOD; i++) {
      Flow flow = peer.second(1_024 + i);
      MpJoinSyn guess = new MpJoinSyn(false, 1, random.nextInt(), random.nextInt());
      byte[] syn = flow.syn().option(guess).toBytes();
      asked += syn.length;
      bench.deliver(flow.zone(), syn);
    }
    List<Seen> answers = bench.drain();
    assertThat(answers).allSatisfy(seen -> assertThat(seen.flags()).isEqualTo("RA"));
    assertThat(answers.stream().mapToLong(seen -> seen.packet().length).sum())
        .isLessThanOrEqualTo(asked);
    assertThat(tableEntries()).isEqualTo(before);
    assertAlive();
  }

  /** RFC 7430, section 3: an eavesdropper has the token, but not the keys. */
  @Test
  void knownTokenFillsTheHalfOpenJoinsAndNothingElse() {
    int before = tableEntries();
    for (int i = 0; i < FLOOD; i++) {
      Flow flow = peer.second(1_024 + i);
      flow.syn().mss(1460).option(peer.joinSyn(2 + i % 200)).send();
    }
    assertThat(tableEntries()).isLessThanOrEqualTo(before + 2 * JOINS);
    assertThat(peer.connection().subflows()).hasSizeLessThanOrEqualTo(JOINS);
    assertAlive();
    // they end by themselves, and then there is room again
    bench.advance(200 * Bench.SECOND);
    bench.drain();
    assertThat(tableEntries()).isEqualTo(before);
    peer.data(peer.joins(1), "joined");
    assertThat(peer.recorder().text()).endsWith("joined");
  }

  /** RFC 7430, section 3.1 and 4: one forged SYN must not make many packets for a victim. */
  @Test
  void reflectionOfAJoinIsBounded() {
    Flow victim = peer.second(9);
    byte[] syn = victim.syn().mss(1460).option(peer.joinSyn(1)).toBytes();
    bench.deliver(victim.zone(), syn);
    bench.advance(600 * Bench.SECOND);
    List<Seen> sent = victim.drain();
    assertThat(sent).isNotEmpty().hasSizeLessThan(10);
    assertThat(sent).allSatisfy(seen -> assertThat(seen.payload()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 19})
  void eachGuessOfAnHmacCostsAHandshake(int octet) {
    for (int i = 0; i < 50; i++) {
      Flow flow = peer.second(1_024 + i);
      flow.syn().mss(1460).option(peer.joinSyn(1)).send();
      MpJoinSynAck answer = flow.expect("SA").option(MpJoinSynAck.class);
      byte[] hmac = HexFormat.of().parseHex(peer.joinAck(answer).hmac());
      hmac[octet] ^= (byte) (1 + i);
      flow.segment().option(new MpJoinAck(HexFormat.of().formatHex(hmac))).send();
      assertThat(flow.expect().flags()).startsWith("R");
      // a second try on the same subflow is too late
      flow.segment().option(peer.joinAck(answer)).send();
      assertThat(flow.expect().flags()).startsWith("R");
    }
    assertThat(peer.connection().subflows()).hasSize(1);
    assertThat(bench.counter("MPTcpExtMPJoinAckHMacFailure")).isEqualTo(50);
    assertAlive();
  }

  /** "random numbers (nonces) that are used to prevent replay attacks" (RFC 8684, section 3.2). */
  @Test
  void recordedJoinIsWorthNothingTheNextTime() {
    Flow flow = peer.second(40_001);
    byte[] syn = flow.syn().mss(1460).option(peer.joinSyn(1)).toBytes();
    bench.deliver(flow.zone(), syn);
    flow.skip(1);
    MpJoinSynAck answer = flow.expect("SA").option(MpJoinSynAck.class);
    MptcpOption recorded = peer.joinAck(answer);
    flow.segment().option(recorded).send();
    assertThat(peer.connection().subflows()).hasSize(2);
    // the join ended: now somebody sends the same again
    flow.segment().flags("R").send();
    bench.advance(100 * Bench.SECOND);
    flow.drain();
    bench.deliver(flow.zone(), syn);
    assertThat(flow.expect("SA").option(MpJoinSynAck.class).nonce()).isNotEqualTo(answer.nonce());
    flow.segment().option(recorded).send();
    assertThat(flow.expect().flags()).startsWith("R");
    assertThat(peer.connection().subflows()).hasSize(1);
    assertAlive();
  }

  /** Keys are 64 bits: a wrong one is no reason to close, however often it comes. */
  @Test
  void guessedKeysDoNotCloseTheConnection() {
    Random random = new Random(2);
    for (int i = 0; i < FLOOD; i++) {
      peer.flow().segment().option(new MpFastclose(random.nextLong())).send();
    }
    assertThat(bench.counter("Mptcp4jFastcloseWrongKey")).isEqualTo(FLOOD);
    peer.flow().expectNothing();
    assertAlive();
  }

  @Test
  void signalsOutsideTheWindowAreIgnored() {
    Flow second = peer.joins(1);
    second.drain();
    // "standard TCP validity checks ... MUST be undertaken before processing any MPTCP signals"
    List<MptcpOption> signals =
        List.of(
            new MpFastclose(peer.remoteKey()),
            new RemoveAddr(List.of(0, 1)),
            new MpPrio(true, false, 0),
            peer.addAddr(9, "192.0.2.66", 0));
    for (MptcpOption signal : signals) {
      second.segment().ssn(300_000_000).option(signal).send();
      second.segment().ack(second.irs() + 90_000_000).option(signal).send();
    }
    bench.advance(30 * Bench.SECOND);
    assertThat(peer.connection().subflows()).extracting(Subflow::backup).containsOnly(false);
    assertThat(peer.connection().subflows()).hasSize(2);
    assertThat(peer.paths().events()).noneMatch(event -> event.startsWith("announced"));
    assertAlive();
  }

  /** RFC 7430, section 5: what removes every address must not end a connection that works. */
  @Test
  void removalOfAllAddressesSparesPathsThatAnswer() {
    Flow second = peer.joins(1);
    second.drain();
    List<Integer> all = IntStream.range(0, 25).boxed().toList();
    for (int round = 0; round < 20; round++) {
      peer.flow().segment().option(new RemoveAddr(all)).send();
      second.segment().option(new RemoveAddr(all)).send();
      for (int i = 0; i < 10; i++) {
        bench.advance(Bench.SECOND / 2);
        answer(peer.flow());
        answer(second);
      }
    }
    assertThat(peer.connection().subflows()).hasSize(2);
    assertAlive();
  }

  @Test
  void removalThatIsRepeatedAsksOnce() {
    Flow second = peer.joins(1);
    second.drain();
    peer.flow().drain();
    second.segment().option(new RemoveAddr(List.of(0, 0, 0))).send();
    second.segment().option(new RemoveAddr(List.of(0))).send();
    assertThat(peer.flow().drain()).hasSize(1).noneMatch(seen -> seen.flags().startsWith("R"));
    bench.advance(100 * Bench.MILLI);
    peer.flow().segment().option(peer.dataAck()).send();
    bench.advance(30 * Bench.SECOND);
    assertThat(peer.connection().subflows()).hasSize(2);
    assertAlive();
  }

  /** As a live peer does: an ACK for a keep-alive. */
  private void answer(Flow on) {
    if (!on.drain().isEmpty()) {
      on.segment().option(peer.dataAck()).send();
    }
  }

  @Test
  void floodOfAnnouncementsIsBounded() {
    for (int i = 0; i < FLOOD; i++) {
      String address = "10.%d.%d.%d".formatted(100 + i % 5, i / 250, 1 + i % 250);
      peer.flow().segment().option(peer.addAddr(i % 256, address, 1 + i)).send();
    }
    long told = peer.paths().events().stream().filter(e -> e.startsWith("announced")).count();
    assertThat(told).isLessThanOrEqualTo(256);
    // the echoes of version 1 are no storm
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().drain()).hasSizeLessThan(FLOOD + 300);
    assertAlive();
  }

  /** A mapping without its data costs memory: there is an end to it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void floodOfMappingsIsBounded(boolean backwards) {
    Flow flow = peer.flow();
    int most = 12_000;
    for (int i = 0; i < most; i++) {
      int at = 2 * (backwards ? most - i : i);
      Dss mapping =
          new Dss(DssLayout.MAPPING, 0, peer.idsn() + 1 + at, flow.ssn() + at, 1, false, 0);
      flow.segment().option(mapping).queue();
    }
    bench.poll();
    bench.advance(Bench.SECOND);
    List<Seen> answers = flow.drain();
    assertThat(answers).anySatisfy(seen -> assertThat(seen.flags()).startsWith("R"));
    assertThat(peer.connection().subflows()).isEmpty();
  }

  /** Data behind gaps costs memory, too: as much as the window allows. */
  @Test
  void floodOfGapsIsBounded() {
    Flow flow = peer.flow();
    byte[] one = {1};
    List<Long> acks = new ArrayList<>();
    for (int i = 1; i < 20_000; i++) {
      flow.segment().option(peer.map(1 + 2L * i, flow.ssn(), one)).payload(one).queue();
    }
    bench.poll();
    for (Seen seen : flow.drain()) {
      acks.add(peer.acked(seen));
    }
    assertThat(acks).isNotEmpty().containsOnly(1L);
    assertThat(peer.recorder().bytes()).isEmpty();
  }
}
