package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.path.PathMtu;

/** Path MTU discovery by ICMP: RFC 1191, and the checks of RFC 5927, section 7. */
class Rfc1191PathMtuTest {
  private static final long MINUTE = 60_000 * SegmentScript.MS;
  private static final int HEADERS = 40;

  /** Established, an MSS of 1460, and four segments in flight. */
  private static SegmentScript fourInFlight(boolean probing) {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withPathMtuProbing(probing)));
    s.established();
    s.host.toSend = 4 * 1460;
    s.flush();
    assertThat(s.sent()).hasSize(4);
    return s;
  }

  private static boolean tooBig(SegmentScript s, int mtu, int position) {
    boolean heeded = s.tcp().packetTooBig(mtu, s.parameters.iss() + position, s.now);
    s.flush();
    return heeded;
  }

  // Section 3. "the host ... reduces the assumed Path MTU"; 6.5: retransmits "without reducing the
  // congestion window", for "it does not indicate congestion"
  @Test
  void smallerSegmentsAreSentAgainAtOnce() {
    SegmentScript s = fourInFlight(true);
    long window = s.tcp().info().congestionWindow();
    assertThat(tooBig(s, 1_240, 1)).isTrue();
    assertThat(s.sent())
        .startsWith("ACK seq=1 ack=1 len=1200", "ACK seq=1201 ack=1 len=260")
        .hasSize(8);
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_200);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(window);
    assertThat(s.tcp().info().timeouts()).isZero();
  }

  // Section 3. "A host MUST never reduce its estimate of the Path MTU below 68 octets"
  @Test
  void lessThanAnyLinkMayHaveIsIgnored() {
    SegmentScript s = fourInFlight(true);
    assertThat(tooBig(s, 67, 1)).isFalse();
    assertThat(tooBig(s, 0, 1)).isFalse();
    assertThat(s.sent()).isEmpty();
    assertThat(tooBig(s, 68, 1)).isTrue();
    assertThat(s.tcp().info().maximumSegmentSize()).as("what leaves room").isEqualTo(256);
  }

  /**
   * Section 3: "the host may elect to end the discovery process by ceasing to set the DF bit", as
   * it must where less than 68 to 295 octets leave no room for headers, options and text. RFC 791
   * has routers cut the segments, and every host put together 576 octets.
   */
  @ParameterizedTest
  @CsvSource({"68, true", "295, true", "296, false", "576, false"})
  void aPathTooNarrowForSegmentsGetsFragments(int mtu, boolean fragments) {
    SegmentScript s = fourInFlight(true);
    assertThat(s.fragmentable).isFalse();
    assertThat(tooBig(s, mtu, 1)).isTrue();
    assertThat(s.fragmentable).isEqualTo(fragments);
    assertThat(s.sent()).first().asString().endsWith("len=" + (Math.max(296, mtu) - HEADERS));
    acknowledgeAll(s);
    s.host.toSend += 20_000;
    s.flush();
    assertThat(s.tcp().pathProbeBytes()).as("what arrives in fragments proves no size").isZero();
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(Math.max(296, mtu) - HEADERS);
    assertThat(s.fragmentable).isEqualTo(fragments);
  }

  /** After ten minutes the discovery begins anew, with DF. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fragmentsAreNotForEver(boolean probing) {
    SegmentScript s = fourInFlight(probing);
    tooBig(s, 128, 1);
    acknowledgeAll(s);
    s.pass(10 * MINUTE - 1);
    s.host.toSend += 100;
    s.flush();
    assertThat(s.fragmentable).isTrue();
    acknowledgeAll(s);
    s.pass(1);
    s.host.toSend += 100;
    s.flush();
    assertThat(s.fragmentable).isFalse();
  }

  /** RFC 5927, section 7.2, holds for these claims, too. */
  @Test
  void aForgedClaimMakesNoFragmentsWhereSegmentsPass() {
    SegmentScript s = fourInFlight(true);
    acknowledgeAll(s);
    s.host.toSend += 2 * 1460;
    s.flush();
    assertThat(tooBig(s, 68, 4 * 1460 + 1)).isFalse();
    assertThat(s.fragmentable).isFalse();
    acknowledgeAll(s);
    s.host.toSend += 1460;
    s.flush();
    assertThat(s.fragmentable).isFalse();
    assertThat(s.sent()).last().asString().endsWith("len=1460");
  }

  private static void acknowledgeAll(SegmentScript s) {
    s.inject("ACK", 1, s.host.generated + 1, 0);
  }

  // Section 3. "A host MUST NOT increase its estimate of the Path MTU in response to the contents
  // of
  // a Datagram Too Big message"
  @Test
  void anErrorNeverMakesSegmentsLarger() {
    SegmentScript s = fourInFlight(true);
    tooBig(s, 1_240, 1);
    s.sent();
    assertThat(tooBig(s, 1_400, 1)).isFalse();
    assertThat(tooBig(s, 1_240, 1)).isFalse();
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_200);
    assertThat(s.sent()).isEmpty();
  }

  // Section 7.1. Old routers say 0: the next lower plateau is tried
  @ParameterizedTest
  @CsvSource({"1500, 1492", "1492, 1006", "1006, 508", "576, 508", "300, 296", "100, 68"})
  void anOldRouterMeansTheNextPlateau(int packet, int expected) {
    assertThat(PathMtu.plateauBelow(packet)).isEqualTo(expected);
  }

  // Section 6.3. "MUST NOT be done less than 5 minutes after a Datagram Too Big message"; "We
  // recommend setting these timers at twice their minimum values (10 minutes)"
  @Test
  void afterTenMinutesTheFirstHopsSizeIsTriedAgain() {
    SegmentScript s = fourInFlight(false);
    tooBig(s, 1_240, 1);
    s.inject("ACK", 1, 4 * 1460 + 1, 0);
    s.pass(10 * MINUTE - 1);
    s.host.toSend += 1_460;
    s.flush();
    s.inject("ACK", 1, s.host.generated + 1, 0);
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_200);
    s.sent();
    s.pass(1);
    s.host.toSend += 1_460;
    s.flush();
    assertThat(s.sent()).hasSize(1).first().asString().endsWith("len=1460");
  }

  // Section 3.1 of RFC 879, and 6.4: the MSS that the peer announced holds whatever the path takes
  @Test
  void theSearchNeverGoesBeyondThePeersMss() {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withPathMtuProbing(false)));
    s.peerMss = 1_000;
    s.established();
    s.host.toSend = 1_000;
    s.flush();
    tooBig(s, 640, 1);
    s.inject("ACK", 1, 1_001, 0);
    s.pass(11 * MINUTE);
    s.host.toSend += 2_000;
    s.flush();
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_000);
  }

  // RFC 5927, 7.2. A claim that larger packets are too big which were acknowledged waits for a
  // time-out of the segment
  @Test
  void aClaimAgainstWhatIsKnownToPassWaitsForATimeOut() {
    SegmentScript s = fourInFlight(true);
    s.inject("ACK", 1, 4 * 1460 + 1, 0);
    s.host.toSend += 2 * 1460;
    s.flush();
    s.sent();
    assertThat(tooBig(s, 1_240, 4 * 1460 + 1)).isFalse();
    assertThat(s.sent()).isEmpty();
    s.pass(2 * s.tcp().info().retransmissionTimeoutNanos());
    assertThat(s.tcp().info().timeouts()).isEqualTo(1);
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_200);
    assertThat(s.sent()).last().asString().startsWith("ACK seq=5841").endsWith("len=1200");
  }

  // RFC 5927, 7.2. "... if an acknowledgement is received for the segment, the error is discarded"
  @Test
  void aClaimThatTheQuotedSegmentRefutesIsForgotten() {
    SegmentScript s = fourInFlight(true);
    s.inject("ACK", 1, 4 * 1460 + 1, 0);
    s.host.toSend += 4 * 1460;
    s.flush();
    tooBig(s, 1_240, 4 * 1460 + 1);
    s.inject("ACK", 1, 5 * 1460 + 1, 0);
    s.pass(s.tcp().info().retransmissionTimeoutNanos() * 3 / 2);
    assertThat(s.tcp().info().maximumSegmentSize()).isEqualTo(1_500 - HEADERS);
  }

  // RFC 5927, 4.1. "within the range SND.UNA =< SEG.SEQ < SND.NXT"
  @Test
  void onlyOutstandingSegmentsMayBeQuoted() {
    SegmentScript s = fourInFlight(true);
    s.inject("ACK", 1, 1_461, 0);
    int iss = s.parameters.iss();
    assertThat(s.tcp().isOutstanding(iss + 1)).as("acknowledged").isFalse();
    assertThat(s.tcp().isOutstanding(iss + 1_460)).isFalse();
    assertThat(s.tcp().isOutstanding(iss + 1_461)).isTrue();
    assertThat(s.tcp().isOutstanding(iss + 4 * 1460)).isTrue();
    assertThat(s.tcp().isOutstanding(iss + 4 * 1460 + 1)).as("not sent").isFalse();
  }

  /**
   * RFC 5681, section 3.1: after a time-out the window is "1 full-sized segment", also where those
   * that left when the path became narrower had SACK blocks beside their text.
   */
  @Test
  void aWindowOfOneSegmentIsOneWithoutOtherOptions() {
    SegmentScript s = new SegmentScript().established();
    s.inject("ACK", 501, 1, 100);
    s.host.toSend = 1_460 - 12;
    s.flush();
    assertThat(tooBig(s, 1_040, 1)).isTrue();
    s.inject("ACK", 601, 1_449, 0).inject("ACK", 1, 1_449, 500);
    s.host.toSend += 10;
    s.flush().pass(1_000 * SegmentScript.MS);
    assertThat(s.tcp().info().timeouts()).isPositive();
    s.inject("ACK", 601, 1_459, 0);
    s.sent();
    s.host.toSend += 5_000;
    s.flush();
    assertThat(s.sent()).first().isEqualTo("ACK seq=1459 ack=601 len=1000");
  }
}
