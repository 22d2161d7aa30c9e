package org.mptcp4j.impl.tcp;

import static org.mptcp4j.impl.tcp.OutgoingSegment.ACK;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.buffer.ReassemblyQueue;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;
import org.mptcp4j.impl.tcp.timing.Timestamps;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * Segment text and FIN (RFC 9293, section 3.10.7.4, seventh and eighth), and the ACKs that they
 * call for. Text in order goes to the user at once; what is out of order waits.
 */
final class Receiver implements ReassemblyQueue.Consumer {
  /** A stream of single bytes with gaps must not cost more than a window of full segments. */
  private static final int MOST_PIECES = 16_384;

  private static final long NO_FIN = Long.MAX_VALUE;

  private final ControlBlock block;
  private final SegmentWriter writer;
  private long finPosition = NO_FIN;
  private long now;

  Receiver(ControlBlock block, SegmentWriter writer) {
    this.block = block;
    this.writer = writer;
  }

  /**
   * Sixth, check the URG bit: "RCV.UP <- max(RCV.UP,SEG.UP)", and the user is told where that is
   * "in advance of the data consumed". The pointer is "the octet following the urgent data"
   * (MUST-62); one that goes back is ignored.
   */
  void onUrgent(SegmentView segment, long position, long nowNanos) {
    long end = position + segment.urgentPointer();
    if (segment.urg() && end > block.rcvUp && end > block.rcvNxt) {
      block.rcvUp = end;
      block.user.onUrgent(block.connection, end, nowNanos);
    }
  }

  /** Text of an acceptable segment that begins at {@code position}. */
  void onText(SegmentView segment, long position, long nowNanos) {
    now = nowNanos;
    measure(segment);
    long end = position + segment.payloadLength();
    if (segment.fin() && isEndOfStream(end)) {
      finPosition = end;
    }
    // "segments with higher beginning sequence numbers SHOULD be held"; what lies beyond the window
    // is trimmed off, and what lies behind a FIN
    long from = Math.max(position, block.rcvNxt);
    long to = Math.min(Math.min(end, finPosition), block.receiveWindow.edge());
    reportDuplicate(position, end);
    if (to < end) {
      block.delayedAck.require();
    }
    if (from >= to) {
      return;
    }
    if (block.ecn.onText(segment.flags(), segment.trafficClass())) {
      block.delayedAck.require();
    }
    boolean inOrder = from == block.rcvNxt;
    if (!block.user.hasMemory(block.connection, segment.packet().capacity(), inOrder)) {
      block.delayedAck.require();
      return;
    }
    int offset = segment.payloadOffset() + (int) (from - position);
    if (inOrder) {
      takeInOrder(segment, offset, (int) (to - from));
    } else {
      hold(from, segment.packet(), offset, (int) (to - from));
    }
  }

  /** Whether a FIN may lie there: within the window, and behind all text that came. */
  private boolean isEndOfStream(long position) {
    int ranges = block.reassembly.rangeCount();
    long held = ranges == 0 ? block.rcvNxt : block.reassembly.rangeEnd(ranges - 1);
    return position >= held && position <= block.receiveWindow.edge();
  }

  /**
   * RFC 2883, section 4.2: of what came before the lowest contiguous part is reported, be it below
   * the cumulative acknowledgment or held out of order.
   */
  private void reportDuplicate(long position, long end) {
    if (position < block.rcvNxt && end > position) {
      block.sackBlocks.onDuplicate(position, Math.min(end, block.rcvNxt));
      block.delayedAck.onDuplicate();
      return;
    }
    int i = block.reassembly.rangeFrom(position);
    if (i < block.reassembly.rangeCount() && block.reassembly.rangeStart(i) < end) {
      block.sackBlocks.onDuplicate(
          Math.max(position, block.reassembly.rangeStart(i)),
          Math.min(end, block.reassembly.rangeEnd(i)));
    }
  }

  private void measure(SegmentView segment) {
    int echo = segment.options().tsEchoReply();
    if (block.timestampsOn && echo != 0 && segment.payloadLength() > 0) {
      block.receiverRtt.onEcho(block.timestamps.age(echo, now) + Timestamps.TICK_NANOS, now);
    }
  }

  private void takeInOrder(SegmentView segment, int offset, int length) {
    accept(block.rcvNxt, segment.packet(), offset, length);
    block.delayedAck.onText(length, segment.psh(), block.rtt.rto(), now);
    if (!block.reassembly.isEmpty()) {
      block.delayedAck.require();
      block.reassembly.drain(block.rcvNxt, this);
    }
    if (block.reassembly.isEmpty()) {
      block.sackBlocks.clear();
    }
  }

  private void hold(long position, PacketBuffer packet, int offset, int length) {
    block.delayedAck.require();
    if (block.reassembly.pieceCount() >= MOST_PIECES) {
      return;
    }
    block.reassembly.insert(position, packet, offset, length);
    block.sackBlocks.onOutOfOrder(position, block.reassembly);
  }

  @Override
  public void accept(long position, PacketBuffer packet, int offset, int length) {
    block.rcvNxt = position + length;
    block.bytesReceived += length;
    if (block.state.mayReceive()) {
      block.user.onText(block.connection, position, packet, offset, length, now);
    }
  }

  /** Whether the peer's FIN is next in order; it is taken then. */
  boolean takeFin() {
    if (finPosition != block.rcvNxt) {
      return false;
    }
    finPosition = NO_FIN;
    block.rcvNxt++;
    block.reassembly.clear();
    block.sackBlocks.clear();
    block.delayedAck.require();
    return true;
  }

  /** Sends an ACK where one is due and nothing carried it. */
  void flush(long nowNanos, OutgoingSegment.Sink sink) {
    if (block.delayedAck.isDue() || windowUpdateDue()) {
      writer.sendEmpty(ACK, block.sndNxt, false, nowNanos, sink);
    } else if (block.delayedAck.isPending() && !block.timers.armed(Timer.DELAYED_ACK)) {
      block.timers.arm(Timer.DELAYED_ACK, nowNanos + block.parameters.tcp().delayedAckNanos());
    }
    if (!block.delayedAck.isPending() && block.timers.armed(Timer.DELAYED_ACK)) {
      block.timers.cancel(Timer.DELAYED_ACK);
    }
  }

  /** RFC 9293, section 3.8.6.2.2: the window could grow by two segments, or by half the buffer. */
  private boolean windowUpdateDue() {
    // The first window is that of the SYN, which is not scaled: no reason to send a second ACK
    boolean first = block.bytesReceived == 0 && block.receiveWindow.edge() > block.rcvNxt;
    if (!block.state.mayReceive() || first) {
      return false;
    }
    long growth = Math.min(2L * block.parameters.mss(), block.halfOfSmallestBuffer());
    return block.receiveWindow.updateDue(growth, block.rcvNxt, block.freeReceiveBuffer());
  }
}
