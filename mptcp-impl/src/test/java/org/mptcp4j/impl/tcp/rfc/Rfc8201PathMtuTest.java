package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.tcp.path.PathMtu;

/** What differs for IPv6: RFC 8201. Sizes are those of an MSS, the MTU less 60. */
class Rfc8201PathMtuTest {
  private static final int HEADERS = 60;
  private static final int FULL = 1_500 - HEADERS;

  private final PathMtu mtu = new PathMtu(true, true);

  Rfc8201PathMtuTest() {
    mtu.open(FULL);
  }

  // Section 4. "If a node receives a Packet Too Big message reporting a next-hop MTU that is less
  // than the IPv6 minimum link MTU, it must discard it"
  @Test
  void lessThanTheMinimumLinkMtuIsDiscarded() {
    assertThat(mtu.onTooBig(1_279 - HEADERS, 1, 0)).isFalse();
    assertThat(mtu.size()).isEqualTo(FULL);
    assertThat(mtu.onTooBig(1_280 - HEADERS, 1, 0)).isTrue();
    assertThat(mtu.size()).isEqualTo(1_220);
  }

  // "A node must not reduce its estimate of the Path MTU below the IPv6 minimum link MTU"; a black
  // hole is no reason, either
  @Test
  void aBlackHoleLeavesTheMinimumLinkMtu() {
    for (int i = 0; i < 10; i++) {
      mtu.onTimeout(mtu.size(), 0);
    }
    assertThat(mtu.size()).isEqualTo(1_220);
  }

  // "A node must not increase its estimate of the Path MTU in response to the contents of a Packet
  // Too Big message"
  @Test
  void anErrorNeverMakesSegmentsLarger() {
    mtu.onTooBig(1_300, 1, 0);
    assertThat(mtu.onTooBig(1_400, 1, 0)).isFalse();
    assertThat(mtu.size()).isEqualTo(1_300);
  }

  // A peer may announce less than the minimum; that is no path
  @Test
  void aSmallMssOfThePeerStays() {
    mtu.open(500);
    assertThat(mtu.onTooBig(1_280 - HEADERS, 1, 0)).isFalse();
    assertThat(mtu.onTimeout(500, 0)).isFalse();
    assertThat(mtu.onTimeout(500, 0)).as("again").isFalse();
    assertThat(mtu.size()).isEqualTo(500);
  }
}
