package org.mptcp4j.impl.tcp;

import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.buffer.PayloadSlices;

/**
 * The bytes that the user gave to send and that are not acknowledged, with the chunks that they
 * came in; behind the last byte there may be a FIN. Chunks lie in a ring, found by binary search.
 */
final class SendStream {
  private static final int LEAST_CHUNKS = 8;
  private static final SendChunk[] NO_CHUNKS = {};
  private static final long[] NO_ENDS = {};

  private final ByteQueue bytes;
  private SendChunk[] chunks = NO_CHUNKS;
  private long[] ends = NO_ENDS;
  private int first;
  private int count;
  private boolean fin;

  SendStream(MemoryBudget memory) {
    bytes = new ByteQueue(1, memory);
  }

  void add(ByteQueue source, long position, int length, SendChunk chunk) {
    long start = bytes.tail();
    bytes.appendFrom(source, position, length);
    if (chunk == null && count > 0 && chunks[slot(count - 1)] == null) {
      ends[slot(count - 1)] = bytes.tail();
      return;
    }
    if (count == ends.length) {
      grow();
    }
    if (chunk != null) {
      chunk.place(start, length);
    }
    chunks[slot(count)] = chunk;
    ends[slot(count++)] = bytes.tail();
  }

  /** Position behind the last byte: where a FIN is. */
  long tail() {
    return bytes.tail();
  }

  /** Position behind the last byte and the FIN, if there is one. */
  long end() {
    return bytes.tail() + (fin ? 1 : 0);
  }

  long length() {
    return bytes.length();
  }

  boolean finQueued() {
    return fin;
  }

  void queueFin() {
    fin = true;
  }

  /** The chunk of a position before the tail; null where the user gave none. */
  SendChunk chunkAt(long position) {
    return chunks[slot(find(position))];
  }

  /** Where the chunk of {@code position} ends. */
  long chunkEnd(long position) {
    return ends[slot(find(position))];
  }

  void slices(long position, int length, PayloadSlices out) {
    bytes.slices(position, length, out);
  }

  void acknowledge(long sndUna) {
    bytes.dropUntil(sndUna);
    while (count > 0 && ends[first] <= sndUna) {
      SendChunk chunk = chunks[first];
      chunks[first] = null;
      first = (first + 1) & (ends.length - 1);
      count--;
      if (chunk != null) {
        chunk.onDropped();
      }
    }
  }

  void clear() {
    acknowledge(bytes.tail());
  }

  private int find(long position) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[slot(middle)] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int slot(int index) {
    return (first + index) & (ends.length - 1);
  }

  private void grow() {
    int size = Math.max(LEAST_CHUNKS, 2 * count);
    SendChunk[] newChunks = new SendChunk[size];
    long[] newEnds = new long[size];
    for (int i = 0; i < count; i++) {
      newChunks[i] = chunks[slot(i)];
      newEnds[i] = ends[slot(i)];
    }
    chunks = newChunks;
    ends = newEnds;
    first = 0;
  }
}
