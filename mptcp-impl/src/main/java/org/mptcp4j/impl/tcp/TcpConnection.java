package org.mptcp4j.impl.tcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.tcp.path.PathErrors;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * One TCP connection (RFC 9293): the hub of its rooms. {@link #input} only processes, {@link
 * #flush} is the only place where segments leave. Not thread-safe.
 */
public final class TcpConnection {
  private final ControlBlock block;
  private final SegmentWriter writer;
  private final Ending ending;
  private final Handshake handshake;
  private final SendTimers sendTimers;
  private final Sender sender;
  private final Receiver receiver;
  private final SegmentArrives arrives;
  private final InfoView info;
  private long latest;

  public TcpConnection(TcpParameters parameters, TcpUser user, SegmentExtension extension) {
    block = new ControlBlock(this, parameters, user, extension);
    writer = new SegmentWriter(block);
    ending = new Ending(block, writer);
    handshake = new Handshake(block, writer, ending);
    sendTimers = new SendTimers(block);
    sender = new Sender(block, writer, sendTimers);
    receiver = new Receiver(block, writer);
    arrives = new SegmentArrives(block, handshake, sender, sendTimers, receiver, ending);
    info = new InfoView(block);
  }

  /**
   * Active OPEN: the SYN leaves with the next flush.
   *
   * @throws IllegalStateException "connection already exists"
   */
  public void connect(long now) {
    requireUnused();
    latest = now;
    handshake.connect(now);
  }

  /**
   * Passive OPEN with a SYN that a listener took: the SYN+ACK leaves with the next flush.
   *
   * @throws IllegalStateException "connection already exists"
   */
  public void accept(SegmentView syn, long now) {
    requireUnused();
    latest = now;
    block.segmentsReceived++;
    handshake.accept(syn, now);
  }

  private void requireUnused() {
    if (block.state != TcpState.CLOSED || ending.finished()) {
      throw new IllegalStateException("connection already exists: " + block.state);
    }
  }

  /** A segment of this connection arrived (RFC 9293, section 3.10.7). */
  public void input(SegmentView segment, long now) {
    latest = now;
    block.segmentsReceived++;
    if (!ending.over()) {
      arrives.process(segment, now);
    }
  }

  /**
   * An ICMP error arrived that quotes a segment which is {@linkplain #isOutstanding outstanding}.
   * It may end a connection that is not open yet; an open one outlives it (RFC 5927, section 4).
   */
  public void icmpError(CloseReason.IcmpError error, long now) {
    latest = now;
    if (ending.over()) {
      return;
    }
    if (block.state == TcpState.SYN_SENT && PathErrors.endsAttempt(error)) {
      ending.close(CloseReason.unreachable(error), now);
    } else {
      block.pathErrors.remember(error);
    }
  }

  /**
   * An ICMP error said that a segment is too big for the path (RFC 1191, RFC 8201). Where it is
   * believed, what is not acknowledged is sent again in smaller ones.
   *
   * @param mtu of the next hop in bytes
   * @param sequence of the quoted segment, which is {@linkplain #isOutstanding outstanding}
   * @return whether segments became smaller at once
   */
  public boolean packetTooBig(int mtu, int sequence, long now) {
    latest = now;
    if (!block.state.isSynchronized() || ending.over()) {
      return false;
    }
    int mss = mtu - PacketWriter.headerLength(key().local().v6());
    boolean narrower = block.pathMtu.onTooBig(mss, block.sendPosition(sequence), now);
    if (narrower) {
      block.resize();
    }
    return narrower;
  }

  /**
   * Payload of the segment that tries out a larger path MTU, options but for the timestamps not
   * subtracted: whoever has so much and something to follow may send it in one piece next (RFC
   * 4821, section 7.4). 0 where nothing is to be tried now.
   */
  public int pathProbeBytes() {
    int mss = queuedBytes() > 0 || !maySend() ? 0 : block.pathProbe();
    return mss == 0 ? 0 : mss - block.mss + info.maximumSegmentSize();
  }

  /** Sends everything that may leave now. */
  public void flush(long now, OutgoingSegment.Sink sink) {
    latest = now;
    arrives.flush(writer, sink);
    ending.flush(now, sink);
    if (block.state == TcpState.CLOSED) {
      return;
    }
    if (!block.state.isSynchronized()) {
      handshake.flush(now, sink);
      return;
    }
    if (block.state != TcpState.TIME_WAIT) {
      sender.flush(now, sink);
      info.onFlushed(sender.space(Long.MAX_VALUE), sender.pacingRate(), now);
    }
    receiver.flush(now, sink);
  }

  /** When {@link #onDeadline} wants to be called; {@link Long#MAX_VALUE} for never. */
  public long deadline() {
    TimeWait rest = ending.timeWait();
    return rest == null ? block.timers.earliest() : rest.until();
  }

  /** Fires the timers that are due; a flush must follow. */
  public void onDeadline(long now) {
    latest = now;
    if (now < deadline() || ending.over()) {
      return;
    }
    if (!block.state.isSynchronized()) {
      handshake.onDeadline(now);
      return;
    }
    if (block.state == TcpState.TIME_WAIT) {
      ending.close(CloseReason.of(CloseReason.Kind.NORMAL, "closed"), now);
      return;
    }
    if (block.timers.takeDue(Timer.DELAYED_ACK, now)) {
      block.delayedAck.onDelayOver();
    }
    sendTimers.onDeadline(now, ending);
  }

  /**
   * Queues bytes that {@code source} holds, by reference.
   *
   * @param chunk describes the range, placed in the stream by this call; null for a range like any
   * @throws IllegalStateException after {@link #shutdownOutput} or the end of the connection
   */
  public void send(ByteQueue source, long position, int length, SendChunk chunk) {
    if (ending.over() || block.stream.finQueued()) {
      throw new IllegalStateException("nothing can be sent in " + block.state);
    }
    if (length > 0) {
      block.stream.add(source, position, length, chunk);
    }
  }

  /**
   * Queues bytes as {@link #send} does and tells the peer that they are urgent (RFC 9293, section
   * 3.8.5). New applications should not use it (SHLD-13).
   */
  public void sendUrgent(ByteQueue source, long position, int length, SendChunk chunk) {
    send(source, position, length, chunk);
    if (length > 0) {
      block.sndUp = block.stream.tail();
    }
  }

  /** Position behind the urgent data that the peer told of last; 0 before any. */
  public long urgentEnd() {
    return block.rcvUp;
  }

  /** Whether {@link #send} takes data: neither ended nor about to, and no FIN is queued. */
  public boolean maySend() {
    return block.state.maySend() && !ending.over() && !block.stream.finQueued();
  }

  /**
   * Bytes that the windows let out now, less what is queued; 0 or more.
   *
   * @param available how many bytes there are to send
   */
  public long sendSpace(long available) {
    return ending.over() ? 0 : sender.space(available);
  }

  /** Bytes given to {@link #send} that have not left. */
  public long queuedBytes() {
    return Math.max(0, block.stream.tail() - Math.max(1, block.sndNxt));
  }

  /** Bytes given to {@link #send} that are not acknowledged. */
  public long unackedBytes() {
    return block.stream.length();
  }

  /** SND.UNA: position of the first byte that is not acknowledged. */
  public long sendUnacknowledged() {
    return block.sndUna;
  }

  /** The largest sequence number that was used, on the wire. */
  public int lastSequence() {
    return block.iss + (int) block.sndNxt - 1;
  }

  /** Position that the next byte given to {@link #send} will have. */
  public long sendTail() {
    return block.stream.tail();
  }

  /** RCV.NXT: position of the next byte expected from the peer. */
  public long receiveNext() {
    return block.rcvNxt;
  }

  /** The window that {@code segment} announces, in bytes: the field shifted by the peer's scale. */
  public long windowOf(SegmentView segment) {
    return segment.syn() ? segment.window() : block.sendWindow.unscaled(segment.window());
  }

  /** Whether a wire sequence number was sent and is not acknowledged (RFC 5927, section 4.1). */
  public boolean isOutstanding(int sequence) {
    long position = block.sendPosition(sequence);
    return position >= block.sndUna && position < block.sndNxt;
  }

  /** CLOSE: queues a FIN behind the last byte; reading goes on. */
  public void shutdownOutput() {
    ending.shutdownOutput();
  }

  /** ABORT: a RST with the next flush where one is due, then CLOSED. */
  public void abort(CloseReason reason) {
    ending.abort(reason, latest);
  }

  /** Why a RST is about to leave, or leaves; null where none does. */
  public CloseReason resetReason() {
    return ending.pendingReset();
  }

  /**
   * A segment that asks the peer for an ACK leaves with the next flush, as a keep-alive does (RFC
   * 9293, section 3.8.4), unless data does.
   */
  public void probe() {
    sendTimers.requestProbe();
  }

  /** An ACK leaves with the next flush. */
  public void requestAck() {
    block.delayedAck.require();
  }

  /** Whether the peer's FIN came, and all before it. */
  public boolean remoteFinished() {
    return block.state.remoteFinished();
  }

  public TcpState state() {
    return block.state;
  }

  /** CLOSED with nothing left to send or to tell: the stack forgets it. */
  public boolean finished() {
    return ending.finished();
  }

  /**
   * What is to stand in this connection's place for the rest of TIME-WAIT, once its ACK of the FIN
   * left; null before, and in any other state.
   */
  public TimeWait timeWait() {
    TimeWait rest = ending.timeWait();
    if (rest == null || block.delayedAck.isDue()) {
      return null;
    }
    rest.take(writer.windowField(), block.extension.farewell());
    return rest;
  }

  public FlowKey key() {
    return block.parameters.key();
  }

  /** A live view of variables and counters. */
  public TcpInfo info() {
    return info;
  }
}
