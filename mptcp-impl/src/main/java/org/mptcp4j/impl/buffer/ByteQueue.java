package org.mptcp4j.impl.buffer;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

/**
 * A FIFO of stream bytes by reference, addressed by absolute positions. A ring of parallel arrays:
 * pieces lie in order and without gaps, so the piece of a position is found by binary search.
 *
 * <p>Not thread-safe.
 */
public final class ByteQueue {
  private static final int LEAST_PIECES = 8;

  /** Most queues of short connections never hold anything. */
  private static final PacketBuffer[] NO_BUFFERS = {};

  private static final int[] NO_OFFSETS = {};
  private static final long[] NO_STARTS = {};

  private final MemoryBudget memory;
  private final boolean compacts;
  private PacketBuffer[] buffers = NO_BUFFERS;
  private int[] offsets = NO_OFFSETS;
  private long[] starts = NO_STARTS;
  private int first;
  private int count;
  private long head;
  private long tail;
  private final Slab slab;

  /** An empty queue whose first byte will have position {@code start}; never copies. */
  public ByteQueue(long start) {
    this(start, MemoryBudget.unlimited(null));
  }

  /**
   * An empty queue that copies small payloads in large buffers, so that 100 bytes do not pin 64
   * KiB; unless {@code memory} has no pool to copy them to.
   */
  public ByteQueue(long start, MemoryBudget memory) {
    this.head = start;
    this.tail = start;
    this.memory = memory;
    this.compacts = memory.pool() != null;
    this.slab = new Slab(memory);
  }

  /** Position of the first byte held. */
  public long head() {
    return head;
  }

  /** Position behind the last byte. */
  public long tail() {
    return tail;
  }

  /** Bytes held. */
  public long length() {
    return tail - head;
  }

  /**
   * Appends a piece of {@code buffer}, {@code offset} an absolute index, and retains the buffer.
   */
  public void append(PacketBuffer buffer, int offset, int length) {
    if (length <= 0) {
      return;
    }
    if (compacts && Slab.worthCopying(buffer, length)) {
      copy(buffer.bytes(), offset, length, memory.pool());
    } else {
      reference(buffer, offset, length);
    }
  }

  /**
   * Copies from {@code source}, whose position moves, into slabs of {@code slabs}.
   *
   * @return bytes taken: {@code maxBytes} or what {@code source} has, whichever is less
   */
  public int appendCopy(ByteBuffer source, int maxBytes, PacketPool slabs) {
    int length = Math.min(source.remaining(), maxBytes);
    if (length <= 0) {
      return 0;
    }
    copy(source, source.position(), length, slabs);
    source.position(source.position() + length);
    return length;
  }

  /** Appends bytes of {@code other}, which it holds, by reference. */
  public void appendFrom(ByteQueue other, long position, int length) {
    other.require(position, length);
    long at = position;
    long end = position + length;
    for (int i = other.find(position); at < end; i++) {
      int offset = other.offsetAt(i, at);
      int bytes = (int) (Math.min(end, other.endOf(i)) - at);
      reference(other.buffers[other.slot(i)], offset, bytes);
      at += bytes;
    }
  }

  /** Drops and releases what lies before {@code position}; no further than to the tail. */
  public void dropUntil(long position) {
    long target = Math.min(position, tail);
    while (count > 0 && endOf(0) <= target) {
      buffers[first].drop();
      buffers[first] = null;
      first = (first + 1) & (buffers.length - 1);
      count--;
    }
    head = Math.max(head, target);
    if (count == 0) {
      slab.release();
    }
  }

  /** Copies into {@code target} as much as fits, and drops it; the number of bytes. */
  public int read(ByteBuffer target) {
    int done = 0;
    while (target.hasRemaining() && count > 0) {
      int bytes = (int) Math.min(target.remaining(), endOf(0) - head);
      target.put(target.position(), buffers[first].bytes(), offsetAt(0, head), bytes);
      target.position(target.position() + bytes);
      dropUntil(head + bytes);
      done += bytes;
    }
    return done;
  }

  /** Views of a range that is held; {@code out} is cleared first. */
  public void slices(long position, int length, PayloadSlices out) {
    require(position, length);
    out.clear();
    long at = position;
    long end = position + length;
    for (int i = length == 0 ? 0 : find(position); at < end; i++) {
      int bytes = (int) (Math.min(end, endOf(i)) - at);
      out.add(buffers[slot(i)], offsetAt(i, at), bytes);
      at += bytes;
    }
  }

  /** Hands the pieces of a range that is held to {@code consumer}, in order. */
  public void forEach(long position, int length, ReassemblyQueue.Consumer consumer) {
    require(position, length);
    long at = position;
    long end = position + length;
    for (int i = length == 0 ? 0 : find(position); at < end; i++) {
      int bytes = (int) (Math.min(end, endOf(i)) - at);
      consumer.accept(at, buffers[slot(i)], offsetAt(i, at), bytes);
      at += bytes;
    }
  }

  /** One's complement sum of a range that is held: folded to 16 bits, not inverted (RFC 1071). */
  public int checksum(long position, int length) {
    require(position, length);
    int sum = 0;
    long at = position;
    long end = position + length;
    for (int i = length == 0 ? 0 : find(position); at < end; i++) {
      int bytes = (int) (Math.min(end, endOf(i)) - at);
      int part = OnesComplement.sum(buffers[slot(i)].bytes(), offsetAt(i, at), bytes);
      sum = OnesComplement.add(sum, part, ((at - position) & 1) != 0);
      at += bytes;
    }
    return sum;
  }

  /** Drops and releases everything; head goes to the tail. */
  public void clear() {
    dropUntil(tail);
  }

  private void copy(ByteBuffer source, int offset, int length, PacketPool slabs) {
    int done = 0;
    while (done < length) {
      int bytes = slab.copy(source, offset + done, length - done, slabs);
      reference(slab.buffer(), slab.used() - bytes, bytes);
      done += bytes;
    }
  }

  private void reference(PacketBuffer buffer, int offset, int length) {
    if (count > 0) {
      int last = slot(count - 1);
      if (buffers[last] == buffer && offsets[last] + (tail - starts[last]) == offset) {
        tail += length;
        return;
      }
    }
    if (count == buffers.length) {
      grow();
    }
    int next = slot(count);
    buffers[next] = buffer.hold(memory);
    offsets[next] = offset;
    starts[next] = tail;
    count++;
    tail += length;
  }

  private void grow() {
    int size = Math.max(LEAST_PIECES, 2 * buffers.length);
    PacketBuffer[] newBuffers = new PacketBuffer[size];
    int[] newOffsets = new int[size];
    long[] newStarts = new long[size];
    for (int i = 0; i < count; i++) {
      newBuffers[i] = buffers[slot(i)];
      newOffsets[i] = offsets[slot(i)];
      newStarts[i] = starts[slot(i)];
    }
    buffers = newBuffers;
    offsets = newOffsets;
    starts = newStarts;
    first = 0;
  }

  private int slot(int index) {
    return (first + index) & (buffers.length - 1);
  }

  private long endOf(int index) {
    return index + 1 < count ? starts[slot(index + 1)] : tail;
  }

  private int offsetAt(int index, long position) {
    int slot = slot(index);
    return offsets[slot] + (int) (position - starts[slot]);
  }

  /** The index of the piece that holds {@code position}. */
  private int find(long position) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[slot(middle)] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void require(long position, int length) {
    if (length < 0 || position < head || position + length > tail) {
      throw new IndexOutOfBoundsException(
          position + "+" + length + " is not in " + head + ".." + tail);
    }
  }
}
