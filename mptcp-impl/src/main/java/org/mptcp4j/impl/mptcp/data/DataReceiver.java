package org.mptcp4j.impl.mptcp.data;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.buffer.ReassemblyQueue;
import org.mptcp4j.impl.tcp.flow.ReceiveTuning;

/**
 * The receiving half of a connection's stream: data from all subflows put in order by data sequence
 * number (RFC 6824, sections 3.3.1 to 3.3.3). Position 0 is the IDSN, 1 the first byte.
 */
public final class DataReceiver {
  /** Senders may overrun a window that they saw before it shrank; this much is still kept. */
  private static final int SLACK_BYTES = 64 * 1024;

  /** Single bytes with gaps must not cost more than a window of full segments: the rest is lost. */
  private static final int MOST_PIECES = 16_384;

  private final ByteQueue queue;
  private final ReassemblyQueue outOfOrder;
  private final ReassemblyQueue.Consumer toStream = this::append;
  private final ReceiveTuning tuning;
  private final MemoryBudget memory;
  private long rcvNxt = 1;
  private long windowEdge = 1;
  private long finPosition = -1;

  /**
   * @param tuning how much is buffered
   * @param memory what the stack may hold
   */
  public DataReceiver(ReceiveTuning tuning, MemoryBudget memory) {
    this.tuning = tuning;
    this.memory = memory;
    queue = new ByteQueue(1, memory);
    outOfOrder = new ReassemblyQueue(memory);
  }

  /** Data in order that was not read yet. */
  public ByteQueue queue() {
    return queue;
  }

  /** The next position expected: the DATA_ACK. */
  public long rcvNxt() {
    return rcvNxt;
  }

  /**
   * The window relative to {@link #rcvNxt}: "the receive window is shared by all subflows". Where
   * memory becomes scarce its edge stays, and what was offered is not taken back (RFC 9293, section
   * 3.8.6).
   */
  public long window() {
    long most = Math.min(tuning.limit(), memory.share());
    windowEdge = Math.max(windowEdge, queue.head() + most);
    return Math.max(0, windowEdge - queue.tail());
  }

  /**
   * Whether a packet's data can be kept. Where all memory is in use that is what comes next on its
   * subflow, as long as little waits for the reader: whatever it is that others hold, the stream
   * goes on.
   *
   * @param bufferBytes of the packet's buffer
   * @param inOrder whether the data is what comes next on its subflow
   */
  public boolean hasMemory(int bufferBytes, boolean inOrder) {
    return memory.hasRoom(bufferBytes) || (inOrder && queue.length() < MemoryBudget.LEAST_BYTES);
  }

  /**
   * Makes room where the application reads as fast as data comes.
   *
   * @param rttNanos the longest round trip of the subflows
   */
  public void tune(long rttNanos, long now) {
    tuning.onProgress(queue.head() + outOfOrder.bytes(), rttNanos, now);
  }

  /** Whether {@link #tune} can still make room. */
  public boolean mayGrow() {
    return tuning.mayGrow();
  }

  /** Whether the DATA_FIN came and all data before it. */
  public boolean finished() {
    return finPosition >= 0 && rcvNxt > finPosition;
  }

  /** Whether the DATA_FIN came, and data before it did not. */
  public boolean awaitsDataBeforeFin() {
    return finPosition >= 0 && !finished();
  }

  /**
   * Takes data; the buffer is retained where it is kept.
   *
   * @return bytes that were new
   */
  public int receive(long position, PacketBuffer buffer, int offset, int length) {
    int skip = (int) Math.min(length, Math.max(0, rcvNxt - position));
    long room = acceptableEnd() - (position + skip);
    // nothing follows the DATA_FIN, whatever the peer maps there
    long left = finPosition < 0 ? Long.MAX_VALUE : finPosition - (position + skip);
    int take = (int) Math.min(length - skip, Math.max(0, Math.min(room, left)));
    if (take <= 0) {
      return 0;
    }
    boolean inOrder = position + skip == rcvNxt;
    if (!inOrder && outOfOrder.pieceCount() >= MOST_PIECES) {
      return 0;
    }
    int fresh = take;
    if (inOrder && rcvNxt + take <= outOfOrder.head()) {
      append(rcvNxt, buffer, offset + skip, take);
    } else {
      // "the first data that is received ... for the data sequence space" is what counts, also
      // where a gap is filled (section 3.3.1)
      fresh = outOfOrder.insert(position + skip, buffer, offset + skip, take);
    }
    if (inOrder) {
      outOfOrder.drain(rcvNxt, toStream);
      consumeFin();
    }
    return fresh;
  }

  private long acceptableEnd() {
    return queue.head() + tuning.limit() + SLACK_BYTES;
  }

  /** Whether data waits for a gap to be filled. */
  public boolean hasGap() {
    return !outOfOrder.isEmpty();
  }

  /** Where the last piece behind a gap ends, {@link #rcvNxt} where there is none. */
  public long outOfOrderEnd() {
    return outOfOrder.isEmpty() ? rcvNxt : outOfOrder.rangeEnd(outOfOrder.rangeCount() - 1);
  }

  /**
   * The peer's stream ends before {@code position}: "the DATA_FIN occupies one octet". Far beyond
   * the window it is as little acceptable as data there.
   */
  public void fin(long position) {
    if (finPosition < 0 && position >= rcvNxt && position <= acceptableEnd()) {
      finPosition = position;
      consumeFin();
    }
  }

  /**
   * From now on the stream ends where the subflow's does: a DATA_FIN whose data has not come names
   * a place in a stream that a middlebox may have made longer or shorter.
   */
  public void plain() {
    if (!finished()) {
      finPosition = -1;
    }
  }

  /** Drops what nobody will read. */
  public void clear() {
    queue.clear();
    outOfOrder.clear();
  }

  /** Drops what was received in order, as a reader who is gone. */
  public void discard() {
    queue.dropUntil(queue.tail());
  }

  private void append(long position, PacketBuffer buffer, int offset, int length) {
    int skip = (int) (rcvNxt - position);
    long left = finPosition < 0 ? Long.MAX_VALUE : finPosition - rcvNxt;
    int take = (int) Math.min(length - skip, left);
    queue.append(buffer, offset + skip, take);
    rcvNxt += take;
  }

  private void consumeFin() {
    if (rcvNxt == finPosition) {
      rcvNxt++;
      outOfOrder.clear();
    }
  }
}
