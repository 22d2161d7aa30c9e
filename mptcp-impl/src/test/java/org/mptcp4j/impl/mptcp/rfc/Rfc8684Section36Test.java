package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.ResetReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpTcpRst;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.test.Covers;

/** Why a subflow is reset: section 3.6, and the places that ask for a reason. */
class Rfc8684Section36Test extends RfcScript {
  private static final int MP_TCPRST = 8;

  private final List<CloseReason> reasons = new ArrayList<>();

  /** Writes down why subflows went. */
  private final class Reasons implements PathManager {
    @Override
    public void onSubflowDown(Paths paths, Subflow subflow, CloseReason reason) {
      reasons.add(reason);
    }
  }

  private Peer peerWithReasons() {
    Peer peer = peer(MptcpVersion.V1);
    peer.pathManager(PathManagerProvider.of("reasons", Reasons::new));
    return peer.establish(Role.PEER_OPENS).confirm();
  }

  /** The RST that ends a subflow; checks that its reason is well formed, and permanent. */
  private static int reasonOf(Flow flow) {
    Seen reset = flow.drain().stream().filter(RfcScript::reset).findFirst().orElseThrow();
    assertThat(octets(reset, MP_TCPRST)[2] & 0x0E).as("U, V and W").isZero();
    return reset.option(MpTcpRst.class).reason();
  }

  @Covers({"8684-3.2-09", "8684-3.6-01", "8684-3.6-07"})
  @ParameterizedTest
  @ValueSource(strings = {"hmac of SYN+ACK", "no option on SYN+ACK", "hmac of ACK", "none on ACK"})
  void brokenJoinIsAnErrorOfMultipathTcp(String fault) {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    boolean engines = fault.endsWith("SYN+ACK");
    Flow second = engines ? peer.engineStartsJoin(false) : peer.second(40_001);
    if (engines) {
      MpJoinSynAck right = peer.joinSynAck(peer.lastJoin(), 1);
      var answer = second.segment().flags("SA").mss(1460);
      if (fault.startsWith("hmac")) {
        answer.option(new MpJoinSynAck(false, 1, right.truncatedHmac() ^ 1, right.nonce()));
      }
      answer.send();
    } else {
      second.syn().mss(1460).option(peer.joinSyn(1)).send();
      MpJoinSynAck answer = second.expect("SA").option(MpJoinSynAck.class);
      byte[] hmac = HexFormat.of().parseHex(peer.joinAck(answer).hmac());
      hmac[0] ^= 1;
      var third = second.segment();
      if (fault.startsWith("hmac")) {
        third.option(new MpJoinAck(HexFormat.of().formatHex(hmac)));
      }
      third.send();
    }
    assertThat(reasonOf(second)).isEqualTo(ResetReason.MPTCP_ERROR.code());
  }

  @Covers({"8684-3.3-04", "8684-3.6-07"})
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void checksumThatIsNotAsNegotiatedIsAnErrorOfMultipathTcp(boolean negotiated) {
    Peer peer = peer(MptcpVersion.V1);
    (negotiated ? peer.wantsChecksum() : peer).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.drain();
    byte[] bytes = Peer.bytes("abc");
    Dss right = peer.map(1, second.ssn(), bytes);
    Dss wrong =
        new Dss(
            right.flags(),
            right.dataAck(),
            right.dsn(),
            right.subflowSequence(),
            3,
            !negotiated,
            0);
    second.segment().option(wrong).payload(bytes).send();
    assertThat(reasonOf(second)).isEqualTo(ResetReason.MPTCP_ERROR.code());
  }

  @Test
  void version0HasNoReasons() {
    Peer peer = connected(MptcpVersion.V0, Role.PEER_OPENS);
    Flow second = peer.second(40_001);
    second.syn().mss(1460).option(peer.joinSyn(1)).send();
    second.expect("SA");
    second.segment().option(peer.dataAck()).send();
    assertThat(second.drain())
        .anyMatch(RfcScript::reset)
        .allMatch(seen -> !seen.has(MpTcpRst.class));
  }

  @Covers({"8684-3.6-02", "8684-3.6-03", "8684-3.6-08"})
  @ParameterizedTest
  @CsvSource({"0,2,false", "1,4,true", "14,6,false", "15,5,true", "8,200,false"})
  void reasonOfThePeerComesToThePathManagerWhateverTheReservedFlagsAre(
      int flags, int reason, boolean mayPass) {
    Peer peer = peerWithReasons();
    Flow second = peer.joins(1);
    second.segment().flags("R").option(new MpTcpRst(flags, reason)).send();
    bench.poll();
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0).reset()).isEqualTo(Optional.of(new ResetReason(reason, mayPass)));
    peer.data(peer.flow(), "goes on");
    assertThat(peer.recorder().text()).isEqualTo("goes on");
  }

  @Covers("8684-3.7-07")
  @Test
  void mappingsThatNeverComeAreAMiddlebox() {
    Peer peer = peer(MptcpVersion.V1);
    peer.options(peer.options().withBuffers(1 << 20, 32 * 1024))
        .establish(Role.PEER_OPENS)
        .confirm();
    Flow second = peer.joins(1);
    second.drain();
    for (int i = 0; i < 40 && second.waiting().stream().noneMatch(RfcScript::reset); i++) {
      second.segment().payload("x".repeat(1000)).send();
      bench.advance(10 * Bench.MILLI);
    }
    assertThat(reasonOf(second)).isEqualTo(ResetReason.MIDDLEBOX_INTERFERENCE.code());
  }

  @Covers("8684-3.6-06")
  @Test
  void pathOfAPermanentErrorIsNotTriedAgain() {
    Peer peer = peer(MptcpVersion.V1).pathManager(PathManagerProvider.named("host"));
    peer.establish(Role.ENGINE_OPENS).confirm();
    Seen syn = bench.takeSyn();
    Flow second = bench.flow(1, syn.to(), syn.from()).opened(syn);
    MpJoinSyn join = syn.option(MpJoinSyn.class);
    second.segment().flags("SA").mss(1460).option(peer.joinSynAck(join, 1)).send();
    second.segment().option(peer.dataAck()).send();
    assertThat(peer.connection().subflows()).hasSize(2);
    second.segment().flags("R").option(new MpTcpRst(0, 3)).send();
    bench.drain();
    for (int i = 0; i < 24; i++) {
      bench.advance(3600 * Bench.SECOND);
      peer.ack(peer.flow());
      assertThat(bench.drain()).noneMatch(seen -> seen.flags().startsWith("S"));
    }
  }

  @Covers("8684-3.7-04")
  @Test
  void dataAcknowledgedWithoutADataAckIsAMiddlebox() {
    Peer peer = peer(MptcpVersion.V1).establish(Role.PEER_OPENS).confirm();
    Flow second = peer.joins(1);
    second.drain();
    peer.connection().subflows().get(0).setBackup(true);
    bench.poll();
    peer.engineWrites("over the second");
    assertThat(data(second)).isNotEmpty();
    second.segment().send();
    assertThat(reasonOf(second)).isEqualTo(ResetReason.MIDDLEBOX_INTERFERENCE.code());
  }
}
