package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.TcpOptions.Ecn;
import org.mptcp4j.impl.tcp.SegmentScript;

/** Explicit congestion notification: RFC 3168, section 6.1. Segments carry 1000 bytes. */
class Rfc3168EcnTest {
  private static final long MS = SegmentScript.MS;
  private static final int NOT_ECT = 0;
  private static final int ECT_0 = 2;
  private static final int CE = 3;

  private static SegmentScript with(Ecn mode) {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withEcn(mode).withPacing(false)));
    s.peerMss = 1000;
    return s;
  }

  /** A client that asked for ECN and got it, after a round trip of 100 ms. */
  private static SegmentScript negotiated() {
    SegmentScript s = with(Ecn.REQUEST);
    s.tcp().connect(s.now);
    s.flush();
    s.pass(100 * MS);
    s.inject("SYN ACK ECE", 0, 1, 0);
    s.sent();
    return s;
  }

  private static List<String> send(SegmentScript s, int bytes) {
    s.host.toSend += bytes;
    s.flush();
    return s.sent();
  }

  /** Ten segments in flight, 100 ms old. */
  private static SegmentScript tenInFlight() {
    SegmentScript s = negotiated();
    assertThat(send(s, 10_000)).hasSize(10);
    s.pass(100 * MS);
    return s;
  }

  // 6.1.1. "an ECN-setup SYN packet": both flags; "A host MUST NOT set ECT on SYN"
  @Test
  void aClientThatWantsEcnSendsAnEcnSetupSyn() {
    SegmentScript s = with(Ecn.REQUEST);
    s.tcp().connect(s.now);
    assertThat(s.flush().sent()).containsExactly("SYN ECE CWR seq=0");
  }

  // "A host that is not willing to use ECN ... SHOULD clear both the ECE and CWR flags"
  @ParameterizedTest
  @EnumSource(names = {"OFF", "ACCEPT"})
  void aClientThatDoesNotWantItSendsAPlainSyn(Ecn mode) {
    SegmentScript s = with(mode);
    s.tcp().connect(s.now);
    assertThat(s.flush().sent()).containsExactly("SYN seq=0");
    s.inject("SYN ACK ECE", 0, 1, 0);
    s.sent();
    assertThat(send(s, 1000)).as("no ECT").containsExactly("ACK seq=1 ack=1 len=1000");
  }

  // "If a host has received an ECN-setup SYN packet, then it MAY send an ECN-setup SYN-ACK packet.
  // Otherwise, it MUST NOT"
  @ParameterizedTest
  @CsvSource({
    "ACCEPT, SYN ECE CWR, SYN ACK ECE seq=0 ack=1",
    "REQUEST, SYN ECE CWR, SYN ACK ECE seq=0 ack=1",
    "OFF, SYN ECE CWR, SYN ACK seq=0 ack=1",
    "ACCEPT, SYN, SYN ACK seq=0 ack=1",
    "REQUEST, SYN, SYN ACK seq=0 ack=1",
    "ACCEPT, SYN ECE, SYN ACK seq=0 ack=1",
    "ACCEPT, SYN CWR, SYN ACK seq=0 ack=1"
  })
  void aServerAnswersAnEcnSetupSynAndNoOther(Ecn mode, String syn, String synAck) {
    SegmentScript s = with(mode);
    s.inject(syn, 0, 0, 0);
    assertThat(s.sent()).containsExactly(synAck);
    s.inject("ACK", 1, 1, 0);
    int ecn = synAck.contains("ECE") ? ECT_0 : NOT_ECT;
    String mark = ecn == NOT_ECT ? "" : " ecn=2";
    assertThat(send(s, 1000)).containsExactly("ACK seq=1 ack=1 len=1000" + mark);
    assertThat(s.tcp().info().ecn()).isEqualTo(ecn == ECT_0);
    assertThat(s.tcp().info().negotiated().ecn()).isEqualTo(ecn == ECT_0);
  }

  // 6.1.1.2. "the sending TCP correctly interprets a receiver's reflection of its own flags ... as
  // an indication that the receiver is not ECN-capable"
  @ParameterizedTest
  @CsvSource({"SYN ACK", "SYN ACK CWR", "SYN ACK ECE CWR"})
  void anyOtherSynAckMeansNoEcn(String synAck) {
    SegmentScript s = with(Ecn.REQUEST);
    s.tcp().connect(s.now);
    s.flush();
    s.inject(synAck, 0, 1, 0);
    s.sent();
    assertThat(s.tcp().info().ecn()).isFalse();
    assertThat(send(s, 1000)).containsExactly("ACK seq=1 ack=1 len=1000");
    s.peerEcn = CE;
    s.inject("ACK", 1, 1001, 1000);
    s.inject("ACK", 1001, 1001, 1000);
    assertThat(s.sent()).as("nothing is echoed").noneMatch(line -> line.contains("ECE"));
  }

  // 6.1.1.1. "A host that receives no reply to an ECN-setup SYN within the normal SYN
  // retransmission
  // timeout interval MAY resend the SYN ... with CWR and ECE cleared"
  @Test
  void aSynThatIsNotAnsweredIsRepeatedWithoutEcn() {
    SegmentScript s = with(Ecn.REQUEST);
    s.tcp().connect(s.now);
    s.flush().sent();
    s.pass(1_000 * MS);
    assertThat(s.sent()).containsExactly("SYN seq=0");
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    assertThat(send(s, 1000)).containsExactly("ACK seq=1 ack=1 len=1000");
  }

  // "... and has sent no non-ECN-setup SYN": but the answer may be to the first SYN, whose sender
  // "MUST process" marks
  @Test
  void aLateAnswerToTheFirstSynAllowsMarksToComeInOnly() {
    SegmentScript s = with(Ecn.REQUEST);
    s.tcp().connect(s.now);
    s.flush();
    s.pass(1_000 * MS);
    s.inject("SYN ACK ECE", 0, 1, 0);
    s.sent();
    assertThat(send(s, 1000)).containsExactly("ACK seq=1 ack=1 len=1000");
    s.peerEcn = CE;
    s.inject("ACK", 1, 1001, 1000);
    assertThat(s.sent()).containsExactly("ACK ECE seq=1001 ack=1001");
  }

  // "If a host has received at least one non-ECN-setup SYN ..., then it SHOULD NOT set ECT";
  // figure:
  // "(4) Host B: Sends a non-ECN-setup SYN/ACK"
  @Test
  void aServerTakesTheRepeatedSynAtItsWord() {
    SegmentScript s = with(Ecn.ACCEPT);
    s.inject("SYN ECE CWR", 0, 0, 0);
    s.sent();
    s.inject("SYN", 0, 0, 0);
    assertThat(s.sent()).containsExactly("SYN ACK seq=0 ack=1");
    s.inject("ACK", 1, 1, 0);
    assertThat(send(s, 1000)).containsExactly("ACK seq=1 ack=1 len=1000");
  }

  // 6.1.2. "new data packets are transmitted with an ECT codepoint set"; 6.1.4. "pure
  // acknowledgement
  // packets ... MUST be sent with the not-ECT codepoint"
  @Test
  void onlyNewDataIsEcnCapable() {
    SegmentScript s = negotiated();
    assertThat(send(s, 2000))
        .containsExactly("ACK seq=1 ack=1 len=1000 ecn=2", "ACK seq=1001 ack=1 len=1000 ecn=2");
    s.inject("ACK", 1, 2001, 1000);
    assertThat(s.sent()).as("pure ACK").containsExactly("ACK seq=2001 ack=1001");
    s.tcp().shutdownOutput();
    assertThat(s.flush().sent()).as("FIN").containsExactly("FIN ACK seq=2001 ack=1001");
  }

  // 6.1.5. "MUST NOT set either ECT codepoint ... for retransmitted data packets"; 6.1.2. "the CWR
  // bit in the TCP header SHOULD NOT be set on retransmitted packets"
  @Test
  void retransmissionsAreNotEcnCapable() {
    SegmentScript s = tenInFlight();
    s.sack(1001, 5001).inject("ACK", 1, 1, 0);
    assertThat(s.sent()).first().isEqualTo("ACK seq=1 ack=1 len=1000");
    s.pass(3_000 * MS);
    assertThat(s.sent()).as("after a time-out").allMatch(line -> !line.contains("ecn="));
  }

  // 6.1.6. "TCP window probe data packets: ... MUST NOT set either ECT codepoint"
  @Test
  void windowProbesAreNotEcnCapable() {
    SegmentScript s = negotiated();
    s.peerWindow = 0;
    s.inject("ACK", 1, 1, 0);
    s.host.toSend = 5_000;
    s.flush().sent();
    s.pass(2_000 * MS);
    assertThat(s.sent()).isNotEmpty().allMatch(line -> !line.contains("ecn="));
  }

  // 6.1.3. "continues to set the ECN-Echo flag in all the ACK packets it sends ... until it
  // receives
  // a CWR packet"
  @Test
  void aMarkIsEchoedUntilTheSenderSaysThatItHeard() {
    SegmentScript s = negotiated();
    s.peerEcn = ECT_0;
    s.inject("ACK", 1, 1, 1000);
    assertThat(s.sent()).containsExactly("ACK seq=1 ack=1001");
    s.peerEcn = CE;
    s.inject("ACK", 1001, 1, 1000);
    assertThat(s.sent()).containsExactly("ACK ECE seq=1 ack=2001");
    s.peerEcn = ECT_0;
    s.inject("ACK", 2001, 1, 1000);
    assertThat(s.sent()).containsExactly("ACK ECE seq=1 ack=3001");
    assertThat(send(s, 1000))
        .as("on data, too")
        .containsExactly("ACK ECE seq=1 ack=3001 len=1000 ecn=2");
    s.inject("ACK CWR", 3001, 1001, 1000);
    assertThat(s.sent()).containsExactly("ACK seq=1001 ack=4001");
    assertThat(s.tcp().info().marksReceived()).isEqualTo(1);
  }

  // "If another CE packet is received by the data receiver, the receiver would once again send ACK
  // packets with the ECN-Echo flag set", be it the CWR packet itself
  @Test
  void theSegmentWithCwrMayBeMarkedItself() {
    SegmentScript s = negotiated();
    s.peerEcn = CE;
    s.inject("ACK", 1, 1, 1000);
    s.inject("ACK CWR", 1001, 1, 1000);
    s.peerEcn = ECT_0;
    s.sent();
    s.inject("ACK", 2001, 1, 1000);
    assertThat(s.sent()).containsExactly("ACK ECE seq=1 ack=3001");
  }

  // 6.1.5. "the TCP data receiver SHOULD ignore the ECN field on arriving data packets that are
  // outside of the receiver's current window"
  @Test
  void aMarkOutsideOfTheWindowIsIgnored() {
    SegmentScript s = negotiated();
    s.inject("ACK", 1, 1, 1000);
    s.sent();
    s.peerEcn = CE;
    s.inject("ACK", 1, 1, 1000);
    s.inject("ACK", 100_000_000, 1, 1000);
    assertThat(s.sent()).isNotEmpty().noneMatch(line -> line.contains("ECE"));
    assertThat(s.tcp().info().marksReceived()).isZero();
  }

  // 6.1.2. "The indication of congestion should be treated just as a congestion loss"; "the TCP
  // sender sets the CWR flag in the TCP header of the first new data packet sent after the window
  // reduction"; "only on the first new data packet"
  @Test
  void anEchoHalvesTheWindowAndIsAnsweredOnce() {
    SegmentScript s = tenInFlight();
    s.host.toSend += 20_000;
    s.inject("ACK ECE", 1, 2001, 0);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(5_000);
    assertThat(s.tcp().info().markedReductions()).isEqualTo(1);
    for (int ack = 4001; ack <= 10_001; ack += 2000) {
      s.inject("ACK ECE", 1, ack, 0);
    }
    List<String> sent = s.sent();
    assertThat(sent).first().isEqualTo("ACK CWR seq=10001 ack=1 len=1000 ecn=2");
    assertThat(sent.stream().filter(line -> line.contains("CWR"))).hasSize(1);
    assertThat(s.tcp().info().markedReductions()).as("once in a window").isEqualTo(1);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(5_000);
    assertThat(s.tcp().info().inFlight()).isEqualTo(5_000);
    assertThat(s.tcp().info().bytesRetransmitted()).isZero();
  }

  // "TCP should not react to congestion indications more than once every window of data", but to
  // those of the next one
  @Test
  void theNextWindowMayReduceAgain() {
    SegmentScript s = tenInFlight();
    s.host.toSend += 20_000;
    s.inject("ACK ECE", 1, 10_001, 0);
    s.sent();
    s.inject("ACK ECE", 1, 10_001, 0);
    assertThat(s.tcp().info().markedReductions()).isEqualTo(1);
    s.pass(100 * MS);
    s.inject("ACK ECE", 1, 11_001, 0);
    assertThat(s.tcp().info().markedReductions()).isEqualTo(2);
    assertThat(s.sent()).first().asString().contains("CWR");
  }

  // "reduced only once in response to a series of dropped and/or CE packets from a single window of
  // data"
  @Test
  void aLossInAMarkedWindowReducesItNoFurther() {
    SegmentScript s = tenInFlight();
    s.inject("ACK ECE", 1, 2001, 0);
    long threshold = s.tcp().info().slowStartThreshold();
    s.sack(3001, 7001).inject("ACK ECE", 1, 2001, 0);
    assertThat(s.sent()).contains("ACK seq=2001 ack=1 len=1000");
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(threshold);
    s.pass(100 * MS);
    s.inject("ACK ECE", 1, 10_001, 0);
    assertThat(s.tcp().info().slowStartThreshold()).isEqualTo(threshold);
  }

  // "When an ECN-Capable TCP sender reduces its congestion window for any reason (because of a
  // retransmit timeout, a Fast Retransmit, ...), the TCP sender sets the CWR flag"
  @Test
  void aLossIsAnsweredWithCwrToo() {
    SegmentScript s = tenInFlight();
    s.sack(1001, 5001).inject("ACK", 1, 1, 0);
    s.host.toSend += 20_000;
    s.sent();
    s.inject("ACK", 1, 10_001, 0);
    assertThat(s.sent()).first().isEqualTo("ACK CWR seq=10001 ack=1 len=1000 ecn=2");
  }

  // "The sending TCP SHOULD NOT increase the congestion window in response to the receipt of an
  // ECN-Echo ACK packet"
  @Test
  void anEchoedAckGrowsNothing() {
    SegmentScript s = tenInFlight();
    s.inject("ACK ECE", 1, 1001, 0);
    long window = s.tcp().info().congestionWindow();
    s.inject("ACK ECE", 1, 10_001, 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(window);
  }

  // "the sending TCP MUST reset the retransmit timer on receiving the ECN-Echo packet when the
  // congestion window is one. The sending TCP will then be able to send a new packet only when the
  // retransmit timer expires"
  @Test
  void aWindowOfOneSegmentIsHeldForAnRto() {
    SegmentScript s = negotiated();
    send(s, 1_000);
    s.pass(s.tcp().info().retransmissionTimeoutNanos() + 300 * MS);
    s.host.toSend += 5_000;
    s.inject("ACK ECE", 1, 1001, 0);
    assertThat(s.tcp().info().congestionWindow()).as("the time-out's").isEqualTo(1_000);
    assertThat(s.sent()).last().isEqualTo("ACK CWR seq=1001 ack=1 len=1000 ecn=2");
    s.pass(100 * MS);
    s.inject("ACK ECE", 1, 2001, 0);
    assertThat(s.tcp().info().congestionWindow()).isEqualTo(1_000);
    long rto = s.tcp().info().retransmissionTimeoutNanos();
    s.pass(rto - MS);
    assertThat(s.sent()).isEmpty();
    s.pass(2 * MS);
    assertThat(s.sent()).containsExactly("ACK CWR seq=2001 ack=1 len=1000 ecn=2");
  }
}
