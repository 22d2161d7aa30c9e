package org.mptcp4j.impl.mptcp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.ConnectionObserver;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.mptcp.data.DataReceiver;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.tcp.TcpState;

/** A connection as its user sees it: two streams of bytes, whatever lies beneath. */
final class Stream implements EngineConnection {
  private final MultipathConnection connection;
  private final DataSender sender;
  private final DataReceiver receiver;
  private boolean closed;
  private boolean wantsRoom;

  Stream(MultipathConnection connection) {
    this.connection = connection;
    this.sender = connection.sender();
    this.receiver = connection.receiver();
  }

  /** Whether the user closed it: nobody reads any more. */
  boolean isClosed() {
    return closed;
  }

  /** Nobody will read what is left. */
  void abandon() {
    closed = true;
  }

  /** Room came up in the send buffer. */
  void onRoom() {
    if (wantsRoom && writableBytes() > 0) {
      wantsRoom = false;
      connection.events().writable();
    }
  }

  private boolean ended() {
    return connection.events().isClosed();
  }

  @Override
  public InetSocketAddress localAddress() {
    return connection.subflowSet().initial().localAddress();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return connection.subflowSet().initial().remoteAddress();
  }

  @Override
  public Zone zone() {
    return connection.zone();
  }

  @Override
  public int read(ByteBuffer target) {
    if (endOfStream()) {
      return -1;
    }
    int read = receiver.queue().read(target);
    connection.tuneWindow();
    connection.touch();
    return read;
  }

  @Override
  public int write(ByteBuffer source) {
    requireOpenOutput();
    if (ended()) {
      return 0;
    }
    int room = (int) Math.min(source.remaining(), writableBytes());
    int taken = sender.queue().appendCopy(source, room, connection.memory().pool());
    wantsRoom |= source.hasRemaining();
    connection.touch();
    return taken;
  }

  @Override
  public long transferTo(EngineConnection target, long maxBytes) {
    if (endOfStream()) {
      return -1;
    }
    Stream to = (Stream) target;
    to.requireOpenOutput();
    if (to.ended()) {
      return 0;
    }
    ByteQueue queue = receiver.queue();
    long waiting = queue.length();
    int length = (int) Math.min(Math.min(waiting, maxBytes), to.writableBytes());
    if (length > 0) {
      to.sender.queue().appendFrom(queue, queue.head(), length);
      queue.dropUntil(queue.head() + length);
      connection.tuneWindow();
    }
    to.wantsRoom |= length < waiting;
    connection.touch();
    to.connection.touch();
    return length;
  }

  private void requireOpenOutput() {
    if (sender.isShutdown()) {
      throw new IllegalStateException("the output is shut down");
    }
  }

  @Override
  public long readableBytes() {
    return receiver.queue().length();
  }

  @Override
  public long writableBytes() {
    return sender.writableBytes(connection.unsentLimit());
  }

  @Override
  public boolean endOfStream() {
    return receiver.finished() && receiver.queue().length() == 0;
  }

  @Override
  public void shutdownOutput() {
    sender.shutdown();
    connection.touch();
  }

  @Override
  public void close() {
    if (!closed && !ended() && (receiver.queue().length() > 0 || unanswered())) {
      // "data was received that the user did not read": a reset tells the peer (RFC 9293, 3.6.1);
      // in SYN-SENT CLOSE means "Delete the TCB" (3.10.4), unless there is something to send
      abort();
    }
    closed = true;
    sender.shutdown();
    connection.onUserClose();
  }

  private boolean unanswered() {
    TcpState state = connection.subflowSet().initial().tcp().state();
    return state == TcpState.SYN_SENT && sender.queue().length() == 0;
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public void handler(ConnectionHandler handler) {
    connection.events().handler(handler);
    connection.touch();
  }

  @Override
  public void observe(ConnectionObserver observer) {
    connection.events().observe(observer);
  }

  @Override
  public ConnectionInfo info() {
    return new ConnectionInfo(
        connection.negotiation().version(),
        Optional.ofNullable(connection.negotiation().fallbackReason()),
        sender.sndNxt() - 1,
        Math.min(sender.sndUna(), sender.queue().tail()) - 1,
        receiver.queue().tail() - 1,
        sender.bytesReinjected(),
        sender.queue().length(),
        receiver.queue().length(),
        connection.subflowSet().live());
  }

  @Override
  public List<Subflow> subflows() {
    return connection.subflowSet().views();
  }

  @Override
  public void openSubflow(ConnectTarget target, boolean backup) {
    if (!connection.join(target, backup)) {
      throw new IllegalStateException("no further subflow to " + target.remote());
    }
  }
}
