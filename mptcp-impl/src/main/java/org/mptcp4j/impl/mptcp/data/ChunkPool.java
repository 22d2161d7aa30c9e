package org.mptcp4j.impl.mptcp.data;

/** Recycles {@link MappedChunk}s: one pool for each stack, on the thread that owns it. */
public final class ChunkPool {
  /** What an engine that was busy once keeps: about a megabyte. */
  private static final int MOST_IDLE = 16_384;

  private MappedChunk idle;
  private int idleCount;

  /**
   * A chunk that is held once, by the subflow's TCP that it is given to.
   *
   * @param dataPosition of the first byte in the connection's stream
   * @param payloadSum one's complement sum of the payload, or -1 where no checksum was negotiated
   */
  public MappedChunk take(long dataPosition, int payloadSum) {
    MappedChunk chunk = idle;
    if (chunk == null) {
      chunk = new MappedChunk(this);
    } else {
      idle = chunk.next;
      idleCount--;
    }
    return chunk.begin(dataPosition, payloadSum);
  }

  void recycle(MappedChunk chunk) {
    if (idleCount < MOST_IDLE) {
      chunk.next = idle;
      idle = chunk;
      idleCount++;
    }
  }
}
