package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;

/** The limits of an engine hold, and what they turn away is counted. */
class LimitsTest {
  private final List<ConnectionRequest> requests = new ArrayList<>();

  private static Flow flow(Bench bench, int port) {
    return bench.flow(0, Bench.at("10.0.1.2", port), Bench.at("10.0.1.1", 80));
  }

  @Test
  void pendingRequests() {
    Bench bench = Bench.hostWithLimits(100, 3, 100);
    bench.engine().listen(ListenTarget.port(80), requests::add);
    for (int i = 0; i < 10; i++) {
      flow(bench, 1000 + i).syn().send();
    }
    assertThat(requests).hasSize(3);
    assertThat(bench.counter("TcpExtListenOverflows")).isEqualTo(7);
    assertThat(bench.drain()).isEmpty();
    // one is answered: there is room for one
    requests.get(0).reject(CloseReason.of(Kind.TIMED_OUT, "silence"));
    flow(bench, 1004).syn().send();
    flow(bench, 1005).syn().send();
    assertThat(requests).hasSize(4);
    bench.assertNothingLeft();
  }

  @Test
  void connections() {
    Bench bench = Bench.hostWithLimits(2, 100, 100);
    bench.engine().listen(ListenTarget.port(80), r -> r.accept(Bench.options(), new Recorder()));
    for (int i = 0; i < 5; i++) {
      flow(bench, 1000 + i).syn().send();
    }
    assertThat(bench.engine().connectionCount()).isEqualTo(2);
    assertThat(bench.counter("TcpExtListenDrops")).isEqualTo(3);
    ConnectTarget target =
        new ConnectTarget(bench.zone(0), Bench.at("10.0.1.1", 0), Bench.at("10.0.1.2", 9));
    assertThatThrownBy(() -> bench.engine().connect(target, Bench.options(), new Recorder()))
        .isInstanceOf(IllegalStateException.class);
    bench.assertNothingLeft();
  }

  @Test
  void halfOpenJoins() {
    Bench bench = Bench.hostWithLimits(100, 100, 2);
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    Flow first = peer.second(1000);
    Flow second = peer.second(1001);
    Flow third = peer.second(1002);
    first.syn().option(peer.joinSyn(1)).send();
    second.syn().option(peer.joinSyn(2)).send();
    third.syn().option(peer.joinSyn(3)).send();
    MpJoinSynAck answer = first.expect("SA").option(MpJoinSynAck.class);
    second.expect("SA");
    third.expect("RA");
    assertThat(bench.counter("Mptcp4jJoinsPendingFull")).isEqualTo(1);
    // one is confirmed: there is room for one
    first.segment().option(peer.joinAck(answer)).send();
    Flow fourth = peer.second(1003);
    fourth.syn().option(peer.joinSyn(4)).send();
    fourth.expect("SA");
    // one is reset: there is room for one
    second.segment().flags("R").send();
    Flow fifth = peer.second(1004);
    fifth.syn().option(peer.joinSyn(5)).send();
    fifth.expect("SA");
    Flow sixth = peer.second(1005);
    sixth.syn().option(peer.joinSyn(6)).send();
    sixth.expect("RA");
    assertThat(bench.counter("Mptcp4jJoinsPendingFull")).isEqualTo(2);
    bench.assertNothingLeft();
  }

  @Test
  void halfOpenJoinsEndSometime() {
    Bench bench = Bench.hostWithLimits(100, 100, 1);
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    for (int i = 0; i < 3; i++) {
      Flow flow = peer.second(1000 + i);
      flow.syn().option(peer.joinSyn(1 + i)).send();
      flow.expect("SA");
      bench.advance(200 * Bench.SECOND);
    }
    bench.assertNothingLeft();
  }

  @Test
  void joinsOfAConnectionThatEndsAreNotPendingAnyLonger() {
    Bench bench = Bench.hostWithLimits(100, 100, 1);
    for (int i = 0; i < 3; i++) {
      Peer peer = new Peer(bench).port(81 + i).establish(Role.PEER_OPENS).confirm();
      Flow flow = peer.second(1000 + i);
      flow.syn().option(peer.joinSyn(1)).send();
      flow.expect("SA");
      peer.connection().abort();
      bench.advance(10 * Bench.SECOND);
    }
    bench.assertNothingLeft();
  }
}
