package org.mptcp4j.impl.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.stack.EngineStack;

/** What engines that share their zones share. */
class SiblingGroupTest {
  private static final InetSocketAddress REMOTE = new InetSocketAddress("10.0.1.1", 7);
  private static final int ENGINES = 3;

  private final Zone zone = Zone.host(0, "eth", 1500, List.of(Zone.Prefix.parse("10.0.1.2/24")));
  private final EngineOptions options =
      EngineOptions.of(List.of(zone), new Random(3)::nextLong).withMemoryBytes(ENGINES << 20);
  private final SiblingGroup shared = new SiblingGroup(ENGINES, 1000);
  private final List<EngineStack> engines =
      IntStream.range(0, ENGINES)
          .mapToObj(i -> new EngineStack(options.share(ENGINES), shared.seat(i)))
          .toList();

  @Test
  void noneOfThemChoosesThePortOfAnother() {
    Set<InetSocketAddress> ports = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      for (EngineStack engine : engines) {
        ports.add(connect(engine, 0).localAddress());
      }
    }
    assertThat(ports).hasSize(600);
    assertThat(shared.entries()).isEqualTo(1200);
  }

  @Test
  void aPortThatASiblingUsesIsInUse() {
    connect(engines.get(0), 40_000);
    assertThatThrownBy(() -> connect(engines.get(1), 40_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("40000");
  }

  @Test
  void nothingIsLeftOfWhatIsOver() {
    for (EngineStack engine : engines) {
      connect(engine, 0);
      engine.poll(0, packet -> {});
      engine.abortAll();
      engine.poll(1, packet -> {});
    }
    assertThat(shared.entries()).isZero();
  }

  @Test
  void eachHasItsShareOfTheLimits() {
    EngineOptions share = options.share(ENGINES);
    assertThat(share.memoryBytes()).isEqualTo(1 << 20);
    assertThat(share.maxConnections()).isEqualTo(33_334);
    assertThat(share.maxPendingRequests()).isEqualTo(3_334);
    assertThat(share.pool()).isNotSameAs(options.pool());
    assertThat(options.share(1)).isSameAs(options);
  }

  @Test
  void anInboxIsBoundedInBytes() {
    Inbox inbox = new Inbox(100);
    PacketBuffer packet = PacketBuffer.wrap(ByteBuffer.allocate(40));
    assertThat(inbox.offer(0, packet)).isTrue();
    assertThat(inbox.offer(0, packet)).isTrue();
    assertThat(inbox.offer(0, packet)).isFalse();
    assertThat(inbox.take().packet().bytes().remaining()).isEqualTo(40);
    assertThat(inbox.offer(0, packet)).isTrue();
  }

  @Test
  void onlyTheFirstArrivalSinceTheLastTurnWakes() {
    AtomicInteger wakeUps = new AtomicInteger();
    Inbox inbox = new Inbox(1000);
    inbox.onArrival(wakeUps::incrementAndGet);
    PacketBuffer packet = PacketBuffer.wrap(ByteBuffer.allocate(1));
    inbox.offer(0, packet);
    inbox.offer(0, packet);
    assertThat(wakeUps).hasValue(1);
    inbox.rearm();
    inbox.offer(0, packet);
    assertThat(wakeUps).hasValue(2);
  }

  @Test
  void nothingIsMissed() throws Exception {
    int senders = 2;
    int each = 20_000;
    Inbox inbox = new Inbox(Long.MAX_VALUE / 2);
    AtomicInteger wakeUps = new AtomicInteger();
    Semaphore awake = new Semaphore(0);
    inbox.onArrival(
        () -> {
          wakeUps.incrementAndGet();
          awake.release();
        });
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int k = 0; k < each; k++) {
                  inbox.offer(0, PacketBuffer.wrap(ByteBuffer.allocate(1)));
                  if (k % 10 == 0) {
                    // so that the inbox is empty again and again
                    LockSupport.parkNanos(1);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    int taken = 0;
    while (taken < senders * each) {
      assertThat(awake.tryAcquire(10, TimeUnit.SECONDS)).as("woken for what waits").isTrue();
      inbox.rearm();
      while (inbox.take() != null) {
        taken++;
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).isEqualTo(senders * each);
    assertThat(wakeUps.get()).isBetween(1, senders * each);
    assertThat(inbox.isEmpty()).isTrue();
  }

  private EngineConnection connect(EngineStack engine, int port) {
    return engine.connect(
        new ConnectTarget(zone, new InetSocketAddress("10.0.1.2", port), REMOTE),
        ConnectionOptions.defaults(),
        new ConnectionHandler() {});
  }
}
