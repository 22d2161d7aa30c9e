package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** Code from outside that throws ends its own connection, and nothing else. */
class FailingCodeTest {
  private final Bench bench = Bench.host();

  private static final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A connection with that code works until it fails; the one beside it goes on. */
  private void endsAlone(UnaryOperator<ConnectionOptions> change, int failures) {
    Peer healthy = Peer.connected(bench, Role.PEER_OPENS);
    Peer peer = new Peer(bench).port(81);
    peer.options(change.apply(peer.options())).establish(Role.PEER_OPENS).confirm();
    peer.engineWrites("bytes that are never acknowledged");
    bench.advance(20 * Bench.SECOND);
    healthy.engineWrites("as ever");
    assertThat(healthy.expectData(healthy.flow()).text()).isEqualTo("as ever");
    healthy.ack(healthy.flow());
    peer.connection().abort();
    endsWithFailures(failures);
    assertThat(peer.recorder().events()).filteredOn(event -> event.startsWith("closed")).hasSize(1);
  }

  private void endsWithFailures(int failures) {
    bench.engine().abortAll();
    bench.advance(600 * Bench.SECOND);
    assertThat(bench.engine().stateCount()).isZero();
    assertThat(bench.engine().nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(bench.counter("Mptcp4jHandlerFailures")).isEqualTo(failures);
  }

  @Test
  void aScheduler() {
    Scheduler failing =
        request -> {
          throw new Bug();
        };
    endsAlone(o -> o.withScheduler(SchedulerProvider.of("failing", () -> failing)), 1);
  }

  @Test
  void aSchedulerThatIsToldOfALostSubflow() {
    Scheduler failing =
        new Scheduler() {
          @Override
          public void schedule(Request request) {
            request.send(request.subflow(0));
          }

          @Override
          public void onSubflowDown(Subflow subflow) {
            throw new Bug();
          }
        };
    Peer peer = new Peer(bench);
    peer.options(peer.options().withScheduler(SchedulerProvider.of("failing", () -> failing)))
        .establish(Role.PEER_OPENS)
        .confirm();
    Flow second = peer.joins(1);
    second.segment().flags("R").send();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().events()).filteredOn(event -> event.startsWith("closed")).hasSize(1);
    endsWithFailures(1);
  }

  @Test
  void aCongestionControl() {
    CongestionControlProvider newReno = CongestionControlProvider.named("newreno");
    CongestionControlProvider failing =
        new CongestionControlProvider() {
          @Override
          public String name() {
            return "failing";
          }

          @Override
          public CongestionControl create(int mss) {
            return new FailsOnTimeout(newReno.create(mss));
          }
        };
    endsAlone(o -> o.withCongestionControl(failing), 1);
  }

  private record FailsOnTimeout(CongestionControl real) implements CongestionControl {
    @Override
    public void onAck(
        long now, long acked, long rttNanos, long inFlight, boolean applicationLimited) {
      real.onAck(now, acked, rttNanos, inFlight, applicationLimited);
    }

    @Override
    public void onCongestion(long now, long inFlight) {
      real.onCongestion(now, inFlight);
    }

    @Override
    public void onTimeout(long now, long inFlight) {
      throw new Bug();
    }

    @Override
    public void onIdle(long now) {
      real.onIdle(now);
    }

    @Override
    public long congestionWindow() {
      return real.congestionWindow();
    }

    @Override
    public long slowStartThreshold() {
      return real.slowStartThreshold();
    }
  }

  @Test
  void aPathManagerThatIsToldOfTheEnd() {
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    peer.paths()
        .whenClosed(
            () -> {
              throw new Bug();
            });
    peer.connection().abort();
    bench.advance(Bench.SECOND);
    assertThat(peer.recorder().events()).endsWith("closed ABORTED");
    endsWithFailures(1);
  }

  /** The same key again gives the same token, which must be free. */
  @Test
  void aProvider() {
    Bench oneKey = Bench.hostWithKey(77);
    ConnectionOptions options =
        Bench.options()
            .withScheduler(
                SchedulerProvider.of(
                    "failing",
                    () -> {
                      throw new Bug();
                    }));
    ConnectTarget target =
        new ConnectTarget(oneKey.zone(0), Bench.at("10.0.1.1", 0), Bench.at("10.0.1.2", 9));
    assertThatThrownBy(() -> oneKey.engine().connect(target, options, new Recorder()))
        .isInstanceOf(Bug.class);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> oneKey.engine().connect(target, Bench.options(), new Recorder()));
    oneKey.assertNothingLeft();
  }

  @Test
  void aListenerThatIsAsked() {
    AcceptHandler failing =
        new AcceptHandler() {
          @Override
          public boolean intercepts(SynInfo syn) {
            throw new Bug();
          }

          @Override
          public void onRequest(ConnectionRequest request) {}
        };
    bench.engine().listen(ListenTarget.port(80), failing);
    Flow flow = bench.flow(0, Bench.at("10.0.1.2", 1000), Bench.at("10.0.1.1", 80));
    flow.syn().send();
    flow.expect("RA");
    endsWithFailures(1);
  }

  @Test
  void whoIsToldOfAnAbandonedRequest() {
    bench
        .engine()
        .listen(
            ListenTarget.port(80),
            request ->
                request.onAbandoned(
                    () -> {
                      throw new Bug();
                    }));
    bench.flow(0, Bench.at("10.0.1.2", 1000), Bench.at("10.0.1.1", 80)).syn().send();
    bench.advance(100 * Bench.SECOND);
    endsWithFailures(1);
  }
}
