package org.mptcp4j.impl.buffer;

import java.util.Arrays;
import org.mptcp4j.engine.PacketBuffer;

/**
 * Out-of-order pieces of a stream by absolute position, in order and without overlap, with the
 * ranges that they join to.
 *
 * <p>Pieces lie in arrays with a free front: taking from the front and adding at the end, the usual
 * cases, move nothing.
 */
public final class ReassemblyQueue {
  /** Takes pieces that became in order. */
  @FunctionalInterface
  public interface Consumer {
    /** One piece; the consumer retains the buffer where it keeps it. */
    void accept(long position, PacketBuffer buffer, int offset, int length);
  }

  private static final int LEAST_PIECES = 16;

  /** Most connections never see a segment out of order. */
  private static final PacketBuffer[] NO_BUFFERS = {};

  private static final int[] NO_NUMBERS = {};
  private static final long[] NO_STARTS = {};

  private final SortedRanges ranges = new SortedRanges();
  private PacketBuffer[] buffers = NO_BUFFERS;
  private int[] offsets = NO_NUMBERS;
  private int[] lengths = NO_NUMBERS;
  private long[] starts = NO_STARTS;
  private int from;
  private int to;
  private long bytes;
  private final MemoryBudget memory;
  private final boolean compacts;
  private final Slab slab;

  /** A queue that keeps everything by reference. */
  public ReassemblyQueue() {
    this(MemoryBudget.unlimited(null));
  }

  /** A queue that copies small pieces, unless {@code memory} has no pool to copy them to. */
  public ReassemblyQueue(MemoryBudget memory) {
    this.memory = memory;
    this.compacts = memory.pool() != null;
    this.slab = new Slab(memory);
  }

  /**
   * Takes a piece; what is held already is left out, the first copy of a byte stays.
   *
   * @return bytes that are new
   */
  public int insert(long position, PacketBuffer buffer, int offset, int length) {
    if (length <= 0) {
      return 0;
    }
    long end = position + length;
    long at = position;
    int index = firstEndingBehind(position);
    int added = 0;
    while (at < end) {
      if (index < to && starts[index] <= at) {
        at = endOf(index++);
        continue;
      }
      int free = (int) ((index < to ? Math.min(end, starts[index]) : end) - at);
      index = place(index, at, buffer, offset + (int) (at - position), free) + 1;
      added += free;
      at += free;
    }
    if (added > 0) {
      ranges.add(position, end);
      bytes += added;
    }
    return added;
  }

  /**
   * Hands over the pieces that continue the stream at {@code expected}, in order, and drops them
   * and what lies before.
   *
   * @return whether there was one
   */
  public boolean drain(long expected, Consumer consumer) {
    long next = expected;
    boolean any = false;
    while (from < to && starts[from] <= next) {
      PacketBuffer buffer = buffers[from];
      int skip = (int) Math.min(next - starts[from], lengths[from]);
      int offset = offsets[from] + skip;
      int length = lengths[from] - skip;
      buffers[from] = null;
      bytes -= lengths[from++];
      if (length > 0) {
        any = true;
        next += length;
        ranges.dropUntil(next);
        consumer.accept(next - length, buffer, offset, length);
      }
      buffer.drop();
    }
    ranges.dropUntil(next);
    if (isEmpty()) {
      slab.release();
    }
    return any;
  }

  /** Bytes held. */
  public long bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /** Position of the first byte held; {@link Long#MAX_VALUE} where there is none. */
  public long head() {
    return isEmpty() ? Long.MAX_VALUE : starts[from];
  }

  /** The number of pieces, each of which costs memory of its own. */
  public int pieceCount() {
    return to - from;
  }

  /** The number of ranges without a gap, lowest first. */
  public int rangeCount() {
    return ranges.count();
  }

  public long rangeStart(int i) {
    return ranges.start(i);
  }

  /** Position behind the last byte of range {@code i}. */
  public long rangeEnd(int i) {
    return ranges.end(i);
  }

  /** The index of the range that holds {@code position}, or -1. */
  public int rangeAt(long position) {
    return ranges.indexAt(position);
  }

  /** The index of the lowest range with bytes at or behind {@code position}; the count for none. */
  public int rangeFrom(long position) {
    return ranges.indexFrom(position);
  }

  /** Drops and releases everything. */
  public void clear() {
    for (int i = from; i < to; i++) {
      buffers[i].drop();
      buffers[i] = null;
    }
    from = 0;
    to = 0;
    bytes = 0;
    slab.release();
    ranges.clear();
  }

  private long endOf(int index) {
    return starts[index] + lengths[index];
  }

  private int firstEndingBehind(long position) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (endOf(middle) <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts a piece at {@code index} and returns where it lies. */
  private int place(int index, long position, PacketBuffer buffer, int offset, int length) {
    int at = index;
    if (to == buffers.length) {
      at -= from;
      makeRoom();
    }
    int behind = to - at;
    System.arraycopy(buffers, at, buffers, at + 1, behind);
    System.arraycopy(offsets, at, offsets, at + 1, behind);
    System.arraycopy(lengths, at, lengths, at + 1, behind);
    System.arraycopy(starts, at, starts, at + 1, behind);
    keep(at, buffer, offset, length);
    lengths[at] = length;
    starts[at] = position;
    to++;
    return at;
  }

  private void keep(int at, PacketBuffer buffer, int offset, int length) {
    if (compacts
        && Slab.worthCopying(buffer, length)
        && slab.copyWhole(buffer.bytes(), offset, length, memory.pool())) {
      buffers[at] = slab.buffer().hold(memory);
      offsets[at] = slab.used() - length;
    } else {
      buffers[at] = buffer.hold(memory);
      offsets[at] = offset;
    }
  }

  /** Moves the pieces to the front, into larger arrays where they fill half. */
  private void makeRoom() {
    int count = to - from;
    boolean grow = count >= buffers.length / 2;
    int size = grow ? Math.max(LEAST_PIECES, 2 * buffers.length) : buffers.length;
    PacketBuffer[] newBuffers = grow ? new PacketBuffer[size] : buffers;
    int[] newOffsets = grow ? new int[size] : offsets;
    int[] newLengths = grow ? new int[size] : lengths;
    long[] newStarts = grow ? new long[size] : starts;
    System.arraycopy(buffers, from, newBuffers, 0, count);
    System.arraycopy(offsets, from, newOffsets, 0, count);
    System.arraycopy(lengths, from, newLengths, 0, count);
    System.arraycopy(starts, from, newStarts, 0, count);
    if (!grow) {
      Arrays.fill(buffers, count, to, null);
    }
    buffers = newBuffers;
    offsets = newOffsets;
    lengths = newLengths;
    starts = newStarts;
    from = 0;
    to = count;
  }
}
