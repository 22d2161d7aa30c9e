package org.mptcp4j.impl.channel;

import java.nio.ByteBuffer;

/**
 * A bounded ring of bytes between one producing and one consuming thread, without a lock.
 *
 * <p>{@code head} and {@code tail} count bytes since the start and never wrap. Each side has a view
 * of its own over the same memory; publishing the position publishes the bytes.
 */
final class ByteRing {
  private final int capacity;
  private final ByteBuffer producer;
  private final ByteBuffer consumer;
  private volatile long head;
  private volatile long tail;

  /**
   * @param capacity in bytes, a power of two
   */
  ByteRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    this.capacity = capacity;
    producer = ByteBuffer.allocate(capacity);
    consumer = producer.duplicate();
  }

  /** Free bytes. */
  int room() {
    return capacity - length();
  }

  /** Bytes that wait. */
  int length() {
    return (int) (tail - head);
  }

  boolean isEmpty() {
    return tail == head;
  }

  /** Producer: the next free bytes that are contiguous; none left where the ring is full. */
  ByteBuffer space() {
    int at = (int) (tail & (capacity - 1));
    int length = Math.min(room(), capacity - at);
    return producer.limit(at + length).position(at);
  }

  /** Producer: {@code bytes} of {@link #space} were filled. */
  void produced(int bytes) {
    long next = tail + bytes;
    tail = next;
  }

  /** Consumer: the next bytes that are contiguous; none where the ring is empty. */
  ByteBuffer data() {
    int at = (int) (head & (capacity - 1));
    int length = Math.min(length(), capacity - at);
    return consumer.limit(at + length).position(at);
  }

  /** Consumer: {@code bytes} of {@link #data} were used. */
  void consumed(int bytes) {
    long next = head + bytes;
    head = next;
  }

  /** Producer: copies what there is room for. */
  int put(ByteBuffer source) {
    int total = 0;
    while (source.hasRemaining() && room() > 0) {
      int moved = move(source, space());
      produced(moved);
      total += moved;
    }
    return total;
  }

  /** Consumer: copies what waits and fits. */
  int take(ByteBuffer target) {
    int total = 0;
    while (target.hasRemaining() && !isEmpty()) {
      int moved = move(data(), target);
      consumed(moved);
      total += moved;
    }
    return total;
  }

  private static int move(ByteBuffer source, ByteBuffer target) {
    int length = Math.min(source.remaining(), target.remaining());
    int limit = source.limit();
    source.limit(source.position() + length);
    target.put(source);
    source.limit(limit);
    return length;
  }
}
