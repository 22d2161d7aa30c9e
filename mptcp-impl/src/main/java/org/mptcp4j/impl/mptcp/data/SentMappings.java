package org.mptcp4j.impl.mptcp.data;

import java.util.ArrayDeque;

/**
 * The mappings that were sent on one subflow and are not covered by a DATA_ACK, in the order of the
 * subflow's stream: "the sender MUST keep data in its send buffer as long as the data has not been
 * acknowledged at both connection level and on all subflows" (RFC 8684, section 3.3.6).
 */
public final class SentMappings {
  private final ArrayDeque<MappedChunk> chunks = new ArrayDeque<>(2);

  public void add(MappedChunk chunk) {
    chunk.retain();
    chunks.addLast(chunk);
  }

  /** Forgets what the peer acknowledged at the data level. */
  public void acknowledge(long sndUna) {
    while (!chunks.isEmpty() && chunks.peekFirst().dataEnd() <= sndUna) {
      chunks.pollFirst().release();
    }
  }

  /** Where in the subflow's stream a byte of the connection's went last, or -1. */
  public long subflowPosition(long dataPosition) {
    long at = -1;
    for (MappedChunk chunk : chunks) {
      if (dataPosition >= chunk.dataPosition() && dataPosition < chunk.dataEnd()) {
        at = chunk.start() + (dataPosition - chunk.dataPosition());
      }
    }
    return at;
  }

  /**
   * Has what the peer may not have sent again.
   *
   * @param source id of the subflow, which is not to send it
   */
  public void reinject(DataSender sender, int source) {
    for (MappedChunk chunk : chunks) {
      if (chunk.dataEnd() > sender.sndUna()) {
        long start = Math.max(sender.sndUna(), chunk.dataPosition());
        sender.reinjection().add(start, chunk.dataEnd(), source);
      }
    }
    clear();
  }

  public void clear() {
    while (!chunks.isEmpty()) {
      chunks.pollFirst().release();
    }
  }
}
