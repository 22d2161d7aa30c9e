package org.mptcp4j.impl.buffer;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;

/**
 * How much memory the payload of a stack's connections may take, and how much it does take: the
 * buffers that it lies in, each counted once and as a whole.
 *
 * <p>Each of a connection's two buffers may hold a part of what is still free of three quarters of
 * it. So many connections share what there is, each gets less the more there are, and windows
 * shrink long before nothing is left ("dynamic thresholds": Choudhury and Hahne, 1998). However
 * little is left, each may hold {@link #LEAST_BYTES}, so that no connection waits for another; the
 * last quarter is there for that.
 */
public final class MemoryBudget implements PacketBuffer.Account {
  /**
   * What a connection's buffer may hold in any case: as much as the smallest that can be chosen.
   */
  public static final int LEAST_BYTES = 16 * 1024;

  /** What a buffer gets of what is free: payload fills a quarter of the memory that it takes. */
  private static final int PART = 4;

  private final PacketPool pool;
  private final long limit;
  private final long plenty;
  private long held;
  private long most;
  private long pressures;
  private boolean scarce;

  /**
   * @param pool buffers for small payload that is copied
   * @param limitBytes the memory that may be held
   */
  public MemoryBudget(PacketPool pool, long limitBytes) {
    this.pool = pool;
    this.limit = limitBytes;
    this.plenty = limitBytes - limitBytes / 4;
  }

  /** One that counts, and never says no. */
  public static MemoryBudget unlimited(PacketPool pool) {
    return new MemoryBudget(pool, Long.MAX_VALUE);
  }

  /** Where small payload is copied to. */
  public PacketPool pool() {
    return pool;
  }

  /** Payload bytes that one of a connection's buffers may hold now. */
  public long share() {
    return Math.max(LEAST_BYTES, (plenty - held) / PART);
  }

  /** Whether a buffer of that many bytes can be held as well. */
  public boolean hasRoom(int bytes) {
    return held + bytes <= limit;
  }

  /** Bytes of memory that are held. */
  public long held() {
    return held;
  }

  /** The most that was ever held, in bytes. */
  public long most() {
    return most;
  }

  /** How often more than three quarters were held, after less than a half. */
  public long pressures() {
    return pressures;
  }

  @Override
  public void charge(int bytes) {
    held += bytes;
    most = Math.max(most, held);
    if (!scarce && held > plenty) {
      scarce = true;
      pressures++;
    }
  }

  @Override
  public void credit(int bytes) {
    held -= bytes;
    scarce &= held >= limit / 2;
  }
}
