package org.mptcp4j.impl.tcp;

import static org.mptcp4j.impl.tcp.OutgoingSegment.ACK;
import static org.mptcp4j.impl.tcp.OutgoingSegment.FIN;
import static org.mptcp4j.impl.tcp.OutgoingSegment.PSH;

import org.mptcp4j.impl.tcp.flow.Pacer;
import org.mptcp4j.impl.tcp.flow.WindowUse;
import org.mptcp4j.impl.tcp.recovery.LossRecovery;
import org.mptcp4j.impl.tcp.recovery.SentRange;
import org.mptcp4j.spi.CongestionControl;

/**
 * Sends data and FIN: retransmissions first, then what is new, within the congestion window and the
 * peer's (RFC 9293, sections 3.8.2 and 3.8.6). A segment may be a super-segment, as large as about
 * a millisecond at the rate of the connection.
 */
final class Sender {
  private static final long MILLISECOND = 1_000_000L;
  private static final long SMALL_WINDOW_SEGMENTS = 4;

  /** What may leave at once into a path that is empty, as at the start (RFC 6928). */
  private static final long REPAIR_SEGMENTS = 10;

  private static final long NEVER = Long.MAX_VALUE;

  private final ControlBlock block;
  private final SegmentWriter writer;
  private final SendTimers timers;
  private final WindowUse use = new WindowUse();
  private final Pacer pacer = new Pacer();
  private long lastSentAt;

  Sender(ControlBlock block, SegmentWriter writer, SendTimers timers) {
    this.block = block;
    this.writer = writer;
    this.timers = timers;
  }

  /** Sends what may leave now. */
  void flush(long now, OutgoingSegment.Sink sink) {
    long before = block.sndNxt;
    if (block.pathMtu.raise(now)) {
      block.resize();
    }
    if (block.stream.end() > block.sndNxt) {
      restartAfterIdle(now);
    }
    updatePacer(now);
    if (pacer.mayBegin()) {
      sendBurst(now, sink);
    }
    noteUse();
    if (timers.takeLossProbe()) {
      sendLossProbe(before, now, sink);
    }
    if (timers.takeProbe() && block.sndNxt == before) {
      // As Linux does, for a closed window as for keep-alive: an old sequence number makes the peer
      // answer, and sends no data that it would have to drop.
      writer.sendEmpty(ACK, block.sndUna - 1, true, now, sink);
    }
    timers.pace(pacer.mayBegin() ? NEVER : pacer.nextBurstAt());
    timers.onFlushed(now, block.sndNxt > before);
  }

  private void sendBurst(long now, OutgoingSegment.Sink sink) {
    retransmitLost(now, sink);
    sendNew(now, sink);
    if (block.recovery.onFlushed()) {
      retransmitLost(now, sink);
    }
  }

  private void noteUse() {
    LossRecovery recovery = block.recovery;
    boolean limited = recovery.allowance() < block.segmentSize || !pacer.mayBegin();
    use.onSent(recovery.inFlight(), limited, block.sndUna, block.sndNxt);
  }

  boolean applicationLimited() {
    var congestion = block.recovery.congestion();
    return use.applicationLimited(congestion.congestionWindow(), congestion.slowStartThreshold());
  }

  /** Bytes per second at which segments leave; 0 while nothing is paced. */
  long pacingRate() {
    return pacer.rate();
  }

  /**
   * Bytes that may be given to the connection now so that they leave with the next flush.
   *
   * @param available what there is: it leaves where it fits, however small the window
   */
  long space(long available) {
    if (!block.state.maySend() || block.stream.finQueued() || timers.held()) {
      return 0;
    }
    long congestion = block.recovery.newDataAllowance();
    long queued = block.stream.tail() - block.sndNxt;
    if (queued == 0 && burstIsToCome(congestion)) {
      return 0;
    }
    long room = Math.min(congestion, windowEnd() - block.sndNxt) - queued;
    if (room < block.segmentSize) {
      return room > 0 && (room >= available || fitsSmallWindow(room)) ? room : 0;
    }
    return room - room % block.segmentSize;
  }

  /** RFC 5681, section 4.1: after an idle period of more than an RTO slow start begins again. */
  private void restartAfterIdle(long now) {
    boolean idle = block.recovery.scoreboard().isEmpty() && lastSentAt > 0;
    if (idle && now - lastSentAt > block.rtt.rto()) {
      block.recovery.congestion().onIdle(now);
      pacer.allowBurst(block.recovery.congestion().congestionWindow());
    }
  }

