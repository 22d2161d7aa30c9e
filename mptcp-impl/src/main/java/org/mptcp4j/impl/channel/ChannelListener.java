package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;

/**
 * A listener with a queue of established connections. Where the queue is full, a new SYN stays
 * without an answer and the peer tries again.
 */
final class ChannelListener implements MptcpListener, AcceptHandler, EngineTask {
  /** Connections that wait for {@link #accept}, those that are still shaking hands included. */
  private static final int BACKLOG = 1024;

  private final EngineThread thread;
  private final ConnectionOptions options;
  private final ConcurrentLinkedQueue<ChannelConnection> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger backlog = new AtomicInteger();
  private final Gate gate = new Gate();
  private EngineListener listener;
  private volatile boolean closed;

  private ChannelListener(EngineThread thread, ConnectionOptions options) {
    this.thread = thread;
    this.options = options;
  }

  static MptcpListener listen(EngineThread thread, ListenTarget target, ConnectionOptions options)
      throws IOException {
    ChannelListener face = new ChannelListener(thread, options);
    try {
      return Await.result(
          thread, CallTask.post(thread, e -> face.start(e, target)), MptcpListener::close);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ChannelListener start(Engine engine, ListenTarget target) {
    listener = engine.listen(target, this);
    thread.watch(this);
    return this;
  }

  @Override
  public void onRequest(ConnectionRequest request) {
    if (backlog.get() >= BACKLOG) {
      request.reject(CloseReason.of(CloseReason.Kind.TIMED_OUT, "the backlog is full"));
      return;
    }
    backlog.incrementAndGet();
    ConnectionPump[] pump = new ConnectionPump[1];
    pump[0] =
        new ConnectionPump(
            thread,
            c -> offer(new ChannelConnection(thread, pump[0], c)),
            reason -> backlog.decrementAndGet());
    request.accept(options, pump[0]);
    thread.watch(pump[0]);
  }

  private void offer(ChannelConnection connection) {
    ready.add(connection);
    gate.signal();
    if (closed) {
      abortReady();
    }
  }

  @Override
  public MptcpConnection accept() throws IOException {
    Await.refuseOn(thread);
    while (true) {
      if (closed) {
        throw new ClosedChannelException();
      }
      ChannelConnection next = ready.poll();
      if (next != null) {
        backlog.decrementAndGet();
        return next;
      }
      try {
        gate.await(() -> closed || !ready.isEmpty(), 0);
      } catch (InterruptedException e) {
        throw Await.interrupted();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    gate.signal();
    thread.post(this);
    abortReady();
  }

  @Override
  public void run(Engine engine) {
    thread.forget(this);
    listener.close();
  }

  /** The stack is closed. */
  @Override
  public void refused(IOException reason) {
    closed = true;
    gate.signal();
  }

  private void abortReady() {
    for (ChannelConnection c = ready.poll(); c != null; c = ready.poll()) {
      backlog.decrementAndGet();
      c.abort();
    }
  }
}
