package org.mptcp4j.impl.mptcp.data;

import java.util.ArrayDeque;

/**
 * The mappings that were sent on one subflow and are not covered by a DATA_ACK, in the order of the
 * subflow's stream: "the sender MUST keep data in its send buffer as long as the data has not been
 * acknowledged at both connection level and on all subflows" (RFC 8684, section 3.3.6).
 */
public final class SentMappings {
  private final ArrayDeque<MappedChunk> chunks = new ArrayDeque<>();

  public void add(MappedChunk chunk) {
    chunks.addLast(chunk);
  }

  /** Forgets what the peer acknowledged at the data level. */
  public void acknowledge(long sndUna) {
    while (!chunks.isEmpty() && chunks.peekFirst().dataEnd() <= sndUna) {
      chunks.pollFirst();
    }
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
    chunks.clear();
  }

  /**
   * "If it is known that all unacknowledged data in flight is contiguous" (section 3.7).
   *
   * @param shift position in the connection's stream less the one in the subflow's, for new data
   */
  public boolean isContiguous(long sndUna, long shift) {
    for (MappedChunk chunk : chunks) {
      if (chunk.dataEnd() > sndUna && chunk.dataPosition() - chunk.start() != shift) {
        return false;
      }
    }
    MappedChunk first = chunks.peekFirst();
    return first == null || first.dataPosition() <= sndUna;
  }

  public void clear() {
    chunks.clear();
  }
}
