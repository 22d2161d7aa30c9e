package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.ListenTarget;

/** The stack as applications see it. */
public final class ChannelStack implements MptcpStack {
  /** Between two looks at what is open. */
  private static final long PAUSE_NANOS = 2_000_000;

  private final EngineThread thread;

  public ChannelStack(EngineThread thread) {
    this.thread = thread;
  }

  @Override
  public MptcpConnection connect(InetSocketAddress remote, ConnectionOptions options)
      throws IOException {
    return Await.result(thread, connectAsync(remote, options), MptcpConnection::abort);
  }

  @Override
  public CompletionStage<MptcpConnection> connectAsync(
      InetSocketAddress remote, ConnectionOptions options) {
    return ChannelConnection.connect(thread, remote, options);
  }

  @Override
  public MptcpListener listen(ListenTarget target, ConnectionOptions options) throws IOException {
    return ChannelListener.listen(thread, target, options);
  }

  @Override
  public CompletionStage<Void> execute(Consumer<Engine> task) {
    return CallTask.post(
        thread,
        engine -> {
          task.accept(engine);
          return null;
        });
  }

  @Override
  public Counters counters() {
    return CounterCopy.of(thread);
  }

  @Override
  public boolean awaitEnd(Duration most) throws IOException {
    Gate pause = new Gate();
    long left = most.toNanos();
    while (openConnections() > 0) {
      if (left <= 0) {
        return false;
      }
      try {
        pause.await(() -> false, Math.min(left, PAUSE_NANOS));
      } catch (InterruptedException e) {
        throw Await.interrupted();
      }
      left -= PAUSE_NANOS;
    }
    return true;
  }

  private int openConnections() throws IOException {
    return Await.result(thread, CallTask.post(thread, Engine::connectionCount), late -> {});
  }

  @Override
  public void close() {
    thread.close();
  }
}
