package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.IcmpError;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.IcmpErrorView;
import org.mptcp4j.impl.wire.IcmpErrorWriter;
import org.mptcp4j.impl.wire.IpAddress;

/** SYNs whose answer is held, refusals, and errors that are passed on. */
class HeldSynTest {
  private final Bench bench = Bench.host();
  private final List<ConnectionRequest> requests = new ArrayList<>();
  private final EngineListener listener =
      bench.engine().listen(ListenTarget.port(80), requests::add);

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private Flow flow(boolean v6) {
    return v6
        ? bench.flow(0, Bench.at("fd00:1::2", 40_000), Bench.at("fd00:1::1", 80))
        : bench.flow(0, Bench.at("10.0.1.2", 40_000), Bench.at("10.0.1.1", 80));
  }

  @Test
  void nothingIsSentBeforeTheAnswer() {
    Flow flow = flow(false);
    flow.syn().mss(1460).send();
    bench.advance(3 * Bench.SECOND);
    flow.syn().ssn(0).mss(1460).send();
    flow.syn().ssn(0).mss(1460).send();
    bench.advance(3 * Bench.SECOND);
    flow.expectNothing();
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).pending()).isTrue();
    assertThat(requests.get(0).syn().offered()).isEqualTo(MptcpVersion.OFF);
    Recorder recorder = new Recorder();
    requests.get(0).accept(Bench.options(), recorder);
    assertThat(requests.get(0).pending()).isFalse();
    bench.poll();
    Seen answer = flow.expect("SA");
    assertThat(answer.ack()).isEqualTo(flow.iss() + 1);
    flow.expectNothing();
    flow.segment().payload("at last").send();
    assertThat(recorder.text()).isEqualTo("at last");
  }

  @Test
  void aRequestIsAnsweredOnce() {
    flow(false).syn().send();
    ConnectionRequest request = requests.get(0);
    request.accept(Bench.options(), new Recorder());
    assertThatThrownBy(() -> request.accept(Bench.options(), new Recorder()))
        .isInstanceOf(IllegalStateException.class);
    request.reject(CloseReason.of(Kind.REFUSED, "too late"));
    bench.poll();
    assertThat(bench.drain()).allMatch(seen -> seen.flags().equals("SA"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusalIsARstWithTheRightNumbers(boolean v6) {
    Flow flow = flow(v6);
    flow.syn().mss(1460).send();
    requests.get(0).reject(CloseReason.of(Kind.REFUSED, "refused"));
    bench.poll();
    Seen reset = flow.expect("RA");
    assertThat(reset.seq()).isZero();
    assertThat(reset.ack()).isEqualTo(flow.iss() + 1);
    assertThat(bench.engine().stateCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"false,3,1", "false,3,13", "true,1,0", "true,1,3"})
  void unreachableIsTheIcmpErrorThatQuotesTheSyn(boolean v6, int type, int code) {
    Flow flow = flow(v6);
    byte[] syn = flow.syn().mss(1460).toBytes();
    bench.deliver(bench.zone(0), syn);
    String router = v6 ? "fd00:9::9" : "203.0.113.9";
    IcmpError error = new IcmpError(Addresses.literal(router), type, code);
    requests.get(0).reject(CloseReason.unreachable(error));
    bench.poll();
    Seen seen = bench.drain().get(0);
    assertThat(seen.flags()).isEqualTo("ICMP");
    assertThat(seen.from().getAddress()).isEqualTo(Addresses.literal(router));
    assertThat(seen.to().getAddress()).isEqualTo(flow.peer().getAddress());
    IcmpErrorView view = new IcmpErrorView();
    view.parse(PacketBuffer.wrap(ByteBuffer.wrap(seen.packet())));
    assertThat(view.type()).isEqualTo(type);
    assertThat(view.code()).isEqualTo(code);
    assertThat(view.quotedSequence()).isEqualTo(flow.iss());
    byte[] quoted =
        Arrays.copyOfRange(seen.packet(), seen.packet().length - syn.length, seen.packet().length);
    assertThat(quoted).isEqualTo(syn);
  }

  @Test
  void timeOutIsSilence() {
    flow(false).syn().send();
    requests.get(0).reject(CloseReason.of(Kind.TIMED_OUT, "no answer"));
    bench.advance(Bench.SECOND);
    assertThat(bench.drain()).isEmpty();
    assertThat(bench.engine().stateCount()).isZero();
  }

  @Test
  void rstOfThePeerAbandonsTheRequest() {
    Flow flow = flow(false);
    List<String> events = new ArrayList<>();
    flow.syn().send();
    requests.get(0).onAbandoned(() -> events.add("abandoned"));
    flow.segment().flags("R").send();
    assertThat(events).containsExactly("abandoned");
    assertThat(requests.get(0).pending()).isFalse();
    assertThat(bench.engine().stateCount()).isZero();
    assertThatThrownBy(() -> requests.get(0).accept(Bench.options(), new Recorder()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(bench.drain()).isEmpty();
  }

  @Test
  void rstWithAWrongNumberDoesNot() {
    Flow flow = flow(false);
    flow.syn().send();
    flow.segment().flags("R").ssn(77).send();
    assertThat(requests.get(0).pending()).isTrue();
  }

  @Test
  void whatNobodyAnswersIsForgotten() {
    List<String> events = new ArrayList<>();
    flow(false).syn().send();
    requests.get(0).onAbandoned(() -> events.add("abandoned"));
    bench.advance(300 * Bench.SECOND);
    assertThat(events).containsExactly("abandoned");
    assertThat(bench.engine().stateCount()).isZero();
  }

  @Test
  void listenerThatClosesForgetsWhatItHeld() {
    Flow flow = flow(false);
    flow.syn().send();
    listener.close();
    bench.advance(Bench.SECOND);
    // "requests not answered yet are dropped"
    assertThat(requests.get(0).pending()).isFalse();
    assertThat(bench.engine().stateCount()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"REFUSED", "RESET", "ABORTED", "PROTOCOL_ERROR"})
  void everyOtherRefusalIsARst(Kind kind) {
    Flow flow = flow(false);
    flow.syn().send();
    requests.get(0).reject(CloseReason.of(kind, "no"));
    bench.poll();
    flow.expect("RA");
  }

  // the other side of it: errors that come in

  private Recorder connectTo(String address) {
    Recorder recorder = new Recorder();
    ConnectTarget target =
        new ConnectTarget(bench.zone(0), Bench.at("10.0.1.1", 0), Bench.at(address, 80));
    bench.engine().connect(target, Bench.options(), recorder);
    bench.poll();
    return recorder;
  }

  private void deliverIcmp(int type, int code, byte[] offending) {
    ByteBuffer packet = ByteBuffer.allocate(IcmpErrorWriter.V4_MAX_BYTES);
    IcmpErrorWriter.write(
        packet,
        IpAddress.of(Addresses.literal("203.0.113.9")),
        IpAddress.of(Addresses.literal("10.0.1.1")),
        type,
        code,
        0,
        ByteBuffer.wrap(offending));
    bench.deliver(bench.zone(0), Arrays.copyOf(packet.array(), packet.position()));
  }

  @Test
  void icmpErrorEndsAConnectionThatWasNeverThere() {
    Recorder recorder = connectTo("10.0.1.9");
    deliverIcmp(3, 3, bench.takeSyn().packet());
    assertThat(recorder.closed().kind()).isEqualTo(Kind.UNREACHABLE);
    IcmpError error = recorder.closed().icmp().orElseThrow();
    assertThat(error).isEqualTo(new IcmpError(Addresses.literal("203.0.113.9"), 3, 3));
  }

  @Test
  void icmpErrorThatQuotesAnotherSequenceNumberIsIgnored() {
    Recorder recorder = connectTo("10.0.1.9");
    byte[] syn = bench.takeSyn().packet();
    syn[24] ^= 0x40;
    deliverIcmp(3, 3, syn);
    assertThat(recorder.closed()).isNull();
  }

  @Test
  void rstToTheSynIsARefusal() {
    Recorder recorder = connectTo("10.0.1.9");
    Seen syn = bench.takeSyn();
    Flow flow = bench.flow(0, syn.to(), syn.from()).opened(syn);
    flow.segment().flags("RA").seq(0).send();
    assertThat(recorder.closed().kind()).isEqualTo(Kind.REFUSED);
    bench.assertReleased();
  }

  @Test
  void silenceIsATimeOut() {
    Recorder recorder = connectTo("10.0.1.9");
    bench.advance(180 * Bench.SECOND);
    assertThat(recorder.closed().kind()).isEqualTo(Kind.TIMED_OUT);
    bench.assertReleased();
  }
}
