package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.TestPair.SECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.tcp.TestPair;
import org.mptcp4j.impl.tcp.TestPath;
import org.mptcp4j.impl.tcp.path.PathMtu;

/**
 * Packetization layer path MTU discovery: RFC 4821, section 7. The path drops packets above its MTU
 * and says nothing.
 */
class Rfc4821ProbingTest {
  private static final int HEADERS = 40;
  private static final int TIMESTAMPS = 12;
  private static final int FULL = 1_460;

  private int mtu = 1_500;
  private int largest;

  private TestPair pair(boolean sack, boolean probing) {
    TestPair pair =
        new TestPair(p -> p.tcp(p.tcp().withSack(sack).withPathMtuProbing(probing)), p -> {});
    pair.toServer.rule =
        (index, packet) -> {
          int bytes = packet.bytes().remaining();
          largest = Math.max(largest, bytes > mtu ? 0 : bytes);
          return bytes > mtu ? TestPath.DROP : 0;
        };
    return pair.open();
  }

  private static void send(TestPair pair, int bytes) {
    pair.client.toSend += bytes;
    assertThat(
            pair.runUntil(
                () -> pair.server.received == pair.client.toSend, pair.now + 100 * SECOND))
        .isTrue();
    assertThat(pair.server.wrongBytes).isZero();
  }

  // 7.7. "The response to a detected black hole" is the base; 7.3: the search ends close to what
  // the
  // path takes
  @ParameterizedTest
  @CsvSource({"1499, true", "1400, true", "1280, true", "1066, true", "1400, false"})
  void aBlackHoleIsFoundAndItsSize(int pathMtu, boolean sack) {
    mtu = pathMtu;
    TestPair pair = pair(sack, true);
    send(pair, 3_000_000);
    assertThat(pair.client.connection.info().timeouts()).isBetween(2L, 3L);
    assertThat(largest).isBetween(pathMtu - 8, pathMtu);
    assertThat(pair.client.connection.info().maximumSegmentSize())
        .isEqualTo(largest - HEADERS - TIMESTAMPS);
  }

  // "Upon additional successive timeouts, search_low and eff_pmtu SHOULD be halved"
  @ParameterizedTest
  @ValueSource(ints = {1_000, 600, 576, 500})
  void aNarrowPathIsFoundByHalves(int pathMtu) {
    mtu = pathMtu;
    TestPair pair = pair(true, true);
    send(pair, 4_000_000);
    assertThat(largest).isBetween(pathMtu - 8, pathMtu);
  }

  // 7.6.2. "In this case alone, the loss SHOULD NOT be interpreted as congestion"
  @Test
  void lostProbesAreNoCongestion() {
    mtu = 1_300;
    TestPair pair = pair(true, true);
    send(pair, 3_000_000);
    var info = pair.client.connection.info();
    assertThat(info.pathProbesLost()).isPositive();
    assertThat(info.fastRecoveries()).isZero();
    assertThat(info.timeouts()).isEqualTo(2);
    assertThat(info.bytesRetransmitted()).isLessThan(50_000);
  }

  // 7.7. Where it was an outage, the first probe is of the old size, and the search is over
  @Test
  void anOutageCostsOneProbe() {
    TestPair pair = pair(true, true);
    send(pair, 300_000);
    mtu = 0;
    pair.client.toSend += 1_000_000;
    pair.runFor(2 * SECOND);
    mtu = 1_500;
    send(pair, 1_000_000);
    var info = pair.client.connection.info();
    assertThat(info.pathProbesSent()).isEqualTo(1);
    assertThat(info.pathProbesLost()).isZero();
    assertThat(info.maximumSegmentSize()).isEqualTo(FULL - TIMESTAMPS);
  }

  // 7.3, and RFC 1191, section 6.3: a path may become wider
  @Test
  void theSearchBeginsAgainAfterTenMinutes() {
    mtu = 1_400;
    TestPair pair = pair(true, true);
    send(pair, 3_000_000);
    mtu = 1_500;
    pair.runFor(590 * SECOND);
    send(pair, 300_000);
    assertThat(largest).isLessThanOrEqualTo(1_400);
    pair.runFor(20 * SECOND);
    send(pair, 300_000);
    assertThat(largest).isEqualTo(1_500);
  }

  // 7.4: a probe needs data behind it that shows its loss
  @Test
  void aLittleDataIsNotUsedForProbes() {
    mtu = 1_300;
    TestPair pair = pair(true, true);
    send(pair, 3_000);
    assertThat(pair.client.connection.info().pathProbesSent()).isZero();
  }

  @Test
  void whoDoesNotWantItKeepsTheSize() {
    mtu = 1_400;
    TestPair pair = pair(true, false);
    pair.client.toSend = 100_000;
    assertThat(pair.runUntil(() -> pair.client.closed != null, 400 * SECOND)).isTrue();
    assertThat(pair.server.received).isZero();
  }

  // 7.2: search_low; timeouts of segments that are small anyway say nothing of size
  @Test
  void smallSegmentsThatVanishAreNoBlackHole() {
    PathMtu search = new PathMtu(false, true);
    search.open(FULL);
    for (int i = 0; i < 8; i++) {
      assertThat(search.onTimeout(200, 0)).isFalse();
    }
    assertThat(search.size()).isEqualTo(FULL);
  }

  // 7.3: "binary search"
  @Test
  void theRangeIsHalvedByEachAnswer() {
    PathMtu search = new PathMtu(false, true);
    search.open(FULL);
    search.onTimeout(FULL, 0);
    assertThat(search.onTimeout(FULL, 0)).isTrue();
    assertThat(search.size()).isEqualTo(1_024);
    int probes = 0;
    while (search.nextProbe() > 0) {
      int probe = search.nextProbe();
      search.onProbeSent();
      assertThat(search.nextProbe()).as("one at a time").isZero();
      probes++;
      if (probe <= 1_300) {
        search.onProbeArrived(0);
        assertThat(search.size()).isEqualTo(probe);
      } else {
        search.onProbeLost(0);
      }
    }
    assertThat(search.size()).isBetween(1_292, 1_300);
    assertThat(probes).isLessThanOrEqualTo(14);
    assertThat(search.raise(599 * SECOND)).isFalse();
    assertThat(search.nextProbe()).isZero();
    search.raise(600 * SECOND);
    assertThat(search.nextProbe()).isEqualTo(FULL);
  }

  // 7.6.1. An ICMP error about the probe spares the search
  @Test
  void anErrorAboutTheProbeEndsTheSearch() {
    PathMtu search = new PathMtu(false, true);
    search.open(FULL);
    search.onTimeout(FULL, 0);
    search.onTimeout(FULL, 0);
    search.onProbeSent();
    assertThat(search.onTooBig(1_260, 1, 0)).isFalse();
    search.onProbeLost(0);
    assertThat(search.nextProbe()).isEqualTo(1_260);
    search.onProbeSent();
    search.onProbeArrived(0);
    assertThat(search.size()).isEqualTo(1_260);
    assertThat(search.nextProbe()).isZero();
  }
}
