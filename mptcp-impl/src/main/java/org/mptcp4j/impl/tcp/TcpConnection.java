package org.mptcp4j.impl.tcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;

/** One TCP connection (RFC 9293): the hub of its rooms. */
public final class TcpConnection {
  public TcpConnection(TcpParameters parameters, TcpUser user, SegmentExtension extension) {}

  /** Active OPEN: the SYN leaves with the next flush. */
  public void connect(long now) {}

  /** Passive OPEN with a SYN that a listener took: the SYN+ACK leaves with the next flush. */
  public void accept(SegmentView syn, long now) {}

  /** A segment of this connection arrived (RFC 9293, section 3.10.7). */
  public void input(SegmentView segment, long now) {}

  /** An ICMP error arrived for a segment of this connection: a hard one ends SYN-SENT. */
  public void icmpError(CloseReason.IcmpError error, long now) {}

  /** Sends everything that may leave now. */
  public void flush(long now, SegmentSink sink) {}

  /** When {@link #onDeadline} wants to be called; {@link Long#MAX_VALUE} for never. */
  public long deadline() {
    return Long.MAX_VALUE;
  }

  public void onDeadline(long now) {}

  /**
   * Queues bytes that {@code source} holds, by reference.
   *
   * @param chunk describes the range, placed in the stream by this call; null for a range like any
   */
  public void send(ByteQueue source, long position, int length, SendChunk chunk) {}

  /** Bytes that the windows let out now, less what is queued; 0 or more. */
  public long sendSpace() {
    return 0;
  }

  /** Bytes given to {@link #send} that have not left. */
  public long queuedBytes() {
    return 0;
  }

  /** Bytes given to {@link #send} that are not acknowledged. */
  public long unackedBytes() {
    return 0;
  }

  /** Position of the first byte that is not acknowledged. */
  public long sendUnacknowledged() {
    return 0;
  }

  /** Position that the next byte given to {@link #send} will have. */
  public long sendTail() {
    return 1;
  }

  /** Position of the next byte expected from the peer. */
  public long receiveNext() {
    return 0;
  }

  /** The window that {@code segment} announces, in bytes: the field shifted by the peer's scale. */
  public long windowOf(SegmentView segment) {
    return segment.window();
  }

  /** Queues a FIN behind the last byte. */
  public void shutdownOutput() {}

  /** Ends the connection: RST with the next flush where one is due, then CLOSED. */
  public void abort(CloseReason reason) {}

  /** An ACK leaves with the next flush. */
  public void requestAck() {}

  public TcpState state() {
    return TcpState.CLOSED;
  }

  /** CLOSED with nothing left to send: the stack forgets it. */
  public boolean finished() {
    return false;
  }

  /** Whether {@code syn} may replace this connection in TIME-WAIT (RFC 6191). */
  public boolean mayReuseFor(SegmentView syn) {
    return false;
  }

  public FlowKey key() {
    return null;
  }

  public TcpInfo info() {
    return null;
  }
}
