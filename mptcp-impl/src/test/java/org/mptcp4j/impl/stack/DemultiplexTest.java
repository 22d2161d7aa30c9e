package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;

/** Whose a packet is: RFC 9293, section 3.10.7, and the zones of the engine. */
class DemultiplexTest {
  private final Bench bench = Bench.host();
  private final List<String> asked = new ArrayList<>();

  private AcceptHandler accepting(String name) {
    return request -> {
      asked.add(name);
      request.accept(Bench.options(), new Recorder());
    };
  }

  private static ListenTarget target(String address, int port) {
    Optional<InetAddress> at = Optional.ofNullable(address).map(Addresses::literal);
    return new ListenTarget(Optional.empty(), at, port);
  }

  private Flow flow(Bench on, int zone, String local, int port) {
    String remote = local.indexOf(':') >= 0 ? "fd00:1::2" : "10.0.1.2";
    return on.flow(zone, Bench.at(remote, 40_000 + asked.size()), Bench.at(local, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.1.1", "fd00:1::1"})
  void synToAClosedPortGetsARst(String local) {
    Flow flow = flow(bench, 0, local, 7);
    assertThat(flow.syn().send()).isTrue();
    Seen reset = flow.expect("RA");
    // "<SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>"
    assertThat(reset.seq()).isZero();
    assertThat(reset.ack()).isEqualTo(flow.iss() + 1);
    bench.assertReleased();
  }

  @Test
  void ackToAClosedPortGetsARstWithItsNumber() {
    Flow flow = flow(bench, 0, "10.0.1.1", 7);
    flow.segment().ack(0x1234_5678).payload("who are you?").send();
    // "<SEQ=SEG.ACK><CTL=RST>"
    Seen reset = flow.expect("R");
    assertThat(reset.seq()).isEqualTo(0x1234_5678);
  }

  @Test
  void rstToNobodyGetsNothing() {
    Flow flow = flow(bench, 0, "10.0.1.1", 7);
    assertThat(flow.segment().flags("R").send()).isTrue();
    assertThat(flow.segment().flags("RA").send()).isTrue();
    flow.expectNothing();
  }

  @Test
  void packetForAnotherHostIsDropped() {
    Flow flow = flow(bench, 0, "10.0.9.9", 7);
    assertThat(flow.syn().send()).isTrue();
    flow.expectNothing();
  }

  @Test
  void exactListenerIsAskedBeforeAWildcard() {
    bench.engine().listen(target(null, 0), accepting("any"));
    bench.engine().listen(target(null, 80), accepting("port"));
    bench.engine().listen(target("10.0.1.1", 80), accepting("address and port"));
    flow(bench, 0, "10.0.1.1", 80).syn().send();
    flow(bench, 0, "10.0.2.1", 80).syn().send();
    flow(bench, 0, "10.0.1.1", 81).syn().send();
    assertThat(asked).containsExactly("address and port", "port", "any");
    bench.assertNothingLeft();
  }

  @Test
  void listenerOfOneZoneHearsThatZoneAlone() {
    ListenTarget inB = new ListenTarget(Optional.of(bench.zone(1)), Optional.empty(), 80);
    bench.engine().listen(inB, accepting("b"));
    Flow inA = flow(bench, 0, "10.0.1.1", 80);
    inA.syn().send();
    inA.expect("RA");
    bench.flow(1, Bench.at("10.0.2.2", 9), Bench.at("10.0.2.1", 80)).syn().send();
    assertThat(asked).containsExactly("b");
    bench.assertNothingLeft();
  }

  @Test
  void oneListenerForOneTarget() {
    EngineListener first = bench.engine().listen(target(null, 80), accepting("first"));
    assertThatThrownBy(() -> bench.engine().listen(target(null, 80), accepting("second")))
        .isInstanceOf(IllegalStateException.class);
    first.close();
    bench.engine().listen(target(null, 80), accepting("second"));
    flow(bench, 0, "10.0.1.1", 80).syn().send();
    assertThat(asked).containsExactly("second");
    bench.assertNothingLeft();
  }

  @Test
  void closedListenerTakesNothing() {
    bench.engine().listen(target(null, 80), accepting("closed")).close();
    Flow flow = flow(bench, 0, "10.0.1.1", 80);
    flow.syn().send();
    flow.expect("RA");
    assertThat(asked).isEmpty();
  }

  @Test
  void synThatTheHandlerDoesNotWantGetsARst() {
    bench
        .engine()
        .listen(
            target(null, 80),
            new AcceptHandler() {
              @Override
              public boolean intercepts(SynInfo syn) {
                return syn.remote().getPort() != 40_000;
              }

              @Override
              public void onRequest(ConnectionRequest request) {
                asked.add("request");
              }
            });
    Flow flow = flow(bench, 0, "10.0.1.1", 80);
    flow.syn().send();
    flow.expect("RA");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"false,PEER_OPENS", "true,PEER_OPENS"})
  void sameFlowInTwoZonesIsTwoConnections(boolean second, Role role) {
    Peer peer = Peer.connected(bench, role);
    Flow elsewhere = bench.flow(1, peer.flow().peer(), peer.flow().local());
    elsewhere.segment().payload("not mine").send();
    assertThat(elsewhere.expect().flags()).startsWith("R");
    peer.data(peer.flow(), second ? "mine" : "still mine");
    assertThat(peer.recorder().text()).endsWith("mine");
    bench.assertNothingLeft();
  }

  // a transparent zone

  @Test
  void foreignPacketsPassATransparentZone() {
    Bench proxy = Bench.transparent();
    Flow flow = flow(proxy, 0, "192.0.2.80", 80);
    assertThat(flow.syn().send()).isFalse();
    assertThat(flow.segment().payload("data").send()).isFalse();
    assertThat(flow.segment().flags("R").send()).isFalse();
    assertThat(flow.segment().flags("FA").send()).isFalse();
    flow.expectNothing();
    proxy.assertReleased();
  }

  @Test
  void whatIsNotTcpPassesATransparentZone() {
    Bench proxy = Bench.transparent();
    byte[] udp = flow(proxy, 0, "192.0.2.80", 80).syn().toBytes();
    udp[9] = 17;
    udp[11] = (byte) (udp[11] - 11); // the header checksum covers the protocol: 17 - 6
    assertThat(proxy.deliver(proxy.zone(0), udp)).isFalse();
    // in a host's zone it is dropped
    byte[] own = flow(bench, 0, "10.0.1.1", 80).syn().toBytes();
    own[9] = 17;
    own[11] = (byte) (own[11] - 11);
    assertThat(bench.deliver(bench.zone(0), own)).isTrue();
  }

  @Test
  void interceptedConnectionIsTheEnginesAndOthersPass() {
    Bench proxy = Bench.transparent();
    Recorder recorder = new Recorder();
    proxy
        .engine()
        .listen(
            ListenTarget.everything(proxy.zone(0)),
            new AcceptHandler() {
              @Override
              public boolean intercepts(SynInfo syn) {
                return syn.local().getPort() == 80;
              }

              @Override
              public void onRequest(ConnectionRequest request) {
                asked.add(request.syn().local().getAddress().getHostAddress());
                request.accept(Bench.options(), recorder);
              }
            });
    Flow ours = flow(proxy, 0, "192.0.2.80", 80);
    Flow another = flow(proxy, 0, "192.0.2.80", 443);
    assertThat(another.syn().send()).isFalse();
    assertThat(ours.syn().send()).isTrue();
    assertThat(asked).containsExactly("192.0.2.80");
    ours.expect("SA");
    assertThat(ours.segment().send()).isTrue();
    assertThat(ours.segment().payload("through").send()).isTrue();
    assertThat(recorder.text()).isEqualTo("through");
    assertThat(another.segment().payload("around").send()).isFalse();
    proxy.assertNothingLeft();
  }
}