  private void updatePacer(long now) {
    if (!block.parameters.tcp().pacing()) {
      return;
    }
    CongestionControl congestion = block.recovery.congestion();
    pacer.update(
        congestion.congestionWindow(),
        congestion.slowStartThreshold(),
        block.rtt.smoothed(),
        congestion.pacingRate(),
        block.segmentSize,
        now);
    if (lastSentAt == 0) {
      // The initial window leaves at once: a short answer is not to wait (RFC 6928)
      pacer.allowBurst(congestion.congestionWindow());
    } else if (block.recovery.scoreboard().isEmpty()) {
      pacer.forgive();
    } else if (block.recovery.inFlight() == 0) {
      // All that is outstanding is lost or sacked, such as the tail of an answer: nothing is in the
      // path, and its repair is not to wait
      pacer.allowBurst(REPAIR_SEGMENTS * block.segmentSize);
    }
  }

  private void retransmitLost(long now, OutgoingSegment.Sink sink) {
    LossRecovery recovery = block.recovery;
    for (SentRange lost = recovery.nextLost(); lost != null; lost = recovery.nextLost()) {
      long room = recovery.allowance();
      if (room < Math.min(lost.length(), block.segmentSize) || !pacer.mayGoOn()) {
        return;
      }
      retransmit(lost, room, now, sink);
    }
  }

  private void retransmit(SentRange range, long room, long now, OutgoingSegment.Sink sink) {
    long start = range.start();
    long data = Math.min(range.end(), block.stream.tail()) - start;
    int length = 0;
    int segmentSize = block.segmentSize;
    if (data > 0) {
      SendChunk chunk = block.stream.chunkAt(start);
      long end = Math.min(start + data, block.stream.chunkEnd(start));
      segmentSize = writer.begin(ACK, start, chunk, true);
      length = cut(end - start, room, segmentSize);
    } else {
      segmentSize = writer.begin(ACK, start, null, true);
    }
    boolean fin = start + length == block.stream.tail() && range.end() > block.stream.tail();
    writer.send(fin ? ACK | FIN : ACK, length, segmentSize, now, sink);
    block.recovery.onRetransmitted(range, length + (fin ? 1 : 0), now);
    pacer.onSent(length);
    block.bytesRetransmitted += length;
    lastSentAt = now;
    timers.onRetransmitted(start == block.sndUna, now);
  }

  private void sendNew(long now, OutgoingSegment.Sink sink) {
    long allowance = block.recovery.allowance();
    if (block.stream.tail() - block.sndNxt > allowance && burstIsToCome(allowance)) {
      return;
    }
    while (block.stream.end() > block.sndNxt
        && !timers.held()
        && block.recovery.nextLost() == null
        && pacer.mayGoOn()) {
      boolean finOnly = block.stream.tail() == block.sndNxt;
      long room = finOnly ? 1 : room();
      if (room <= 0) {
        return;
      }
      sendSegment(finOnly ? 0 : room, now, sink);
    }
  }

  /**
   * Less fits now than a small burst, and the next ACK will let out a whole one: nothing is lost by
   * waiting for it where there is no sign of a loss that more segments would help to find.
   */
  private boolean burstIsToCome(long allowance) {
    LossRecovery recovery = block.recovery;
    long inFlight = recovery.inFlight();
    return allowance < pacer.smallBurst()
        && inFlight > 0
        && inFlight == recovery.scoreboard().outstanding()
        && !recovery.recovering();
  }

  /**
   * "MUST set the PSH bit in the last buffered segment" (RFC 9293, section 3.9.1.2), which is not
   * the last that the congestion window lets out: many peers acknowledge each segment that has it.
   * A window of a few segments needs just that, for it waits for its ACK.
   */
  private boolean windowIsSmall() {
    long window = block.recovery.congestion().congestionWindow();
    return window <= SMALL_WINDOW_SEGMENTS * block.segmentSize;
  }

