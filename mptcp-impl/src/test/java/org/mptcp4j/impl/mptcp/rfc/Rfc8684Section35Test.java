package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.test.Covers;

/** MP_FASTCLOSE: section 3.5. */
class Rfc8684Section35Test extends RfcScript {
  private List<Seen> abort(Peer peer) {
    peer.connection().abort();
    bench.poll();
    return peer.flow().drain().stream().filter(seen -> seen.has(MpFastclose.class)).toList();
  }

  @Covers({
    "8684-3.5-01",
    "8684-3.5-02",
    "8684-3.5-03",
    "6824-3.5-01",
    "6824-3.5-02",
    "6824-3.5-03"
  })
  @BothVersions
  void isSentThreeTimesMoreAtMost(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Seen first = last(abort(peer));
    assertThat(first.flags()).isEqualTo("A");
    assertThat(first.option(MpFastclose.class).receiverKey()).isEqualTo(peer.key());
    // one retransmission time-out later, and then with more and more time between
    bench.advance(300 * Bench.SECOND);
    List<Seen> again =
        peer.flow().drain().stream()
            .filter(seen -> seen.has(MpFastclose.class) && !reset(seen))
            .toList();
    assertThat(again).hasSize(3);
    assertThat(again.get(0).time() - first.time()).isBetween(Bench.SECOND / 10, 2 * Bench.SECOND);
    bench.assertReleased();
  }

  @Covers("8684-3.5-04")
  @Test
  void lastWordIsAResetWithTheOption() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    abort(peer);
    bench.advance(300 * Bench.SECOND);
    Seen last = last(peer.flow().drain());
    assertThat(reset(last)).isTrue();
    assertThat(last.option(MpFastclose.class).receiverKey()).isEqualTo(peer.key());
  }

  @BothVersions
  void answerEndsIt(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    abort(peer);
    peer.flow().segment().flags("R").send();
    bench.advance(300 * Bench.SECOND);
    assertThat(peer.flow().drain()).noneMatch(seen -> seen.has(MpFastclose.class));
    bench.assertReleased();
  }

  @ParameterizedTest
  @CsvSource({"V0,A", "V1,A", "V1,R"})
  void receivedWithTheRightKeyItResetsAllSubflows(MptcpVersion version, String flags) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    second.drain();
    peer.flow().segment().flags(flags).option(new MpFastclose(peer.remoteKey())).send();
    if (flags.equals("A")) {
      assertThat(last(peer.flow().drain())).matches(RfcScript::reset);
    }
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.RESET);
    bench.assertReleased();
  }

  /** The RST counts all the same: for its subflow. */
  @BothVersions
  void resetWithAWrongKeyEndsItsSubflowAlone(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    second.drain();
    second.segment().flags("R").option(new MpFastclose(peer.remoteKey() ^ 1)).send();
    assertThat(peer.recorder().closed()).isNull();
    assertThat(peer.recorder().events()).contains("down 1 RESET");
    assertMultipath(peer, peer.flow());
  }
}
