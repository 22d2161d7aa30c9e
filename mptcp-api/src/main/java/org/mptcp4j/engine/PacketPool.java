package org.mptcp4j.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Recycles {@link PacketBuffer}s of one size. Grows on demand; what comes back beyond {@code
 * maxIdle} is left to the garbage collector.
 *
 * <p>Not thread-safe: one pool for each engine thread.
 */
public final class PacketPool {
  private final int bufferBytes;
  private final int maxIdle;
  private final ArrayDeque<PacketBuffer> idle = new ArrayDeque<>();
  private int outstanding;

  /**
   * @param bufferBytes size of each buffer in bytes, at least 68 (the smallest IPv4 MTU)
   * @param maxIdle how many idle buffers are kept, at least 0
   */
  public PacketPool(int bufferBytes, int maxIdle) {
    if (bufferBytes < 68 || maxIdle < 0) {
      throw new IllegalArgumentException("bufferBytes " + bufferBytes + ", maxIdle " + maxIdle);
    }
    this.bufferBytes = bufferBytes;
    this.maxIdle = maxIdle;
  }

  /** An empty buffer (position 0, limit = capacity) with one reference, the caller's. */
  public PacketBuffer acquire() {
    outstanding++;
    PacketBuffer buffer = idle.pollFirst();
    return buffer != null
        ? buffer.reuse()
        : new PacketBuffer(this, ByteBuffer.allocateDirect(bufferBytes));
  }

  /** The size of each buffer in bytes. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** How many idle buffers are kept. */
  public int maxIdle() {
    return maxIdle;
  }

  /** How many buffers are held somewhere: 0 when everything was released. */
  public int outstanding() {
    return outstanding;
  }

  void recycle(PacketBuffer buffer) {
    outstanding--;
    if (idle.size() < maxIdle) {
      idle.addFirst(buffer);
    }
  }
}
