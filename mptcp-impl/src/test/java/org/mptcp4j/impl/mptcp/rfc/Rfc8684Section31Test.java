package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.test.Covers;

/** Keys, flags, and what the three packets of the handshake say: section 3.1. */
class Rfc8684Section31Test extends RfcScript {
  private static final int CHECKSUM = 0x80;
  private static final int EXTENSIBILITY = 0x40;
  private static final int HMAC = 0x01;

  /** SHA-1 and SHA-256 of the octets 01 02 03 04 05 06 07 08, from the outside. */
  private static final long KEY = 0x0102_0304_0506_0708L;

  private static final int SHA1_TOKEN = 0xdd5783bc;
  private static final long SHA1_IDSN = 0x3a95ed6e4ebb4ad5L;
  private static final int SHA256_TOKEN = 0x66840dda;
  private static final long SHA256_IDSN = 0xf5a101d3d29d6f72L;

  private Flow synOf(Peer peer, MpCapable capable) {
    peer.start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(capable).send();
    return peer.flow();
  }

  private static MpCapable with(MpCapable capable, int flags) {
    return new MpCapable(capable.version(), flags, capable.length(), capable.senderKey(), 0, 0, 0);
  }

  @Covers("8684-3.1-01")
  @Test
  void highestVersionComesFirst() {
    Peer peer =
        new Peer(bench).options(Bench.options().withVersions(MptcpVersion.V1, MptcpVersion.V0));
    peer.start(Role.ENGINE_OPENS);
    bench.advance(Bench.SECOND);
    assertThat(peer.flow().expect("S").capable()).isEqualTo(new MpCapable(1, HMAC, 4, 0, 0, 0, 0));
  }

