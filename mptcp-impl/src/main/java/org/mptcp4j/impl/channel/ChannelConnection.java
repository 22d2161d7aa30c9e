package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.EngineConnection;

/** The blocking face of a connection; its bytes come and go through a {@link ConnectionPump}. */
final class ChannelConnection implements MptcpConnection {
  private final EngineThread thread;
  private final ConnectionPump pump;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private volatile long timeoutNanos;

  ChannelConnection(EngineThread thread, ConnectionPump pump, EngineConnection connection) {
    this.thread = thread;
    this.pump = pump;
    local = connection.localAddress();
    remote = connection.remoteAddress();
  }

  /** Opens a connection; the stage completes on the engine's thread. */
  static CompletionStage<MptcpConnection> connect(
      EngineThread thread, InetSocketAddress remote, ConnectionOptions options) {
    CompletableFuture<MptcpConnection> result = new CompletableFuture<>();
    var unused =
        CallTask.post(
                thread,
                engine -> {
                  ConnectionPump[] pump = new ConnectionPump[1];
                  pump[0] =
                      new ConnectionPump(
                          thread,
                          c -> result.complete(new ChannelConnection(thread, pump[0], c)),
                          reason ->
                              result.completeExceptionally(CloseErrors.connecting(reason, remote)));
                  engine.connect(SourceAddress.towards(remote, engine.zones()), options, pump[0]);
                  thread.watch(pump[0]);
                  return null;
                })
            .whenComplete((connection, error) -> failWith(result, error));
    return result;
  }

  private static void failWith(CompletableFuture<?> result, Throwable error) {
    if (error instanceof IllegalStateException || error instanceof IllegalArgumentException) {
      result.completeExceptionally(new IOException(error.getMessage(), error));
    } else if (error != null) {
      result.completeExceptionally(error);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    while (true) {
      if (pump.closeAsked()) {
        throw new ClosedChannelException();
      }
      CloseReason closed = pump.closed();
      boolean last = pump.endOfInput();
      int n = take(target);
      if (n > 0) {
        return n;
      }
      if (last) {
        return -1;
      }
      if (closed != null) {
        if (closed.kind() == CloseReason.Kind.NORMAL) {
          return -1;
        }
        throw CloseErrors.using(closed);
      }
      await(pump.readable, this::canRead, "read");
    }
  }

  private int take(ByteBuffer target) {
    int n = pump.incoming.take(target);
    if (n > 0) {
      pump.drained();
      return n;
    }
    ByteBuffer rest = pump.rest();
    if (rest == null || !rest.hasRemaining()) {
      return 0;
    }
    int length = Math.min(rest.remaining(), target.remaining());
    target.put(rest.slice(rest.position(), length));
    rest.position(rest.position() + length);
    return length;
  }

  private boolean canRead() {
    return !pump.incoming.isEmpty()
        || pump.endOfInput()
        || pump.closed() != null
        || pump.closeAsked();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int total = 0;
    while (true) {
      refuseWrite();
      int n = pump.outgoing.put(source);
      total += n;
      if (n > 0) {
        pump.request();
      }
      if (!source.hasRemaining()) {
        return total;
      }
      try {
        await(pump.writable, this::canWrite, "write");
      } catch (SocketTimeoutException e) {
        e.bytesTransferred = total;
        throw e;
      }
    }
  }

  private void refuseWrite() throws IOException {
    if (pump.shutdownAsked()) {
      throw new ClosedChannelException();
    }
    CloseReason closed = pump.closed();
    if (closed != null) {
      throw CloseErrors.using(closed);
    }
  }

  private boolean canWrite() {
    return pump.outgoing.room() > 0 || pump.shutdownAsked() || pump.closed() != null;
  }

  private void await(Gate gate, BooleanSupplier open, String what) throws IOException {
    Await.refuseOn(thread);
    try {
      if (!gate.await(open, timeoutNanos)) {
        throw new SocketTimeoutException(what + " timed out");
      }
    } catch (InterruptedException e) {
      throw Await.interrupted();
    }
  }

  @Override
  public MptcpConnection timeout(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("time-out " + value);
    }
    timeoutNanos = value.toNanos();
    return this;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (pump.closeAsked()) {
      throw new ClosedChannelException();
    }
    pump.shutdownOutput();
  }

  @Override
  public void abort() {
    pump.abort();
  }

  @Override
  public ConnectionInfo info() throws IOException {
    return ask(EngineConnection::info, pump::lastInfo);
  }

  @Override
  public List<String> describeSubflows() throws IOException {
    return SubflowText.describe(subflows());
  }

  @Override
  public List<SubflowInfo> subflows() throws IOException {
    return ask(SubflowText::snapshot, pump::lastSubflows);
  }

  private <T> T ask(Function<EngineConnection, T> question, Supplier<T> afterwards)
      throws IOException {
    if (pump.closed() != null && afterwards.get() != null) {
      return afterwards.get();
    }
    if (thread.isCurrent()) {
      return question.apply(pump.connection());
    }
    CompletableFuture<T> answer =
        CallTask.post(
            thread,
            engine -> pump.closed() == null ? question.apply(pump.connection()) : afterwards.get());
    return Await.result(thread, answer, late -> {});
  }

  @Override
  public CompletionStage<Void> execute(Consumer<EngineConnection> task) {
    return CallTask.post(
        thread,
        engine -> {
          task.accept(pump.connection());
          return null;
        });
  }

  @Override
  public boolean isOpen() {
    return !pump.closeAsked();
  }

  @Override
  public void close() {
    if (!pump.closeAsked()) {
      pump.close();
    }
  }
}
