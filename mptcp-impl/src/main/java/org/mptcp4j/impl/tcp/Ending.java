package org.mptcp4j.impl.tcp;

import static org.mptcp4j.impl.tcp.OutgoingSegment.ACK;
import static org.mptcp4j.impl.tcp.OutgoingSegment.RST;

import org.mptcp4j.CloseReason;

/**
 * How a connection ends: CLOSE, ABORT (RFC 9293, section 3.10), RST and TIME-WAIT. Memory goes back
 * as soon as nothing is sent or received any more.
 */
final class Ending {
  private final ControlBlock block;
  private final SegmentWriter writer;
  private CloseReason pendingReset;
  private TimeWait timeWait;
  private boolean reported;

  Ending(ControlBlock block, SegmentWriter writer) {
    this.block = block;
    this.writer = writer;
  }

  /** CLOSED, or about to be: nothing is processed any more. */
  boolean over() {
    return block.state == TcpState.CLOSED || pendingReset != null;
  }

  /** Why a RST is about to leave, or null. */
  CloseReason pendingReset() {
    return pendingReset;
  }

  /** CLOSED, and the user knows. */
  boolean finished() {
    return block.state == TcpState.CLOSED && reported;
  }

  /** CLOSE: the FIN goes behind the last byte. */
  void shutdownOutput() {
    if (over() || block.stream.finQueued()) {
      return;
    }
    block.stream.queueFin();
    onFinQueued();
  }

  /** Where a FIN is queued, the state says so as soon as the handshake is complete. */
  void onFinQueued() {
    if (!block.stream.finQueued()) {
      return;
    }
    if (block.state == TcpState.ESTABLISHED) {
      block.state = TcpState.FIN_WAIT_1;
    } else if (block.state == TcpState.CLOSE_WAIT) {
      block.state = TcpState.LAST_ACK;
    }
  }

  /** ABORT. */
  void abort(CloseReason reason, long now) {
    if (over()) {
      return;
    }
    if (!resetsOnAbort()) {
      close(reason, now);
      return;
    }
    pendingReset = reason;
    release();
  }

  /**
   * RFC 9293, section 3.10.5: SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT "send a
   * reset segment"; in the states after both FINs there is none.
   */
  private boolean resetsOnAbort() {
    return switch (block.state) {
      // a SYN+ACK that is refused gets its RST, too: the peer has state to clear
      case SYN_SENT -> block.rcvNxt > 0;
      case CLOSED, CLOSING, LAST_ACK, TIME_WAIT -> false;
      default -> true;
    };
  }

  /** Sends the RST that an abort left to be sent. */
  void flush(long now, OutgoingSegment.Sink sink) {
    if (pendingReset == null) {
      return;
    }
    writer.sendEmpty(RST | ACK, block.sndNxt, false, now, sink);
    CloseReason reason = pendingReset;
    pendingReset = null;
    close(reason, now);
  }

  /** CLOSED at once. */
  void close(CloseReason reason, long now) {
    block.state = TcpState.CLOSED;
    timeWait = null;
    release();
    report(reason, now);
  }

  /** This side's FIN was acknowledged. */
  void onFinAcked(long now) {
    switch (block.state) {
      case FIN_WAIT_1 -> block.state = TcpState.FIN_WAIT_2;
      case CLOSING -> enterTimeWait(now);
      case LAST_ACK -> close(CloseReason.of(CloseReason.Kind.NORMAL, "closed"), now);
      default -> {}
    }
  }

  /** The peer's FIN came in order. */
  void onRemoteFin(long now) {
    switch (block.state) {
      case ESTABLISHED -> block.state = TcpState.CLOSE_WAIT;
      case FIN_WAIT_1 -> block.state = TcpState.CLOSING;
      case FIN_WAIT_2 -> {
        block.user.onRemoteFin(block.connection, now);
        enterTimeWait(now);
        return;
      }
      default -> {
        return;
      }
    }
    block.user.onRemoteFin(block.connection, now);
  }

  /** What answers in TIME-WAIT; null in any other state. */
  TimeWait timeWait() {
    return timeWait;
  }

  private void enterTimeWait(long now) {
    if (over()) {
      return;
    }
    block.state = TcpState.TIME_WAIT;
    release();
    timeWait = new TimeWait(block, now);
    report(CloseReason.of(CloseReason.Kind.NORMAL, "closed"), now);
  }

  private void report(CloseReason reason, long now) {
    if (!reported) {
      reported = true;
      block.user.onClosed(block.connection, reason, now);
    }
  }

  private void release() {
    block.timers.cancelAll();
    block.stream.clear();
    block.reassembly.clear();
    block.sackBlocks.clear();
    block.recovery.clear();
  }
}