  @Covers("8684-3.1-02")
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 15})
  void listenerChoosesNoHigherVersionThanThatOfTheSyn(int version) {
    Peer peer =
        new Peer(bench).options(Bench.options().withVersions(MptcpVersion.V1, MptcpVersion.V0));
    int length = version == 0 ? 12 : 4;
    synOf(peer, new MpCapable(version, HMAC, length, version == 0 ? KEY : 0, 0, 0, 0));
    Seen answer = peer.flow().expect("SA");
    if (version <= 1) {
      assertThat(answer.capable().version()).isEqualTo(version);
    } else if (answer.has(MpCapable.class)) {
      assertThat(answer.capable().version()).isLessThanOrEqualTo(1);
    }
  }

  @Covers("8684-3.1-02")
  @Test
  void listenerOfTheOldVersionDoesNotAnswerTheNew() {
    Peer peer = new Peer(bench).options(Bench.options().withVersion(MptcpVersion.V0));
    synOf(peer, new MpCapable(1, HMAC, 4, 0, 0, 0, 0));
    assertThat(peer.flow().expect("SA").options()).isEmpty();
  }

  @Covers({"8684-3.1-06", "6824-3.1-01"})
  @BothVersions
  void allBitsOfTheKeyAreRandom(MptcpVersion version) {
    List<Long> drawn = new ArrayList<>();
    Random random = new Random(9);
    Bench recording =
        Bench.hostWithEntropy(
            () -> {
              drawn.add(random.nextLong());
              return drawn.get(drawn.size() - 1);
            });
    Peer peer = new Peer(recording).version(version).establish(Role.ENGINE_OPENS);
    // nothing of what the entropy gave was left out, or mixed with what can be guessed
    assertThat(drawn).contains(peer.remoteKey());
    recording.assertNothingLeft();
  }

  /** Two keys with the same token, found by trying. */
  private static long[] collision(Peer peer) {
    Map<Integer, Long> byToken = new HashMap<>();
    for (long key = 1; ; key++) {
      Long other = byToken.put(peer.crypto().token(key), key);
      if (other != null) {
        return new long[] {other, key};
      }
    }
  }

  @Covers({"8684-3.1-07", "8684-3.1-08", "6824-3.1-02", "6824-3.1-03", "6824-B.1.1-01"})
  @ParameterizedTest
  @CsvSource({"V0,PEER_OPENS", "V0,ENGINE_OPENS", "V1,PEER_OPENS", "V1,ENGINE_OPENS"})
  void keyWhoseTokenIsTakenIsDrawnAgain(MptcpVersion version, Role role) {
    long[] keys = collision(peer(version));
    long[] next = {keys[0]};
    int[] left = {0};
    Random random = new Random(9);
    Bench drawing = Bench.hostWithEntropy(() -> left[0]-- > 0 ? next[0] : random.nextLong());
    left[0] = 5;
    Peer first = new Peer(drawing).version(version).port(81).establish(role);
    assertThat(first.remoteKey()).isEqualTo(keys[0]);
    for (long taken : keys) {
      next[0] = taken;
      left[0] = 5;
      Peer other = new Peer(drawing).version(version).port(taken == keys[0] ? 82 : 83);
      other.establish(role);
      int token = other.crypto().token(other.remoteKey());
      assertThat(token).isNotEqualTo(first.crypto().token(first.remoteKey()));
      assertThat(left[0]).as("the taken key was drawn").isNegative();
    }
    drawing.assertNothingLeft();
  }

  @Covers("8684-3.1-11")
  @Test
  void thirdAckWithoutDataHasBothKeysAndNoLength() {
    Peer peer = peer(MptcpVersion.V1).start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).option(peer.capable()).send();
    Seen third = peer.takeThirdAck();
    assertThat(third.payload()).isEmpty();
    assertThat(third.capable())
        .isEqualTo(new MpCapable(1, HMAC, 20, peer.remoteKey(), peer.key(), 0, 0));
  }

  @Covers("8684-3.1-12")
  @BothVersions
  void compromisedHandshakeEndsMultipath(MptcpVersion version) {
    Peer peer = peer(version);
    synOf(peer, peer.capable());
    peer.takeSynAck();
    MpCapable right = peer.capableAck();
    // the listener's key comes back as another one: a middlebox was at work
    peer.flow()
        .segment()
        .option(
            new MpCapable(
                right.version(), HMAC, 20, right.senderKey(), right.receiverKey() ^ 1, 0, 0))
        .send();
    assertPlain(peer);
  }

  @Covers("8684-3.1-12")
  @ParameterizedTest
  @CsvSource({"V0,4", "V0,20", "V1,4", "V1,20"})
  void synAckOfAnotherLengthEndsMultipath(MptcpVersion version, int length) {
    Peer peer = peer(version).start(Role.ENGINE_OPENS);
    int number = version == MptcpVersion.V0 ? 0 : 1;
    MpCapable odd = new MpCapable(number, HMAC, length, KEY, KEY, 0, 0);
    peer.flow().segment().flags("SA").mss(1460).option(odd).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain(peer);
  }

  @Covers({
    "8684-3.1-15",
    "8684-3.1-18",
    "8684-3.1-19",
    "6824-3.1-07",
    "6824-3.1-09",
    "6824-3.1-10"
  })
  @ParameterizedTest
  @CsvSource({"V0,false", "V0,true", "V1,false", "V1,true"})
  void flagsNameOneAlgorithmAndNothingUnknown(MptcpVersion version, boolean checksum) {
    int expected = HMAC | (checksum ? CHECKSUM : 0);
    Peer listener = peer(version);
    listener.options(listener.options().withChecksum(checksum));
    synOf(listener, listener.capable());
    assertThat(octets(listener.flow().expect("SA"), MP_CAPABLE)[3]).isEqualTo((byte) expected);
    Peer opener = peer(version).port(81);
    opener.options(opener.options().withChecksum(checksum)).start(Role.ENGINE_OPENS);
    bench.advance(Bench.SECOND);
    assertThat(octets(opener.flow().expect("S"), MP_CAPABLE)[3]).isEqualTo((byte) expected);
    opener.flow().segment().flags("SA").mss(1460).option(opener.capable()).send();
    assertThat(octets(opener.takeThirdAck(), MP_CAPABLE)[3]).isEqualTo((byte) expected);
  }

  @Covers("8684-3.1-16")
  @Test
  void capableWithTheExtensibilityFlagIsIgnoredInVersion1() {
    Peer peer = peer(MptcpVersion.V1);
    synOf(peer, with(peer.capable(), EXTENSIBILITY | HMAC));
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain(peer);
  }

  @Covers("6824-3.1-08")
  @Test
  void synWithTheExtensibilityFlagIsIgnoredInVersion0() {
    Peer peer = peer(MptcpVersion.V0);
    synOf(peer, with(peer.capable(), EXTENSIBILITY | HMAC));
    bench.advance(10 * Bench.SECOND);
    peer.flow().expectNothing();
    assertThat(bench.engine().stateCount()).isZero();
  }

  @Covers({"8684-3.1-20", "8684-3.1-28", "6824-3.1-11"})
  @ParameterizedTest
  @CsvSource({
    "V0,0x00", "V0,0x80", "V0,0x02", "V0,0x10", "V1,0x00", "V1,0x80", "V1,0x02", "V1,0x10"
  })
  void synWithoutAnAlgorithmThatWeHave(MptcpVersion version, String flags) {
    Peer peer = peer(version);
    synOf(peer, with(peer.capable(), Integer.decode(flags)));
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain(peer);
  }

  @Covers({"8684-3.1-20", "6824-3.1-11"})
  @BothVersions
  void synAckWithoutAnAlgorithm(MptcpVersion version) {
    Peer peer = peer(version).start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).option(with(peer.capable(), 0)).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain(peer);
  }

  @Covers({
    "8684-3.1-21",
    "8684-3.1-23",
    "8684-3.1-24",
    "6824-3.1-12",
    "6824-3.1-14",
    "6824-3.1-15"
  })
  @BothVersions
  void tokenIsTheLeftmostPartOfTheHash(MptcpVersion version) {
    Peer peer = peer(version).key(KEY).establish(Role.PEER_OPENS).confirm();
    peer.engineStartsJoin(false);
    int expected = version == MptcpVersion.V0 ? SHA1_TOKEN : SHA256_TOKEN;
    assertThat(peer.lastJoin().token()).isEqualTo(expected);
    // and the engine's own token
    peer.joins(1);
  }

  @Covers({
    "8684-3.1-22", "8684-3.1-23", "8684-3.1-24", "8684-3.1-34",
    "6824-3.1-13", "6824-3.1-14", "6824-3.1-15", "6824-3.1-23"
  })
  @BothVersions
  void idsnIsTheRightmostPartOfTheHash(MptcpVersion version) {
    Peer peer = peer(version).key(KEY).establish(Role.PEER_OPENS).confirm();
    peer.wide(true, true);
    peer.data(peer.flow(), "abc");
    bench.advance(Bench.SECOND);
    Dss dss = last(peer.flow().drain()).dss();
    assertThat(dss.flags() & DssLayout.DATA_ACK_64).isNotZero();
    long expected = version == MptcpVersion.V0 ? SHA1_IDSN : SHA256_IDSN;
    assertThat(dss.dataAck()).isEqualTo(expected + 4);
    // the engine's own: a DATA_ACK of all 64 bits is of its IDSN or it acknowledges nothing
    peer.engineWrites("abc");
    peer.expectData(peer.flow());
    Dss right = peer.dataAck();
    peer.flow().segment().option(ackOf(right.dataAck() ^ 1L << 40)).send();
    assertThat(peer.connection().info().bytesAcked()).isZero();
    peer.flow().segment().option(right).send();
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(3);
  }

  private static Dss ackOf(long number) {
    return new Dss(DssLayout.DATA_ACK | DssLayout.DATA_ACK_64, number, 0, 0, 0, false, 0);
  }

  @Covers({"8684-3.1-25", "8684-3.1-26", "6824-3.1-16", "6824-3.1-17"})
  @ParameterizedTest
  @CsvSource({
    "V0,PEER_OPENS,true,false", "V0,PEER_OPENS,false,true", "V0,ENGINE_OPENS,true,false",
    "V0,ENGINE_OPENS,false,true", "V1,PEER_OPENS,true,false", "V1,PEER_OPENS,false,true",
    "V1,ENGINE_OPENS,true,false", "V1,ENGINE_OPENS,false,true"
  })
  void eitherSidesWishForChecksumsBinds(
      MptcpVersion version, Role role, boolean ours, boolean theirs) {
    Peer peer = peer(version);
    peer.options(peer.options().withChecksum(ours));
    if (theirs) {
      peer.wantsChecksum();
    }
    peer.establish(role);
    // both directions; the script checks each checksum
    peer.engineWrites("from the engine");
    Seen data = peer.expectData(peer.flow());
    assertThat(peer.mapping(data).hasChecksum()).isTrue();
    peer.data(peer.flow(), "from the peer");
    assertThat(peer.recorder().text()).isEqualTo("from the peer");
    assertMultipath(peer, peer.flow());
  }

  @Covers("8684-3.1-27")
  @ParameterizedTest
  @CsvSource({"PEER_OPENS", "ENGINE_OPENS"})
  void checksumsThatAreNotWantedEndMultipath(Role role) {
    Peer peer = peer(MptcpVersion.V1).wantsChecksum();
    peer.options(peer.options().withMptcp(peer.options().mptcp().withAcceptChecksum(false)));
    peer.start(role);
    if (role == Role.PEER_OPENS) {
      peer.flow().syn().mss(1460).option(peer.capable()).send();
      assertThat(peer.flow().expect("SA").options()).isEmpty();
      peer.flow().segment().send();
    } else {
      peer.flow().segment().flags("SA").mss(1460).option(peer.capable()).send();
      assertThat(peer.flow().expect("A").options()).isEmpty();
    }
    assertPlain(peer);
  }

  @Covers({"8684-3.1-29", "8684-3.7-01", "8684-6-01", "6824-3.1-18", "6824-3.6-01", "6824-6-01"})
  @BothVersions
  void synAckWithoutTheOption(MptcpVersion version) {
    Peer peer = peer(version).start(Role.ENGINE_OPENS);
    peer.flow().segment().flags("SA").mss(1460).send();
    assertThat(peer.flow().expect("A").options()).isEmpty();
    assertPlain(peer);
  }

  @Covers({"8684-3.1-30", "8684-3.7-01", "8684-6-01", "6824-3.1-19", "6824-3.6-01", "6824-6-01"})
  @BothVersions
  void synWithoutTheOption(MptcpVersion version) {
    Peer peer = peer(version).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).send();
    assertThat(peer.flow().expect("SA").options()).isEmpty();
    peer.flow().segment().send();
    assertPlain(peer);
  }

  @Covers({"8684-3.1-31", "8684-3.1-33", "6824-3.1-20", "6824-3.1-22"})
  @BothVersions
  void thirdPacketWithoutTheOption(MptcpVersion version) {
    Peer peer = peer(version);
    synOf(peer, peer.capable());
    peer.takeSynAck();
    peer.flow().segment().send();
    assertPlain(peer);
  }

  @Covers({"8684-3.1-32", "8684-3.9.3-01", "6824-3.1-21", "6824-3.8.3-01"})
  @BothVersions
  void twoSynsAskAndTheThirdDoesNot(MptcpVersion version) {
    Peer peer = peer(version).start(Role.ENGINE_OPENS);
    bench.advance(20 * Bench.SECOND);
    List<Seen> syns = peer.flow().drain();
    assertThat(syns).hasSizeGreaterThan(1).allMatch(seen -> seen.flags().equals("S"));
    assertThat(syns.get(0).has(MpCapable.class)).isTrue();
    assertThat(syns.subList(1, syns.size())).allMatch(seen -> seen.options().isEmpty());
    peer.flow().segment().flags("SA").mss(1460).send();
    assertPlain(peer);
  }

  @Covers({"8684-3.1-13", "6824-3.1-05"})
  @BothVersions
  void noSubflowBeforeADssCame(MptcpVersion version) {
    Peer peer = peer(version).establish(Role.ENGINE_OPENS);
    assertThat(peer.paths().events()).isEmpty();
    ConnectTarget target =
        new ConnectTarget(bench.zone(1), Bench.at("10.0.2.1", 0), Bench.at("10.0.2.2", 80));
    assertThatThrownBy(() -> peer.connection().openSubflow(target, false))
        .isInstanceOf(IllegalStateException.class);
    bench.poll();
    assertThat(bench.takeSyn()).isNull();
    Peer listening = peer(version).port(81);
    synOf(listening, listening.capable());
    listening.takeSynAck();
    // the third ACK was lost: no join can be for this connection yet
    Flow second = listening.second(40_001);
    second.syn().option(listening.joinSyn(1)).send();
    assertThat(reset(second.expect())).isTrue();
  }

  @Covers("8684-3.1-17")
  @ParameterizedTest
  @CsvSource({"PEER_OPENS", "ENGINE_OPENS"})
  void flagCForbidsSubflowsToTheInitialAddress(Role role) {
    Peer peer = peer(MptcpVersion.V1).start(role);
    MpCapable refusing = with(peer.capable(), 0x20 | HMAC);
    if (role == Role.PEER_OPENS) {
      peer.flow().syn().mss(1460).option(refusing).send();
      peer.takeSynAck();
      MpCapable ack = peer.capableAck();
      peer.flow()
          .segment()
          .option(new MpCapable(1, 0x21, 20, ack.senderKey(), ack.receiverKey(), 0, 0))
          .send();
    } else {
      peer.flow().segment().flags("SA").mss(1460).option(refusing).send();
      peer.takeThirdAck();
    }
    peer.confirm();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.V1);
    assertThat(peer.paths().paths().mayJoinInitial()).isFalse();
    ConnectTarget initial =
        new ConnectTarget(bench.zone(1), Bench.at("10.0.2.1", 0), peer.flow().peer());
    assertThat(peer.paths().paths().open(initial, false)).isFalse();
    bench.poll();
    assertThat(bench.takeSyn()).isNull();
  }
}
