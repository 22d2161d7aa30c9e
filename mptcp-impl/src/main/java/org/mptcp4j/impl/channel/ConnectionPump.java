package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineConnection;

/**
 * Moves bytes between a connection of the engine and two rings that an application thread uses. Its
 * handlers and {@link #run} belong to the engine's thread; the volatile fields tell the other
 * thread what happened.
 *
 * <p>A full {@link #incoming} ring leaves data in the engine, whose receive window then closes: so
 * a slow reader stops the peer.
 */
final class ConnectionPump implements ConnectionHandler, EngineTask {
  private static final int RING_BYTES = 128 * 1024;

  final ByteRing incoming = new ByteRing(RING_BYTES);
  final ByteRing outgoing = new ByteRing(RING_BYTES);
  final Gate readable = new Gate();
  final Gate writable = new Gate();

  private final EngineThread thread;
  private final Consumer<EngineConnection> established;
  private final Consumer<CloseReason> failed;
  private final AtomicBoolean posted = new AtomicBoolean();

  private EngineConnection connection;
  private boolean open;
  private boolean finished;

  private volatile boolean stalled;
  private volatile boolean endOfInput;
  private volatile boolean shutdownAsked;
  private volatile boolean closeAsked;
  private volatile boolean abortAsked;
  private volatile CloseReason closed;
  private volatile ByteBuffer rest;
  private volatile ConnectionInfo lastInfo;
  private volatile List<SubflowInfo> lastSubflows = List.of();

  /**
   * @param established told once when the handshake is complete
   * @param failed told once when the connection ended before
   */
  ConnectionPump(
      EngineThread thread, Consumer<EngineConnection> established, Consumer<CloseReason> failed) {
    this.thread = thread;
    this.established = established;
    this.failed = failed;
  }

  // The application's side.

  /** Asks for a turn on the engine's thread; a burst of calls is one turn. */
  void request() {
    if (posted.compareAndSet(false, true)) {
      thread.post(this);
    }
  }

  /** Bytes were taken out of {@link #incoming}: go on where the pump had to stop. */
  void drained() {
    if (stalled && incoming.room() >= RING_BYTES / 2) {
      request();
    }
  }

  void shutdownOutput() {
    shutdownAsked = true;
    writable.signal();
    request();
  }

  void close() {
    shutdownAsked = true;
    closeAsked = true;
    readable.signal();
    writable.signal();
    request();
  }

  void abort() {
    abortAsked = true;
    close();
  }

  boolean shutdownAsked() {
    return shutdownAsked;
  }

  boolean closeAsked() {
    return closeAsked;
  }

  /** Whether the peer's last byte is in the ring, or was. */
  boolean endOfInput() {
    return endOfInput;
  }

  /** Why the connection is over, null while it lives. Set after its last bytes were handed over. */
  CloseReason closed() {
    return closed;
  }

  /** What the ring could not take when the connection ended, or null; comes after the ring. */
  ByteBuffer rest() {
    return rest;
  }

  ConnectionInfo lastInfo() {
    return lastInfo;
  }

  List<SubflowInfo> lastSubflows() {
    return lastSubflows;
  }

  // The engine's side.

  /** The connection, null before the handshake. */
  EngineConnection connection() {
    return connection;
  }

  @Override
  public void run(Engine engine) {
    posted.set(false);
    if (connection == null || closed != null) {
      return;
    }
    if (abortAsked) {
      finished = true;
      connection.abort();
      return;
    }
    pumpOut();
    pumpIn();
  }

  @Override
  public void refused(IOException reason) {
    if (closed == null) {
      CloseReason why = CloseReason.of(CloseReason.Kind.ABORTED, reason.getMessage());
      end(why);
      if (!open) {
        failed.accept(why);
      }
    }
  }

  @Override
  public void onEstablished(EngineConnection established) {
    connection = established;
    open = true;
    this.established.accept(established);
  }

  @Override
  public void onReadable(EngineConnection readable) {
    connection = readable;
    pumpIn();
  }

  @Override
  public void onWritable(EngineConnection writable) {
    connection = writable;
    pumpOut();
  }

  @Override
  public void onClosed(EngineConnection over, CloseReason reason) {
    if (closed != null) {
      return;
    }
    connection = over;
    boolean wasOpen = open;
    thread.forget(this);
    if (wasOpen && !finished) {
      keepRest();
    }
    lastInfo = over.info();
    List<SubflowInfo> subflows = SubflowText.snapshot(over);
    if (!subflows.isEmpty()) {
      lastSubflows = subflows;
    }
    end(reason);
    if (!wasOpen) {
      failed.accept(reason);
    }
  }

  private void pumpIn() {
    // After a close nobody reads; the engine drops what comes.
    if (closeAsked || endOfInput) {
      return;
    }
    boolean moved = false;
    int n = 1;
    while (n > 0 && incoming.room() > 0) {
      n = connection.read(incoming.space());
      if (n > 0) {
        incoming.produced(n);
        moved = true;
      }
    }
    stalled = n > 0;
    if (n < 0) {
      lastSubflows = SubflowText.snapshot(connection);
      endOfInput = true;
    }
    // The reader may have drained the ring before it could see the flag.
    if (stalled && incoming.isEmpty()) {
      request();
    }
    if (moved || endOfInput) {
      readable.signal();
    }
  }

  private void pumpOut() {
    if (finished) {
      return;
    }
    // Asked before the ring is looked at: what was put before the question is sent.
    boolean last = shutdownAsked;
    boolean close = closeAsked;
    int n = 1;
    while (n > 0 && !outgoing.isEmpty()) {
      n = connection.write(outgoing.data());
      outgoing.consumed(n);
    }
    writable.signal();
    if (outgoing.isEmpty() && close) {
      finished = true;
      connection.close();
    } else if (outgoing.isEmpty() && last) {
      connection.shutdownOutput();
    }
  }

  /** Takes what the engine still holds, so that it can be read after the connection is gone. */
  private void keepRest() {
    pumpIn();
    if (endOfInput || closeAsked) {
      return;
    }
    int left = (int) Math.min(connection.readableBytes(), Integer.MAX_VALUE);
    if (left > 0) {
      ByteBuffer target = ByteBuffer.allocate(left);
      while (target.hasRemaining() && connection.read(target) > 0) {
        // read() moves the target's position.
      }
      rest = target.flip();
    }
  }

  private void end(CloseReason reason) {
    closed = reason;
    readable.signal();
    writable.signal();
  }
}