  private void sendSegment(long room, long now, OutgoingSegment.Sink sink) {
    long start = block.sndNxt;
    int length = 0;
    int segmentSize;
    int probe = 0;
    boolean more = false;
    if (room > 0) {
      SendChunk chunk = block.stream.chunkAt(start);
      more = chunk != null && chunk.moreFollows();
      segmentSize = writer.begin(ACK, start, chunk, false);
      block.segmentSize(segmentSize);
      long available = block.stream.chunkEnd(start) - start;
      probe = pathProbe(segmentSize, Math.min(available, room));
      length = probe > 0 ? probe : cut(available, room, segmentSize);
      segmentSize = Math.max(segmentSize, probe);
    } else {
      segmentSize = writer.begin(ACK, start, null, false);
    }
    boolean last = start + length == block.stream.tail();
    boolean fin = last && block.stream.finQueued();
    boolean push = last && length > 0 && (!more || windowIsSmall());
    int flags = ACK | (push ? PSH : 0) | (fin ? FIN : 0);
    block.sndNxt += length + (fin ? 1 : 0);
    writer.send(flags, length, segmentSize, now, sink);
    block.recovery.onSent(start, block.sndNxt, now);
    pacer.onSent(length);
    block.pathMtu.onSent(block.sndNxt, length >= segmentSize);
    if (probe > 0) {
      block.recovery.pathProbe().onSent(start, block.sndNxt);
      block.pathMtu.onProbeSent();
    }
    block.bytesSent += length;
    lastSentAt = now;
  }

  /** RFC 4821, section 7: the payload of a larger segment that tries the path; 0 for none. */
  private int pathProbe(int segmentSize, long room) {
    int mss = block.pathProbe();
    int length = segmentSize + mss - block.mss;
    return mss > 0 && length <= room ? length : 0;
  }

  /** Bytes of new data that may leave in one segment now; 0 where it is better to wait. */
  private long room() {
    long start = block.sndNxt;
    long available = block.stream.chunkEnd(start) - start;
    long window = windowEnd() - start;
    long room = Math.min(block.recovery.allowance(), window);
    if (room >= Math.min(available, block.segmentSize)) {
      return nagle(room);
    }
    boolean windowIsLimit = window < block.segmentSize && room == window;
    return windowIsLimit && fitsSmallWindow(room) ? room : 0;
  }

  private long nagle(long room) {
    long length = Math.min(room, block.stream.tail() - block.sndNxt);
    boolean unacknowledged = block.sndNxt > block.sndUna;
    return block.nagle.cut(length, block.segmentSize, block.stream.finQueued(), unacknowledged);
  }

  /**
   * RFC 9293, section 3.8.6.2.1, (3) and (4): less than a segment leaves where it is half of the
   * largest window that the peer had, or when the override timer fired.
   */
  private boolean fitsSmallWindow(long room) {
    return room > 0
        && (room >= block.sendWindow.largest() / 2
            || (timers.windowProbeDue() && block.recovery.scoreboard().isEmpty()));
  }

  /** The payload of a segment: whole packets, unless it takes all that is available. */
  private int cut(long available, long room, int segmentSize) {
    // each packet has its own distance to the end of urgent data
    boolean urgent = block.sndUp > block.sndUna;
    long most = urgent ? segmentSize : superSegment(segmentSize);
    long length = Math.min(available, Math.min(room, most));
    if (length == available || length <= segmentSize) {
      return (int) length;
    }
    return (int) (length - length % segmentSize);
  }

  private long superSegment(int segmentSize) {
    int limit = block.parameters.maxSegmentBytes();
    if (limit <= block.parameters.mss() || limit < 2 * segmentSize) {
      return Math.min(limit, segmentSize);
    }
    long rtt = block.rtt.smoothed();
    long cwnd = block.recovery.congestion().congestionWindow();
    long perMillisecond = rtt == 0 ? 0 : cwnd * MILLISECOND / rtt;
    return Math.min(limit, Math.max(2L * segmentSize, perMillisecond));
  }

  /** RFC 8985, section 7.3: new data if any left, else the last segment again. */
  private void sendLossProbe(long sndNxtBefore, long now, OutgoingSegment.Sink sink) {
    if (block.sndNxt > sndNxtBefore) {
      block.recovery.onProbeSent(block.sndNxt, false);
      return;
    }
    if (!block.recovery.mayProbe()) {
      return;
    }
    SentRange last = block.recovery.probeRange();
    if (last != null) {
      retransmit(last, last.length(), now, sink);
      block.recovery.onProbeSent(block.sndNxt, true);
    }
  }

  private long windowEnd() {
    return block.sndUna + block.sendWindow.bytes();
  }
}
