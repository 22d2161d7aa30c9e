package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.SegmentScript;
import org.mptcp4j.impl.tcp.TcpState;

/** MUSTs of RFC 9293, appendix B, that no other class is about; by their numbers. */
class Rfc9293RequirementsTest {
  private static final ConnectionOptions PLAIN = Bench.options().withVersion(MptcpVersion.OFF);
  private static final int NOP = 1;
  private static final int END = 0;

  private final Bench bench = Bench.host();
  private final Recorder recorder = new Recorder();

  private Flow accepted() {
    bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(PLAIN, recorder));
    Flow flow = flow();
    flow.syn().mss(1460).send();
    flow.expect("SA");
    flow.segment().send();
    return flow;
  }

  private Flow flow() {
    return bench.flow(0, Bench.at("10.0.1.2", 40_000), Bench.at("10.0.1.1", Bench.PORT));
  }

  private EngineConnection connect(String local, int localPort, String remote) {
    ConnectTarget target =
        new ConnectTarget(bench.zone(0), Bench.at(local, localPort), Bench.at(remote, 80));
    EngineConnection connection = bench.engine().connect(target, PLAIN, recorder);
    bench.poll();
    return connection;
  }

  /** MUST-1: "the window size MUST be treated as an unsigned number". */
  @ParameterizedTest
  @ValueSource(ints = {0x7fff, 0x8000, 0xffff})
  void must01WindowIsUnsigned(int window) {
    SegmentScript s = new SegmentScript().established();
    s.peerWindow = window;
    s.inject("ACK", 1, 1, 0);
    assertThat(s.tcp().info().sendWindow()).isEqualTo(window);
  }

  /** MUST-3: "the receiver MUST check it". MUST-2: what the engine sends, {@link Seen} checks. */
  @Test
  void must03WrongChecksumIsDropped() {
    Flow flow = accepted();
    byte[] packet = flow.segment().payload("hello").toBytes();
    packet[packet.length - 1] ^= 1;
    bench.deliver(bench.zone(0), packet);
    assertThat(recorder.text()).isEmpty();
    assertThat(bench.counter("TcpInCsumErrors")).isEqualTo(1);
    flow.expectNothing();
    flow.segment().payload("hello").send();
    assertThat(recorder.text()).isEqualTo("hello");
  }

  /**
   * MUST-5: "receive a TCP Option in any segment"; MUST-6: "ignore without error any TCP Option it
   * does not implement"; MUST-64: "process options even if they do not begin on a word boundary".
   */
  @Test
  void must05To06And64OptionsAnywhere() {
    Flow flow = accepted();
    flow.segment().raw(NOP, 253, 5, 1, 2, 3, NOP).payload("odd").send();
    // an MSS where none belongs, behind one NOP
    flow.segment().raw(NOP, 2, 4, 1, 0, 252, 2).payload(" and even").send();
    assertThat(recorder.text()).isEqualTo("odd and even");
  }

  /** MUST-4: "End of Option List, No-Operation, and Maximum Segment Size". */
  @Test
  void must04MandatoryOptions() {
    bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(PLAIN, recorder));
    Flow flow = flow();
    // MSS of 700 behind NOPs; behind the end of the list nothing counts
    flow.syn().raw(NOP, NOP, 2, 4, 700 >> 8, 700 & 0xff, END, 2, 4, 0, 100).send();
    assertThat(flow.expect("SA").mss()).isEqualTo(1460);
    flow.segment().send();
    recorder.connection().write(ByteBuffer.allocate(3_000));
    bench.poll();
    assertThat(flow.expectData().payload()).hasSize(700);
  }

  /** MUST-7: "an illegal option length (e.g., zero)": the segment is dropped, nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60})
  void must07IllegalOptionLength(int length) {
    Flow flow = accepted();
    flow.segment().raw(254, length, 0, 0).payload("x").lose();
    flow.segment().seq(flow.sndNxt() - 1).raw(254, length, 0, 0).payload("x").send();
    assertThat(recorder.text()).isEmpty();
    assertThat(bench.counter("IpInHdrErrors")).isEqualTo(1);
    flow.segment().seq(flow.sndNxt() - 1).payload("x").send();
    assertThat(recorder.text()).isEqualTo("x");
  }

  /** MUST-15: without the option "the default value of 536 (IPv4) or 1220 (IPv6)". */
  @ParameterizedTest
  @CsvSource({"10.0.1.1, 10.0.1.2, 536", "fd00:1::1, fd00:1::2, 1220"})
  void must15DefaultMss(String local, String remote, int segment) {
    bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(PLAIN, recorder));
    Flow flow = bench.flow(0, Bench.at(remote, 40_000), Bench.at(local, Bench.PORT));
    flow.syn().send();
    flow.expect("SA");
    flow.segment().send();
    recorder.connection().write(ByteBuffer.allocate(5_000));
    bench.poll();
    assertThat(flow.expectData().payload()).hasSize(segment);
  }

  /**
   * MUST-16: "Eff.snd.MSS = min(SendMSS+20, MMS_S) - TCPhdrsize - IPoptionsize": options give way.
   */
  @Test
  void must16OptionsTakeFromTheSegment() {
    bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(PLAIN, recorder));
    Flow flow = flow().withTimestamps();
    flow.syn().mss(1000).send();
    flow.expect("SA");
    flow.segment().send();
    recorder.connection().write(ByteBuffer.allocate(3_000));
    bench.poll();
    assertThat(flow.expectData().payload()).hasSize(1000 - 12);
  }

  /** MUST-14, MUST-67: an MSS of the MTU less fixed headers. MUST-65: "on SYN segments" only. */
  @Test
  void must14And65And67MssOfTheMtu() {
    connect("10.0.1.1", 0, "10.0.1.2");
    assertThat(bench.takeSyn().mss()).isEqualTo(1500 - 40);
    connect("fd00:1::1", 0, "fd00:1::2");
    assertThat(bench.takeSyn().mss()).isEqualTo(1500 - 60);
    Flow flow = accepted();
    flow.segment().payload("hello").send();
    recorder.connection().write(ByteBuffer.allocate(3_000));
    bench.poll();
    assertThat(flow.drain()).isNotEmpty().allMatch(seen -> seen.mss() == 0);
  }

  /** MUST-12: the user learns whether it "closed normally or was aborted". */
  @Test
  void must12AnAbortIsNoNormalEnd() {
    Flow flow = accepted();
    flow.segment().flags("R").send();
    assertThat(recorder.closed().kind()).isEqualTo(Kind.RESET);
    bench.assertNothingLeft();
  }

  /** SHLD-3: data that came and was not read: "SHOULD send a RST to show that data was lost". */
  @Test
  void shld03UnreadDataResets() {
    recorder.stopReading();
    Flow flow = accepted();
    flow.segment().payload("never read").send();
    flow.drain();
    recorder.connection().close();
    bench.poll();
    assertThat(flow.drain()).anyMatch(seen -> seen.flags().startsWith("R"));
  }

  /**
   * MUST-41: "A passive OPEN call ... does not affect any previously created connection record";
   * MUST-42: "an application to LISTEN on a port while a connection block with the same local port
   * is in SYN-SENT or SYN-RECEIVED state".
   */
  @Test
  void must41And42ListenBesideConnections() {
    EngineConnection active = connect("10.0.1.1", Bench.PORT, "10.0.1.9");
    Seen syn = bench.takeSyn();
    assertThat(syn).isNotNull();
    Flow accepted = accepted();
    accepted.segment().payload("to the listener's").send();
    assertThat(recorder.text()).isEqualTo("to the listener's");
    assertThat(active.subflows()).as("still in SYN-SENT").hasSize(1);
    assertThat(bench.engine().connectionCount()).isEqualTo(2);
  }

  /** MUST-43: a local address in OPEN; MUST-45: all segments of the connection come from it. */
  @Test
  void must43And45LocalAddressOfTheConnection() {
    connect("fd00:1::1", 0, "fd00:1::2");
    Seen syn = bench.takeSyn();
    assertThat(syn.from().getAddress()).isEqualTo(Bench.at("fd00:1::1", 0).getAddress());
    bench.advance(3 * Bench.SECOND);
    assertThat(bench.drain()).isNotEmpty().allMatch(seen -> seen.from().equals(syn.from()));
    assertThatThrownBy(() -> connect("10.0.7.7", 0, "10.0.1.2"))
        .as("an address that is not ours")
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** MUST-46: "reject as an error a local OPEN call for an invalid remote IP address". */
  @ParameterizedTest
  @CsvSource({
    "10.0.1.1, 255.255.255.255",
    "10.0.1.1, 224.0.0.1",
    "10.0.1.1, 0.0.0.0",
    "fd00:1::1, ff02::1",
    "fd00:1::1, ::"
  })
  void must46NoOpenToManyHosts(String local, String remote) {
    assertThatThrownBy(() -> connect(local, 0, remote))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no host has the address");
    assertThat(bench.drain()).isEmpty();
    assertThat(bench.engine().stateCount()).isZero();
  }

  /**
   * MUST-57: "silently discard an incoming SYN segment that is addressed to a broadcast or
   * multicast address"; MUST-63: "An incoming SYN with an invalid source address MUST be ignored".
   */
  @ParameterizedTest
  @CsvSource({
    "10.0.1.2, 255.255.255.255",
    "10.0.1.2, 224.0.0.1",
    "0.0.0.0, 10.0.1.1",
    "224.0.0.9, 10.0.1.1",
    "255.255.255.255, 10.0.1.1",
    "fd00:1::2, ff02::1",
    "ff02::1, fd00:1::1",
    "::, fd00:1::1"
  })
  void must57And63InvalidAddressesAreIgnored(String from, String to) {
    bench.engine().listen(ListenTarget.port(Bench.PORT), r -> r.accept(PLAIN, recorder));
    bench.flow(0, Bench.at(from, 40_000), Bench.at(to, Bench.PORT)).syn().send();
    bench.flow(0, Bench.at(from, 40_000), Bench.at(to, 7)).syn().send();
    assertThat(bench.drain()).isEmpty();
    assertThat(bench.engine().stateCount()).isZero();
  }

  /** MUST-55: "silently discard any received ICMP Source Quench messages". */
  @Test
  void must55SourceQuenchIsDiscarded() {
    connect("10.0.1.1", 5_000, "10.0.1.2");
    Seen syn = bench.takeSyn();
    byte[] quench = new byte[28 + 28];
    quench[0] = 0x45;
    quench[3] = 56;
    quench[8] = 64;
    quench[9] = 1;
    System.arraycopy(new byte[] {10, 0, 1, 2, 10, 0, 1, 1}, 0, quench, 12, 8);
    int ipSum = sum(quench, 0, 20);
    quench[10] = (byte) (ipSum >> 8);
    quench[11] = (byte) ipSum;
    quench[20] = 4;
    System.arraycopy(syn.packet(), 0, quench, 28, 28);
    int icmpSum = sum(quench, 20, 36);
    quench[22] = (byte) (icmpSum >> 8);
    quench[23] = (byte) icmpSum;
    bench.deliver(bench.zone(0), quench);
    assertThat(recorder.closed()).isNull();
    assertThat(bench.counter("IcmpInErrors")).isZero();
    assertThat(bench.counter("IpInHdrErrors")).as("a well-formed packet").isZero();
  }

  private static int sum(byte[] bytes, int from, int length) {
    int sum = 0;
    for (int i = from; i < from + length; i += 2) {
      sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }

  /**
   * MUST-58: "aggregate ACK segments whenever possible"; MUST-59: "it MUST process them all before
   * sending any ACK segments".
   */
  @Test
  void must58And59OneAckForABatch() {
    Flow flow = accepted();
    for (int i = 0; i < 10; i++) {
      flow.segment().payload(new byte[1000]).queue();
    }
    flow.expectNothing();
    bench.poll();
    assertThat(flow.expect("A").ack()).isEqualTo(flow.sndNxt());
    flow.expectNothing();
  }

  /**
   * MUST-61: "MUST set the PSH bit in the last buffered segment"; MUST-60: nothing is kept back.
   */
  @Test
  void must60And61PushOnTheLastSegment() {
    SegmentScript s = new SegmentScript().established();
    s.host.toSend = 4_000;
    s.host.pump();
    List<Boolean> pushes = new ArrayList<>();
    s.tcp().flush(s.now, segment -> pushes.add((segment.flags() & OutgoingSegment.PSH) != 0));
    assertThat(pushes).containsExactly(false, false, true);
    assertThat(s.tcp().queuedBytes()).isZero();
  }

  /** MUST-66: at a zero window "process RST and URG"; and ACKs. */
  @Test
  void must66ResetAtAZeroWindow() {
    SegmentScript s = new SegmentScript();
    s.host.reading = false;
    s.host.receiveBuffer = 100;
    s.established();
    s.inject("ACK", 1, 1, 100);
    assertThat(s.window).isZero();
    s.urgentPointer = 50;
    s.inject("URG ACK", 101, 1, 0);
    assertThat(s.host.urgentCalls).isEqualTo(1);
    s.inject("RST", 101, 0, 0);
    assertThat(s.tcp().finished()).isTrue();
  }

  /** MUST-11: "keep track of whether ... SYN-RECEIVED ... from LISTEN or SYN-SENT". */
  @Test
  void must11SynReceivedRemembersWhereItCameFrom() {
    SegmentScript passive = new SegmentScript();
    passive.inject("SYN", 0, 0, 0);
    passive.inject("SYN", 100, 0, 0);
    assertThat(passive.tcp().finished()).as("back to LISTEN").isTrue();
    SegmentScript active = new SegmentScript();
    active.tcp().connect(active.now);
    active.flush();
    active.inject("SYN", 0, 0, 0);
    active.inject("SYN", 100, 0, 0);
    assertThat(active.tcp().state()).isEqualTo(TcpState.SYN_RECEIVED);
  }

  /** MUST-20, MUST-21: R2 is a time that the application sets. */
  @ParameterizedTest
  @ValueSource(longs = {30, 300})
  void must20And21TimeUntilGivingUp(long seconds) {
    SegmentScript s =
        new SegmentScript(p -> p.userTimeoutNanos(seconds * 1_000 * SegmentScript.MS));
    s.established();
    s.host.toSend = 100;
    s.flush();
    s.pass(seconds * 1_000 * SegmentScript.MS - 1);
    assertThat(s.host.closed).isNull();
    s.pass(1);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  /**
   * MUST-22: "SYN retransmissions MUST be handled in the general way"; MUST-23: "R2 for a SYN
   * segment MUST be set large enough to provide retransmission ... for at least 3 minutes".
   */
  @Test
  void must22And23SynsForThreeMinutes() {
    SegmentScript s = new SegmentScript();
    assertThat(ConnectionOptions.defaults().connectTimeoutNanos())
        .isEqualTo(s.parameters.connectTimeoutNanos());
    s.tcp().connect(s.now);
    s.flush().sent();
    s.pass(179_999 * SegmentScript.MS);
    assertThat(s.host.closed).isNull();
    assertThat(s.sent()).hasSizeBetween(6, 8).allMatch(t -> t.equals("SYN seq=0"));
    s.pass(SegmentScript.MS);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  /** "The application can close the connection (i.e., give up on the open attempt) sooner". */
  @Test
  void must23TheApplicationGivesUpSooner() {
    SegmentScript s = new SegmentScript(p -> p.connectTimeoutNanos(5_000 * SegmentScript.MS));
    s.tcp().connect(s.now);
    s.flush().pass(4_999 * SegmentScript.MS);
    assertThat(s.host.closed).isNull();
    s.pass(SegmentScript.MS);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  /** RFC 4987, section 3.3: half-open connections are forgotten after a minute. */
  @Test
  void must23ConcernsTheSideThatOpens() {
    SegmentScript s = new SegmentScript();
    s.inject("SYN", 0, 0, 0);
    s.pass(59_999 * SegmentScript.MS);
    assertThat(s.host.closed).isNull();
    s.pass(SegmentScript.MS);
    assertThat(s.host.closed.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  /** MUST-18: Karn: an ACK of what was sent twice says nothing of the round trip. */
  @Test
  void must18NoSampleFromARetransmission() {
    SegmentScript s = new SegmentScript();
    s.tcp().connect(s.now);
    s.flush();
    s.pass(50 * SegmentScript.MS);
    s.inject("SYN ACK", 0, 1, 0);
    assertThat(s.tcp().info().smoothedRttNanos()).isEqualTo(50 * SegmentScript.MS);
    s.host.toSend = 100;
    s.flush();
    s.pass(700 * SegmentScript.MS);
    assertThat(s.tcp().info().timeouts()).isPositive();
    s.inject("ACK", 1, 101, 0);
    assertThat(s.tcp().info().smoothedRttNanos()).isEqualTo(50 * SegmentScript.MS);
    s.host.toSend = 200;
    s.flush();
    s.pass(90 * SegmentScript.MS);
    s.inject("ACK", 1, 201, 0);
    assertThat(s.tcp().info().smoothedRttNanos()).as("sent once").isEqualTo(55 * SegmentScript.MS);
  }

  /** MUST-68: "a TCP Option has a length", but for two kinds; MUST-69: nothing is left to pad. */
  @Test
  void must68And69OptionsFillTheirWords() {
    Flow flow = accepted();
    flow.segment().payload("hello").send();
    connect("10.0.1.1", 0, "10.0.1.2");
    List<Seen> all = new ArrayList<>(flow.drain());
    all.addAll(bench.drain());
    assertThat(all).hasSizeGreaterThan(1);
    for (Seen seen : all) {
      byte[] packet = seen.packet();
      int end = 20 + ((packet[32] >> 4) & 0xf) * 4;
      int at = 40;
      while (at < end) {
        int kind = packet[at] & 0xff;
        assertThat(kind).as("end of the list in " + seen).isNotEqualTo(END);
        at += kind == NOP ? 1 : packet[at + 1] & 0xff;
      }
      assertThat(at).as("end of the options of " + seen).isEqualTo(end);
    }
  }

  /** An MSS of 0 is as good as none; a tiny one leaves some payload beside all options. */
  @ParameterizedTest
  @CsvSource({"0, 536", "1, 88", "64, 88", "536, 536"})
  void must15SenselessMss(int mss, int segment) {
    SegmentScript s = new SegmentScript();
    s.peerMss = mss;
    s.established();
    s.host.toSend = 5_000;
    s.flush();
    assertThat(s.sent()).first().isEqualTo("ACK seq=1 ack=1 len=" + segment);
  }
}
