package org.mptcp4j.impl.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;

/** The loop around engines that misbehave, or do nothing. */
@Timeout(20)
class EngineLoopTest {
  private final PacketWires.Group[] wires = PacketWires.pair(1);
  private MptcpStack stack;

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void whatTheEngineDoesNotClaimGoesBackToItsDevice() throws InterruptedException {
    ScriptedEngine engine = new ScriptedEngine(0, 2);
    stack = StackThread.start(engine, wires[0]);
    wires[0].ends.get(0).inject(new byte[40]);
    wires[0].ends.get(0).inject(new byte[40]);
    assertThat(engine.inputs.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stack.counters().get("Mptcp4jLoopPassed")).isEqualTo(2);
    assertThat(wires[0].ends.get(0).passed).hasValue(2);
  }

  @Test
  void aPollThatFailsNowAndThenIsCountedAndSurvived() {
    ScriptedEngine engine = new ScriptedEngine(3, 0);
    stack = StackThread.start(engine, wires[0]);
    stack.execute(e -> {}).toCompletableFuture().join();
    while (engine.failuresLeft.get() > 0) {
      stack.execute(e -> {}).toCompletableFuture().join();
    }
    assertThat(stack.counters().get("Mptcp4jLoopFaults")).isEqualTo(3);
    assertThat(wires[0].closed).isFalse();
  }

  @Test
  void anEngineThatOnlyFailsIsGivenUpAndNobodyWaitsForEver() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(Integer.MAX_VALUE, 0);
    stack = StackThread.start(engine, wires[0]);
    InetSocketAddress remote = new InetSocketAddress("10.0.1.1", 7);
    assertThatThrownBy(() -> stack.connect(remote, ConnectionOptions.defaults()))
        .hasMessageContaining("the stack is closed");
    stack.close(); // only waits for the thread, which closes its devices last
    assertThat(wires[0].closed).isTrue();
  }

  /** Fails as often as it is told, and claims no packet. */
  private static final class ScriptedEngine implements Engine {
    final AtomicInteger failuresLeft;
    final CountDownLatch inputs;
    private final List<Zone> zones =
        List.of(
            Zone.transparent(
                0, "wire0", PacketWires.MTU, List.of(Zone.Prefix.parse("10.0.1.2/24"))));

    ScriptedEngine(int failures, int expectedInputs) {
      failuresLeft = new AtomicInteger(failures);
      inputs = new CountDownLatch(expectedInputs);
    }

    @Override
    public void onHandedOver(Runnable wakeup) {}

    @Override
    public boolean input(Zone zone, PacketBuffer packet, long arrivalNanos) {
      inputs.countDown();
      return false;
    }

    @Override
    public void poll(long nowNanos, PacketSink sink) {
      if (failuresLeft.get() > 0) {
        failuresLeft.decrementAndGet();
        throw new IllegalStateException("expected by this test");
      }
    }

    @Override
    public long nextDeadlineNanos() {
      return failuresLeft.get() > 0 ? 0 : Long.MAX_VALUE;
    }

    @Override
    public long nowNanos() {
      return 0;
    }

    @Override
    public List<Zone> zones() {
      return zones;
    }

    /** A connection that is never heard of again. */
    @Override
    public EngineConnection connect(
        ConnectTarget target, ConnectionOptions options, ConnectionHandler handler) {
      return null;
    }

    @Override
    public EngineListener listen(ListenTarget target, AcceptHandler handler) {
      throw new IllegalStateException("no listener here");
    }

    @Override
    public Counters counters() {
      return new Counters() {
        @Override
        public long get(String name) {
          return 0;
        }

        @Override
        public Map<String, Long> snapshot() {
          return Map.of();
        }
      };
    }

    @Override
    public int connectionCount() {
      return 0;
    }

    @Override
    public int stateCount() {
      return 0;
    }

    @Override
    public void abortAll() {}

    @Override
    public void updateZone(Zone zone) {}
  }
}
