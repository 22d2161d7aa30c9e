package org.mptcp4j.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of one IP packet, counted by reference and recycled through its {@link PacketPool}.
 *
 * <p>A buffer may hold a super-segment: a packet larger than any MTU, as segmentation offload hands
 * it over. Received payload stays in this buffer until the last reader has released it; nothing
 * between two devices copies it.
 *
 * <p>Not thread-safe: a buffer belongs to the thread that owns the engine.
 */
public final class PacketBuffer {
  /** What the device knows of the transport checksum of a received packet. */
  public enum Checksum {
    /** Nothing is known: the engine verifies it. */
    UNVERIFIED,
    /** The device vouches for the packet: the engine does not look at the field. */
    TRUSTED
  }

  /** Counts the memory that somebody keeps: see {@link PacketBuffer#hold}. */
  public interface Account {
    /** So many bytes of memory are kept from now on. */
    void charge(int bytes);

    /** And no longer. */
    void credit(int bytes);
  }

  private static final int MOST_VIEWS = 16;
  private static final ByteBuffer[] NO_VIEWS = {};

  private final PacketPool pool;
  private final ByteBuffer memory;
  private ByteBuffer[] views = NO_VIEWS;
  private int references = 1;
  private Checksum checksum = Checksum.UNVERIFIED;
  private boolean packed;
  private int holders;
  private Account account;

  PacketBuffer(PacketPool pool, ByteBuffer memory) {
    this.pool = pool;
    this.memory = memory;
  }

  /** A buffer outside of any pool around {@code packet}, from its position to its limit. */
  public static PacketBuffer wrap(ByteBuffer packet) {
    return new PacketBuffer(null, packet);
  }

  /** A buffer of its own on the heap, outside of any pool, with the same packet. */
  public PacketBuffer copy() {
    ByteBuffer bytes = ByteBuffer.allocate(memory.remaining());
    bytes.put(0, memory, memory.position(), bytes.capacity());
    return wrap(bytes).checksum(checksum);
  }

  /** The memory; its position and limit enclose the packet. Big endian. Never null. */
  public ByteBuffer bytes() {
    return memory;
  }

  /**
   * A further face of the same memory with a position and limit of its own, to point at a piece of
   * it. Made once and kept: whoever points it somewhere else takes it from the last user. Never
   * null.
   *
   * @param index which of them, from 0; those from 16 on are not kept but made anew
   */
  public ByteBuffer view(int index) {
    if (index >= MOST_VIEWS) {
      return memory.duplicate();
    }
    if (index >= views.length) {
      views = Arrays.copyOf(views, index == 0 ? 1 : MOST_VIEWS);
    }
    if (views[index] == null) {
      views[index] = memory.duplicate();
    }
    return views[index];
  }

  /** The size of the memory behind this buffer, in bytes: what holding it costs. */
  public int capacity() {
    return memory.capacity();
  }

  public Checksum checksum() {
    return checksum;
  }

  public PacketBuffer checksum(Checksum value) {
    checksum = value;
    return this;
  }

  /** Whether many small payloads were copied into it, so that none of them pins it alone. */
  public boolean packed() {
    return packed;
  }

  /** Says that {@link #packed} is so, until the buffer is recycled. */
  public PacketBuffer pack() {
    packed = true;
    return this;
  }

  /** One more holder. */
  public PacketBuffer retain() {
    if (references <= 0) {
      throw new IllegalStateException("retain after the last release");
    }
    references++;
    return this;
  }

  /** One holder less; with the last one the memory goes back to the pool. */
  public void release() {
    if (references <= 0) {
      throw new IllegalStateException("released more often than retained");
    }
    if (--references == 0 && pool != null) {
      pool.recycle(this);
    }
  }

  /**
   * One more holder, as with {@link #retain}, who keeps payload for a while: the whole buffer is
   * charged to {@code keeper}, once however many hold it so at a time.
   */
  public PacketBuffer hold(Account keeper) {
    retain();
    if (holders++ == 0) {
      account = keeper;
      account.charge(capacity());
    }
    return this;
  }

  /** What {@link #hold} began is over. */
  public void drop() {
    if (holders <= 0) {
      throw new IllegalStateException("dropped more often than held");
    }
    if (--holders == 0) {
      account.credit(capacity());
      account = null;
    }
    release();
  }

  PacketBuffer reuse() {
    references = 1;
    checksum = Checksum.UNVERIFIED;
    packed = false;
    memory.clear();
    return this;
  }
}
