package org.mptcp4j.impl.buffer;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

/**
 * A buffer that small payloads are copied into one after the other, so that 100 bytes do not pin 64
 * KiB. Who keeps a piece of it retains it.
 */
final class Slab {
  /** A payload that fills no more than this part of its buffer is worth a copy. */
  private static final int SMALL_PART = 4;

  private final MemoryBudget memory;
  private PacketBuffer buffer;
  private int used;

  Slab(MemoryBudget memory) {
    this.memory = memory;
  }

  static boolean worthCopying(PacketBuffer source, int length) {
    return !source.packed() && length <= source.capacity() / SMALL_PART;
  }

  /**
   * Copies as much as fits, with a new buffer where the last one is full.
   *
   * @param offset absolute index in {@code source}
   * @return bytes copied, at least 1; they end at {@link #used}
   */
  int copy(ByteBuffer source, int offset, int length, PacketPool pool) {
    if (buffer == null || used == buffer.capacity()) {
      release();
      PacketBuffer fresh = pool.acquire().pack();
      buffer = fresh.hold(memory);
      fresh.release();
      used = 0;
    }
    int bytes = Math.min(length, buffer.capacity() - used);
    buffer.bytes().put(used, source, offset, bytes);
    used += bytes;
    return bytes;
  }

  /**
   * Copies all of it into one piece, with a new buffer where the last one has too little room.
   *
   * @return whether it fits into a buffer at all
   */
  boolean copyWhole(ByteBuffer source, int offset, int length, PacketPool pool) {
    if (length > pool.bufferBytes()) {
      return false;
    }
    if (buffer != null && buffer.capacity() - used < length) {
      release();
    }
    copy(source, offset, length, pool);
    return true;
  }

  /** What was copied into last. */
  PacketBuffer buffer() {
    return buffer;
  }

  /** Index behind the last byte copied. */
  int used() {
    return used;
  }

  void release() {
    if (buffer != null) {
      buffer.drop();
      buffer = null;
    }
  }
}
