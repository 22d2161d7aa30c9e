package org.mptcp4j.impl.mptcp.data;

import org.mptcp4j.impl.tcp.SendChunk;
import org.mptcp4j.impl.wire.DssChecksum;

/**
 * A chunk of a subflow's stream with its data sequence mapping (RFC 6824, section 3.3.1). TCP holds
 * it until it is acknowledged on the subflow, {@link SentMappings} until it is at the data level;
 * with the last of them it goes back to its pool.
 */
public final class MappedChunk extends SendChunk {
  private final ChunkPool pool;
  private long dataPosition;
  private int payloadSum;
  private int holders;

  /** The next idle one of the pool. */
  MappedChunk next;

  MappedChunk(ChunkPool pool) {
    this.pool = pool;
  }

  MappedChunk begin(long position, int sum) {
    dataPosition = position;
    payloadSum = sum;
    holders = 1;
    next = null;
    return this;
  }

  public long dataPosition() {
    return dataPosition;
  }

  public long dataEnd() {
    return dataPosition + length();
  }

  /** The DSS checksum of the whole mapping, or -1 where none was negotiated. */
  public int checksum(long dsn) {
    return payloadSum < 0 ? -1 : DssChecksum.compute(dsn, (int) start(), length(), payloadSum);
  }

  /** One more holder. */
  void retain() {
    if (holders <= 0) {
      throw new IllegalStateException("retain after the last release");
    }
    holders++;
  }

  /** One holder less. */
  void release() {
    if (holders <= 0) {
      throw new IllegalStateException("released more often than retained");
    }
    if (--holders == 0) {
      pool.recycle(this);
    }
  }

  @Override
  protected void onDropped() {
    release();
  }
}
