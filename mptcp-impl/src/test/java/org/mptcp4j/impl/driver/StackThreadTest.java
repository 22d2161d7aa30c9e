package org.mptcp4j.impl.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionObserver;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;

/** Two stacks, each on a thread of its own, joined by two wires in memory. */
@Timeout(20)
class StackThreadTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.1.1", 7);
  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.defaults().withTimeouts(5 * SECOND, 20 * SECOND, 10_000_000L);

  private final PacketWires.Group[] wires = PacketWires.pair(2);
  private MptcpStack client;
  private MptcpStack server;
  private MptcpListener listener;

  @BeforeEach
  void start() throws IOException {
    client = stack(wires[0], 2);
    server = stack(wires[1], 1);
    listener = server.listen(ListenTarget.port(7), OPTIONS);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static MptcpStack stack(PacketWires.Group group, int host) {
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < group.ends.size(); i++) {
      Zone.Prefix own = Zone.Prefix.parse("10.0." + (i + 1) + "." + host + "/24");
      zones.add(Zone.host(i, "wire" + i, PacketWires.MTU, List.of(own)));
    }
    SplittableRandom random = new SplittableRandom(host);
    return EngineProvider.load().newStack(EngineOptions.of(zones, random::nextLong), group);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] data = new byte[length];
    new java.util.Random(seed).nextBytes(data);
    return data;
  }

  private static byte[] readAll(MptcpConnection connection, int expected) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(expected + 1);
    while (connection.read(target) >= 0) {
      // read() moves the target's position.
    }
    return Arrays.copyOf(target.array(), target.position());
  }

  private static void eventually(BooleanSupplier condition) {
    for (int i = 0; i < 5000 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** Runs something that throws on another thread. */
  private interface Action {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> async(Action action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
                done.complete(null);
              } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  /**
   * A stack that is closed behind an answered request has nothing to reset: its peer sees an end.
   */
  @Test
  void aStackIsLeftWhenItsConnectionsHaveEnded() throws IOException {
    MptcpConnection there;
    try (MptcpConnection connection = client.connect(SERVER, OPTIONS)) {
      there = listener.accept();
      connection.write(ByteBuffer.wrap(bytes(1000, 3)));
      assertThat(client.awaitEnd(Duration.ofMillis(20))).as("while it is open").isFalse();
    }
    assertThat(client.awaitEnd(Duration.ofMillis(20))).as("while the peer has it open").isFalse();
    there.write(ByteBuffer.wrap(bytes(10, 4)));
    there.shutdownOutput();
    assertThat(client.awaitEnd(Duration.ofSeconds(10))).isTrue();
    client.close();
    assertThat(readAll(there, 1000)).isEqualTo(bytes(1000, 3));
  }

  @Test
  void whatHappensToAConnectionIsObserved() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (MptcpConnection here = client.connect(SERVER, OPTIONS);
        MptcpConnection there = listener.accept()) {
      here.write(ByteBuffer.wrap(new byte[1]));
      there.write(ByteBuffer.wrap(new byte[1]));
      eventually(() -> subflows(here).stream().anyMatch(line -> line.contains("over wire1")));
      eventually(() -> subflows(there).stream().anyMatch(line -> line.contains("over wire1")));
      ConnectionObserver observer =
          new ConnectionObserver() {
            @Override
            public void onPriorityChanged(EngineConnection connection, Subflow subflow) {
              seen.add("priority on " + subflow.zone() + ": " + subflow.backup());
            }

            @Override
            public void onSubflowDown(
                EngineConnection connection, Subflow subflow, CloseReason reason) {
              seen.add("down on " + subflow.zone());
            }
          };
      there.execute(c -> c.observe(observer)).toCompletableFuture().get();
      here.execute(c -> onSecondWire(c).setBackup(true));
      eventually(() -> seen.contains("priority on wire1: true"));
      assertThat(seen).doesNotContain("down on wire1");
      here.execute(c -> onSecondWire(c).close());
      eventually(() -> seen.contains("down on wire1"));
    }
  }

  private static Subflow onSecondWire(EngineConnection connection) {
    return connection.subflows().stream()
        .filter(subflow -> subflow.zone().equals("wire1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void bytesCrossBothWaysAtOnce() throws IOException {
    byte[] up = bytes(3_000_000, 1);
    byte[] down = bytes(3_000_000, 2);
    try (MptcpConnection c = client.connect(SERVER, OPTIONS);
        MptcpConnection s = listener.accept()) {
      CompletableFuture<Void> writers =
          CompletableFuture.allOf(
              async(
                  () -> {
                    c.write(ByteBuffer.wrap(up));
                    c.shutdownOutput();
                  }),
              async(
                  () -> {
                    s.write(ByteBuffer.wrap(down));
                    s.shutdownOutput();
                  }));
      CompletableFuture<Void> reader =
          async(() -> assertThat(readAll(c, down.length)).isEqualTo(down));
      assertThat(readAll(s, up.length)).isEqualTo(up);
      reader.join();
      writers.join();
      assertThat(c.remoteAddress()).isEqualTo(SERVER);
      assertThat(c.localAddress()).isEqualTo(s.remoteAddress());
    }
  }

  @Test
  void bothWiresCarryOneConnection() throws IOException {
    try (MptcpConnection c = client.connect(SERVER, OPTIONS);
        MptcpConnection s = listener.accept()) {
      c.write(ByteBuffer.wrap(bytes(1000, 3)));
      s.read(ByteBuffer.allocate(10));
      eventually(() -> subflows(c).stream().anyMatch(line -> line.contains("over wire0")));
      eventually(() -> subflows(c).stream().anyMatch(line -> line.contains("over wire1")));
      assertThat(c.info().version()).isEqualTo(MptcpVersion.V1);
    }
  }

  private static List<String> subflows(MptcpConnection connection) {
    try {
      return connection.describeSubflows();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHalfClosedConnectionStillReads() throws IOException {
    try (MptcpConnection c = client.connect(SERVER, OPTIONS);
        MptcpConnection s = listener.accept()) {
      c.shutdownOutput();
      assertThatThrownBy(() -> c.write(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(s.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      s.write(ByteBuffer.wrap(bytes(100_000, 4)));
      s.shutdownOutput();
      assertThat(readAll(c, 100_000)).isEqualTo(bytes(100_000, 4));
      assertThat(c.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void closeStillSendsWhatWasWritten() throws IOException {
    byte[] data = bytes(2_000_000, 5);
    MptcpConnection c = client.connect(SERVER, OPTIONS);
    CompletableFuture<Void> writer =
        async(
            () -> {
              c.write(ByteBuffer.wrap(data));
              c.close();
            });
    try (MptcpConnection s = listener.accept()) {
      assertThat(readAll(s, data.length)).isEqualTo(data);
    }
    writer.join();
    assertThat(c.isOpen()).isFalse();
    assertThatThrownBy(() -> c.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aClosedPortRefuses() {
    assertThatThrownBy(() -> client.connect(new InetSocketAddress("10.0.1.1", 8), OPTIONS))
        .isInstanceOf(ConnectException.class)
        .hasMessage("connection refused (to 10.0.1.1:8)");
  }

  @Test
  void silenceTimesOut() {
    wires[0].ends.get(0).cut();
    ConnectionOptions hurried = OPTIONS.withTimeouts(SECOND / 5, SECOND, 0);
    assertThatThrownBy(() -> client.connect(SERVER, hurried))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void anAddressOfAnotherFamilyHasNoSource() {
    assertThatThrownBy(() -> client.connect(new InetSocketAddress("fd00::1", 7), OPTIONS))
        .isInstanceOf(NoRouteToHostException.class);
  }

  @Test
  void readsAndWritesTimeOut() throws IOException {
    try (MptcpConnection c = client.connect(SERVER, OPTIONS);
        MptcpConnection s = listener.accept()) {
      c.timeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> c.read(ByteBuffer.allocate(1)))
          .isInstanceOf(SocketTimeoutException.class);
      // Nobody reads: buffers fill up to their bounds, and then the writer waits.
      ByteBuffer much = ByteBuffer.allocate(40_000_000);
      assertThatThrownBy(() -> c.write(much)).isInstanceOf(SocketTimeoutException.class);
      assertThat(much.position()).isBetween(100_000, 20_000_000);
      assertThat(s.isOpen()).isTrue();
      c.abort();
    }
  }

  @Test
  void anAbortResetsThePeer() throws IOException {
    try (MptcpConnection c = client.connect(SERVER, OPTIONS);
        MptcpConnection s = listener.accept()) {
      c.abort();
      assertThatThrownBy(() -> s.read(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> s.write(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void anInterruptedReaderComesBack() throws IOException {
    try (MptcpConnection c = client.connect(SERVER, OPTIONS)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> c.read(ByteBuffer.allocate(1)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aClosedListenerRefuses() {
    CompletableFuture<Void> acceptor = async(() -> listener.accept());
    listener.close();
    assertThatThrownBy(acceptor::join).hasCauseInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> client.connect(SERVER, OPTIONS)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aClosedStackLetsEverybodyGo() throws IOException {
    MptcpConnection c = client.connect(SERVER, OPTIONS);
    MptcpConnection s = listener.accept();
    CompletableFuture<Void> reader = async(() -> c.read(ByteBuffer.allocate(1)));
    CompletableFuture<Void> acceptor = async(() -> listener.accept());
    client.close();
    client.close();
    assertThatThrownBy(reader::join).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> s.read(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> client.connect(SERVER, OPTIONS)).hasMessage("the stack is closed");
    assertThatThrownBy(() -> client.execute(engine -> {}).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class);
    assertThat(client.counters().get("TcpActiveOpens")).isEqualTo(1);
    assertThat(wires[0].closed).isTrue();
    server.close();
    assertThatThrownBy(acceptor::join).hasCauseInstanceOf(ClosedChannelException.class);
    server.close();
    assertThatThrownBy(acceptor::join).hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheLoop() throws IOException {
    assertThatThrownBy(
            () ->
                client
                    .execute(
                        engine -> {
                          throw new IllegalStateException("expected by this test");
                        })
                    .toCompletableFuture()
                    .join())
        .hasRootCauseMessage("expected by this test");
    client.connect(SERVER, OPTIONS).close();
  }

  @Test
  void blockingOnTheEnginesThreadIsRefused() {
    CompletableFuture<Void> stage =
        client
            .execute(
                engine ->
                    assertThatThrownBy(() -> client.connect(SERVER, OPTIONS))
                        .isInstanceOf(IllegalStateException.class))
            .toCompletableFuture();
    stage.join();
  }

  @Test
  void malformedPacketsAreDropped() throws IOException {
    for (int length = 0; length < 60; length++) {
      wires[0].ends.get(0).inject(bytes(length, length));
      byte[] headerOnly = new byte[length];
      if (length > 0) {
        headerOnly[0] = 0x45;
      }
      wires[0].ends.get(0).inject(headerOnly);
    }
    client.connect(SERVER, OPTIONS).close();
    assertThat(client.counters().get("Mptcp4jLoopFaults")).isZero();
  }

  @Test
  void losingOneDeviceLeavesTheOther() throws IOException {
    wires[0].ends.get(1).breakDown();
    eventually(() -> client.counters().get("Mptcp4jLoopDevicesLost") == 1);
    client.connect(SERVER, OPTIONS).close();
  }

  @Test
  void fiftyAtOnceLeaveNoState() throws IOException {
    CompletableFuture<Void> echo =
        async(
            () -> {
              for (int i = 0; i < 50; i++) {
                MptcpConnection s = listener.accept();
                var unused =
                    async(
                        () -> {
                          s.write(ByteBuffer.wrap(readAll(s, 100_000)));
                          s.close();
                        });
              }
            });
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] data = bytes(50_000 + i, i);
      clients.add(
          async(
              () -> {
                try (MptcpConnection c = client.connect(SERVER, OPTIONS)) {
                  c.write(ByteBuffer.wrap(data));
                  c.shutdownOutput();
                  assertThat(readAll(c, data.length)).isEqualTo(data);
                }
              }));
    }
    echo.join();
    clients.forEach(CompletableFuture::join);
    eventually(() -> states(client) == 0);
    eventually(() -> states(server) == 0);
  }

  private static int states(MptcpStack stack) {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    stack.execute(engine -> count.complete(engine.stateCount()));
    return count.join();
  }
}
