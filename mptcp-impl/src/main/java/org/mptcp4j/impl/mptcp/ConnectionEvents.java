package org.mptcp4j.impl.mptcp;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionObserver;
import org.mptcp4j.engine.ConnectionHandler;

/**
 * What the connection's handler has to be told. Collected while segments are processed, dispatched
 * afterwards, so that a handler may call anything.
 */
final class ConnectionEvents {
  private final MultipathConnection connection;
  private final ArrayDeque<Runnable> control = new ArrayDeque<>(2);
  private ConnectionHandler handler;
  private ConnectionObserver observer;
  private boolean readable;
  private boolean writable;
  private CloseReason closed;
  private boolean over;
  private boolean multipath;

  ConnectionEvents(MultipathConnection connection, ConnectionHandler handler) {
    this.connection = connection;
    this.handler = handler;
  }

  void handler(ConnectionHandler value) {
    handler = value;
    readable = true;
    writable = true;
  }

  void observe(ConnectionObserver value) {
    observer = value;
  }

  /** Tells the handler now, and who observes beside it. */
  void tell(Consumer<ConnectionObserver> news) {
    news.accept(handler);
    if (observer != null) {
      news.accept(observer);
    }
  }

  /** Queues a call of the handler or of the path manager; what comes after the end is no news. */
  void control(Runnable event) {
    if (closed == null) {
      control.addLast(event);
    }
  }

  /** The connection runs Multipath TCP. */
  void multipath() {
    if (!multipath && closed == null) {
      multipath = true;
      connection.count(Mib.MULTIPATH_CONNECTIONS);
    }
  }

  private void endMultipath() {
    if (multipath) {
      multipath = false;
      connection.count(Mib.MULTIPATH_CONNECTIONS, -1);
    }
  }

  /** The connection is one of plain TCP. */
  void fellBack(String reason) {
    endMultipath();
    control(() -> tell(o -> o.onFallback(connection.stream(), reason)));
  }

  ConnectionHandler handler() {
    return handler;
  }

  void readable() {
    readable = true;
  }

  void writable() {
    writable = true;
  }

  /** The first reason counts. */
  void closed(CloseReason reason) {
    if (closed == null) {
      closed = reason;
      endMultipath();
      // it may have come up while output was flushed, behind the handlers' turn
      connection.touch();
    }
  }

  boolean isClosed() {
    return closed != null;
  }

  /** Whether the last event was dispatched. */
  boolean isOver() {
    return over;
  }

  /** Calls the handler; what it throws resets the connection. */
  void dispatch() {
    try {
      Runnable next;
      while ((next = control.pollFirst()) != null) {
        next.run();
      }
      if (!over && readable) {
        readable = false;
        handler.onReadable(connection.stream());
      }
      if (!over && writable) {
        writable = false;
        handler.onWritable(connection.stream());
      }
      dispatchClosed();
    } catch (RuntimeException e) {
      fail();
    }
  }

  /** A handler that failed is told of the end all the same. */
  private void fail() {
    connection.count(Mib.HANDLER_FAILURES);
    if (over) {
      return;
    }
    connection.abort();
    closed = CloseReason.of(CloseReason.Kind.ABORTED, "its handler failed");
    try {
      dispatchClosed();
    } catch (RuntimeException e) {
      connection.count(Mib.HANDLER_FAILURES);
    }
  }

  /** An orderly end waits until the reader has read everything. */
  private void dispatchClosed() {
    boolean unread =
        closed != null
            && closed.kind() == CloseReason.Kind.NORMAL
            && !connection.userClosed()
            && !connection.stream().endOfStream();
    if (closed != null && !over && !unread) {
      over = true;
      control.clear();
      try {
        connection.onOver();
      } finally {
        handler.onClosed(connection.stream(), closed);
      }
    }
  }
}
