package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

/** The layout of DSS, and a checksum where it should not be or is not: section 3.3. */
class Rfc8684Section33Test extends RfcScript {
  private static final int KNOWN_FLAGS =
      DssLayout.DATA_ACK
          | DssLayout.DATA_ACK_64
          | DssLayout.MAPPING
          | DssLayout.DSN_64
          | DssLayout.DATA_FIN;

  /** The same mapping with a checksum, or without one. */
  private static Dss withChecksum(Dss dss, boolean present) {
    return new Dss(
        dss.flags(),
        dss.dataAck(),
        dss.dsn(),
        dss.subflowSequence(),
        dss.dataLevelLength(),
        present,
        present ? 0x1234 : 0);
  }

  @Covers({"8684-3.3-01", "6824-3.3-01"})
  @BothVersions
  void reservedBitsAreZero(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    peer.wide(true, true);
    peer.data(peer.flow(), "x");
    peer.engineWrites("y".repeat(3000));
    peer.connection().shutdownOutput();
    bench.poll();
    bench.advance(Bench.SECOND);
    int seenFlags = 0;
    for (Seen seen : peer.flow().drain()) {
      byte[] dss = octets(seen, DSS);
      assertThat(dss[2]).isEqualTo((byte) (DSS << 4));
      assertThat(dss[3] & ~KNOWN_FLAGS).isZero();
      seenFlags |= dss[3];
    }
    int expected = DssLayout.DATA_ACK | DssLayout.MAPPING | DssLayout.DATA_FIN;
    assertThat(seenFlags & expected).isEqualTo(expected);
  }

  @Covers("6824-3.3-02")
  @Test
  void checksumThatWasNotNegotiatedIsIgnoredInVersion0() {
    Peer peer = connected(MptcpVersion.V0, Role.PEER_OPENS);
    byte[] bytes = Peer.bytes("checked");
    Flow flow = peer.flow();
    flow.segment().option(withChecksum(peer.map(1, flow.ssn(), bytes), true)).payload(bytes).send();
    assertThat(peer.recorder().text()).isEqualTo("checked");
    assertThat(peer.ackedSoon(flow)).isEqualTo(8);
  }

  @Covers({"8684-3.3-03", "6824-3.3-03"})
  @ParameterizedTest
  @CsvSource({"V0,false", "V0,true", "V1,false", "V1,true"})
  void checksumThatIsMissingBreaksTheSubflow(MptcpVersion version, boolean onTheSecond) {
    Peer peer = peer(version).wantsChecksum().establish(Role.PEER_OPENS).confirm();
    Flow broken = onTheSecond ? peer.joins(1) : peer.flow();
    byte[] bytes = Peer.bytes("unchecked");
    broken
        .segment()
        .option(withChecksum(peer.map(1, broken.ssn(), bytes), false))
        .payload(bytes)
        .send();
    assertThat(broken.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.recorder().text()).isEmpty();
    if (onTheSecond) {
      assertMultipath(peer, peer.flow());
    }
  }

  @Covers("8684-3.3-02")
  @Test
  void checksumThatWasNotNegotiatedBreaksTheSubflowInVersion1() {
    Peer peer = connected(MptcpVersion.V1, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    byte[] bytes = Peer.bytes("checked");
    second
        .segment()
        .option(withChecksum(peer.map(1, second.ssn(), bytes), true))
        .payload(bytes)
        .send();
    assertThat(second.drain()).anyMatch(RfcScript::reset);
    assertThat(peer.recorder().text()).isEmpty();
    assertMultipath(peer, peer.flow());
  }
}
