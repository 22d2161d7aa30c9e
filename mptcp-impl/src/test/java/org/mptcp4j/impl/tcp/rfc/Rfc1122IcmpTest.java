package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason.IcmpError;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.wire.IcmpTypes;

/** ICMP errors about a connection: RFC 1122, section 4.2.3.9, with RFC 5927, sections 4 and 5. */
class Rfc1122IcmpTest {
  private static final long SECOND = 1_000 * SegmentScript.MS;
  private static final InetAddress V4 = Addresses.literal("192.0.2.1");
  private static final InetAddress V6 = Addresses.literal("2001:db8::1");

  private static IcmpError error(int version, int type, int code) {
    return new IcmpError(version == 6 ? V6 : V4, type, code);
  }

  // "Destination Unreachable -- codes 0, 1, 5": "TCP MUST NOT abort the connection"; "codes 2-4:
  // These are hard error conditions, so TCP SHOULD abort", which RFC 5927, section 5.2, advises
  // against "for connections in any of the synchronized states"; "Time Exceeded", "Parameter
  // Problem: This should be handled the same way as Destination Unreachable codes 0, 1, 5"
  @ParameterizedTest
  @CsvSource({
    "4, 3, 0",
    "4, 3, 1",
    "4, 3, 2",
    "4, 3, 3",
    "4, 3, 5",
    "4, 3, 13",
    "4, 11, 0",
    "4, 12, 0",
    "6, 1, 0",
    "6, 1, 1",
    "6, 1, 3",
    "6, 1, 4",
    "6, 3, 0",
    "6, 4, 0"
  })
  void anOpenConnectionOutlivesEveryError(int version, int type, int code) {
    SegmentScript s = new SegmentScript().established();
    s.host.toSend = 1_000;
    s.flush();
    s.sent();
    s.tcp().icmpError(error(version, type, code), s.now);
    s.flush();
    assertThat(s.tcp().state()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(s.sent()).as("nothing is sent for it").isEmpty();
    s.inject("ACK", 1, 1_001, 0);
    assertThat(s.tcp().unackedBytes()).isZero();
  }

  // "it SHOULD make the information available to the application"
  @Test
  void theLastErrorExplainsATimeOut() {
    SegmentScript s = new SegmentScript().established();
    s.host.toSend = 1_000;
    s.flush();
    s.tcp().icmpError(error(4, 11, 0), s.now);
    s.tcp().icmpError(error(4, 3, 1), s.now);
    s.pass(200 * SECOND);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(s.host.closed.icmp()).contains(error(4, 3, 1));
    assertThat(s.host.closed.detail()).contains("type 3 code 1");
  }

  @Test
  void anErrorIsForgottenWhenThePeerAnswers() {
    SegmentScript s = new SegmentScript().established();
    s.host.toSend = 1_000;
    s.flush();
    s.tcp().icmpError(error(4, 3, 1), s.now);
    s.inject("ACK", 1, 1_001, 0);
    s.host.toSend = 2_000;
    s.flush();
    s.pass(200 * SECOND);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(s.host.closed.icmp()).isEmpty();
  }

  // RFC 5461, section 4.1: unreachable ends the attempt while the SYN is unanswered
  @ParameterizedTest
  @CsvSource({"4, 3, 0", "4, 3, 1", "4, 3, 2", "4, 3, 3", "6, 1, 0", "6, 1, 3", "6, 1, 4"})
  void anUnreachablePeerEndsTheAttempt(int version, int type, int code) {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.tcp().icmpError(error(version, type, code), s.now);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(s.host.closed.icmp()).contains(error(version, type, code));
  }

  // Time exceeded and parameter problem are soft: "TCP MUST NOT abort"
  @ParameterizedTest
  @CsvSource({"4, 11, 0", "4, 12, 0", "6, 3, 0", "6, 4, 0"})
  void softErrorsDoNotEndTheAttempt(int version, int type, int code) {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.tcp().icmpError(error(version, type, code), s.now);
    assertThat(s.host.closed).isNull();
    s.pass(180 * SECOND);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(s.host.closed.icmp()).contains(error(version, type, code));
  }

  // A connection that the peer opens is the peer's to give up
  @Test
  void anErrorAboutTheSynAckIsRemembered() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.tcp().icmpError(error(4, 3, 3), s.now);
    assertThat(s.tcp().state()).isEqualTo(TcpState.SYN_RECEIVED);
  }

  // RFC 6633, section 3: "A host MUST silently ignore" source quench: no error to this stack
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 8, 9, 10, 13, 14})
  void sourceQuenchAndAllThatIsNoErrorIsIgnored(int type) {
    assertThat(IcmpTypes.isError(false, type)).isFalse();
  }
}
