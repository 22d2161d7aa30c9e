package org.mptcp4j.impl.tcp.random;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.Packets;
import org.mptcp4j.impl.tcp.SegmentExtension;
import org.mptcp4j.impl.tcp.TcpConnection;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.tcp.TcpUser;
import org.mptcp4j.impl.tcp.TestHost;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * A connection with a user, watched: after every event its state may have moved along the diagram
 * alone, nothing may have gone back, and what it hands over must be the pattern, in order.
 */
final class Watched implements TcpUser {
  private static final int MOST_AT_ONCE = 200;

  final TcpConnection connection;
  final TcpParameters parameters;
  private final String name;
  private final PacketPool pool;
  private final Trace trace;
  private final SentSegments sent;
  private final PacketWriter writer = new PacketWriter();
  private final ByteQueue source;
  private final ByteQueue unread = new ByteQueue(1);
  private final byte[] scratch = new byte[4096];
  private TcpState state = TcpState.CLOSED;
  private long una;
  private long rcvNxt;
  private long received;
  private long given;
  private boolean established;
  private boolean remoteFin;
  private CloseReason closed;
  private int flushed;
  boolean reading = true;
  int receiveBuffer = 200_000;

  Watched(String name, PacketPool pool, TcpParameters parameters, Trace trace) {
    this.name = name;
    this.pool = pool;
    this.parameters = parameters;
    this.trace = trace;
    source = new ByteQueue(1);
    connection = new TcpConnection(parameters, this, SegmentExtension.NONE);
    sent = new SentSegments(this);
  }

  // what it is asked

  boolean isClosed() {
    return closed != null;
  }

  CloseReason closeReason() {
    return closed;
  }

  boolean isEstablished() {
    return established;
  }

  boolean sawRemoteFin() {
    return remoteFin;
  }

  long received() {
    return received;
  }

  long given() {
    return given;
  }

  SentSegments sent() {
    return sent;
  }

  // what happens to it

  void connect(long now) {
    connection.connect(now);
    observe("connect");
  }

  void accept(SegmentView syn, long now) {
    sent.onDelivered(syn);
    connection.accept(syn, now);
    observe("accept");
  }

  void input(SegmentView segment, long now) {
    sent.onDelivered(segment);
    connection.input(segment, now);
    observe("input");
  }

  void onDeadline(long now) {
    connection.onDeadline(now);
    observe("timer");
  }

  void flush(long now, Consumer<PacketBuffer> network) {
    flushed = 0;
    connection.flush(now, segment -> emit(segment, network));
    observe("flush");
  }

  /** SEND: where the state is for it. */
  boolean send(int bytes) {
    boolean open = !isClosed() && connection.state() != TcpState.CLOSED;
    try {
      int left = bytes;
      while (left > 0) {
        int n = Math.min(left, scratch.length);
        for (int i = 0; i < n; i++) {
          scratch[i] = TestHost.pattern(source.tail() + i);
        }
        source.appendCopy(ByteBuffer.wrap(scratch, 0, n), n, pool);
        left -= n;
      }
      connection.send(source, given + 1, bytes, null);
      require(open, "data was taken after the end");
      given += bytes;
      source.dropUntil(source.tail());
      return true;
    } catch (IllegalStateException closing) {
      require(!connection.maySend(), "data was refused");
      source.clear();
      return false;
    } finally {
      observe("send");
    }
  }

  void close() {
    connection.shutdownOutput();
    observe("close");
  }

  void abort() {
    connection.abort(CloseReason.of(Kind.ABORTED, "random"));
    observe("abort");
  }

  void read() {
    unread.clear();
  }

  void releaseAll() {
    source.clear();
    unread.clear();
  }

  private void emit(OutgoingSegment segment, Consumer<PacketBuffer> network) {
    require(++flushed < MOST_AT_ONCE, "a flood in one flush");
    int piece = segment.length() > 0 ? segment.segmentSize() : segment.length();
    int done = 0;
    do {
      int length = Math.min(piece, segment.length() - done);
      boolean last = done + length == segment.length();
      PacketBuffer packet = Packets.write(writer, pool, segment, done, length, last);
      sent.check(packet);
      network.accept(packet);
      done += length;
    } while (done < segment.length());
  }

  // what it must not do

  private void observe(String event) {
    TcpState next = connection.state();
    if (next != state) {
      trace.add(name, event + ": " + state + " -> " + next);
    }
    if (!Diagram.leads(state, next)) {
      throw trace.failure(name + ": " + event + " led from " + state + " to " + next);
    }
    require(closed == null || next == TcpState.CLOSED || next == TcpState.TIME_WAIT, "undead");
    if (next == TcpState.CLOSED && state != next && closed != null) {
      boolean bothFins = state == TcpState.LAST_ACK || state == TcpState.TIME_WAIT;
      require(bothFins || closed.kind() != Kind.NORMAL, "an orderly end that skips a state");
    }
    state = next;
    long unaNow = connection.sendUnacknowledged();
    long rcvNow = connection.receiveNext();
    require(unaNow >= una, "SND.UNA went back");
    require(rcvNow >= rcvNxt, "RCV.NXT went back");
    require(unaNow <= given + 2, "SND.UNA is beyond what was given");
    require(rcvNow <= sent.deliveredEnd(), "RCV.NXT is beyond what came");
    una = unaNow;
    rcvNxt = rcvNow;
  }

  void require(boolean condition, String what) {
    if (!condition) {
      throw trace.failure(name + ": " + what + " (state " + connection.state() + ")");
    }
  }

  @Override
  public void onEstablished(TcpConnection c, long now) {
    require(!established && closed == null, "established twice");
    established = true;
  }

  @Override
  public void onText(
      TcpConnection c, long position, PacketBuffer buffer, int offset, int length, long now) {
    require(established && closed == null && !remoteFin, "text that nobody wants");
    require(position == received + 1, "text with a gap or twice");
    for (int i = 0; i < length; i++) {
      if (buffer.bytes().get(offset + i) != TestHost.pattern(position + i)) {
        throw trace.failure(name + ": wrong byte at " + (position + i));
      }
    }
    received += length;
    if (!reading) {
      unread.append(buffer, offset, length);
    }
  }

  @Override
  public void onAcked(TcpConnection c, long now) {
    require(closed == null, "acknowledged after the end");
  }

  @Override
  public void onRemoteFin(TcpConnection c, long now) {
    require(!remoteFin && closed == null, "a second FIN");
    remoteFin = true;
  }

  @Override
  public void onRetransmissionTimeout(TcpConnection c, long now) {
    require(closed == null, "a time-out after the end");
  }

  @Override
  public void onClosed(TcpConnection c, CloseReason reason, long now) {
    require(closed == null, "closed twice");
    closed = reason;
    trace.add(name, "closed " + reason.kind() + " " + reason.detail());
    if (reason.kind() == Kind.NORMAL) {
      require(remoteFin, "an orderly end without the peer's FIN");
      require(c.sendUnacknowledged() == given + 2, "an orderly end with data not acknowledged");
    }
    releaseAll();
  }

  @Override
  public void onUrgent(TcpConnection c, long position, long now) {
    require(closed == null, "urgent after the end");
  }

  @Override
  public boolean hasMoreToSend(TcpConnection c) {
    return false;
  }

  @Override
  public long receiveWindow(TcpConnection c) {
    return receiveBuffer - unread.length();
  }
}
