package org.mptcp4j.impl.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.congestion.NewRenoProvider;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.spi.CongestionControlProvider;

/** Two connections, real packets between them, and virtual time. */
public final class TestPair {
  public static final long MS = 1_000_000L;
  public static final long SECOND = 1_000 * MS;

  public final PacketPool pool = new PacketPool(65_535, 4096);
  public final TestHost client;
  public final TestHost server;
  public final TestPath toServer = new TestPath();
  public final TestPath toClient = new TestPath();
  public final List<String> trace = new ArrayList<>();
  public boolean tracing;
  public boolean cutting = true;
  public long now = SECOND;
  private final SegmentView view = new SegmentView();
  private final PacketWriter writer = new PacketWriter();

  public static FlowKey key(boolean clientSide) {
    IpAddress a = IpAddress.v4(0x0a000001);
    IpAddress b = IpAddress.v4(0x0a000002);
    return clientSide ? new FlowKey(0, a, 40_000, b, 80) : new FlowKey(0, b, 80, a, 40_000);
  }

  public static TcpParameters parameters(boolean clientSide) {
    return parameters(clientSide, new NewRenoProvider());
  }

  static TcpParameters parameters(boolean clientSide, CongestionControlProvider control) {
    int iss = clientSide ? 0xffff_f000 : 0x7fff_ff00;
    return new TcpParameters(key(clientSide), iss, 1460, control);
  }

  public TestPair() {
    this(p -> {}, p -> {});
  }

  public TestPair(Consumer<TcpParameters> clientSetup, Consumer<TcpParameters> serverSetup) {
    this(new NewRenoProvider(), clientSetup, serverSetup);
  }

  public TestPair(
      CongestionControlProvider control,
      Consumer<TcpParameters> clientSetup,
      Consumer<TcpParameters> serverSetup) {
    TcpParameters c = parameters(true, control);
    TcpParameters s = parameters(false, control);
    clientSetup.accept(c);
    serverSetup.accept(s);
    client = new TestHost("client", pool, c, SegmentExtension.NONE);
    server = new TestHost("server", pool, s, SegmentExtension.NONE);
  }

  /** Opens the connection and lets it run until both sides know. */
  public TestPair open() {
    client.connection.connect(now);
    runUntil(() -> client.established && server.established, now + 100 * SECOND);
    return this;
  }

  public void flush() {
    client.pump();
    client.connection.flush(now, s -> emit(s, toServer));
    server.pump();
    server.connection.flush(now, s -> emit(s, toClient));
  }

  /** Runs until {@code done}; false where {@code limit} came first. */
  public boolean runUntil(BooleanSupplier done, long limit) {
    flush();
    while (!done.getAsBoolean()) {
      long next = Math.min(toServer.nextArrival(), toClient.nextArrival());
      next = Math.min(next, Math.min(client.connection.deadline(), server.connection.deadline()));
      if (next > limit) {
        now = limit;
        return false;
      }
      now = Math.max(now, next);
      deliver(toServer, server);
      deliver(toClient, client);
      client.connection.onDeadline(now);
      server.connection.onDeadline(now);
      flush();
    }
    return true;
  }

  public void runFor(long nanos) {
    runUntil(() -> false, now + nanos);
  }

  private void deliver(TestPath path, TestHost host) {
    while (path.nextArrival() <= now) {
      PacketBuffer packet = path.take();
      ParseResult result = view.parse(packet);
      if (result != ParseResult.TCP) {
        throw new AssertionError("packet is " + result);
      }
      boolean listening = host == server && server.connection.state() == TcpState.CLOSED;
      if (listening && !server.connection.finished() && TestHost.opens(view)) {
        host.connection.accept(view, now);
      } else {
        host.connection.input(view, now);
      }
      packet.release();
    }
  }

  private void emit(OutgoingSegment segment, TestPath path) {
    int piece = cutting && segment.length() > 0 ? segment.segmentSize() : segment.length();
    int done = 0;
    do {
      int length = Math.min(piece, segment.length() - done);
      boolean last = done + length == segment.length();
      PacketBuffer packet = Packets.write(writer, pool, segment, done, length, last);
      if (tracing) {
        trace.add(
            String.format(
                "%.3f %s", now / 1e6, Packets.describe(packet, path == toServer ? ">" : "<")));
      }
      path.send(packet, now);
      done += length;
    } while (done < segment.length());
  }

  /** Everything is over: what is on its way is dropped. */
  public void drain() {
    toServer.clear();
    toClient.clear();
    client.releaseAll();
    server.releaseAll();
  }
}
