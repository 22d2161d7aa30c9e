package org.mptcp4j.impl.mptcp.data;

import org.mptcp4j.impl.tcp.SendChunk;
import org.mptcp4j.impl.wire.DssChecksum;

/** A chunk of a subflow's stream with its data sequence mapping (RFC 6824, section 3.3.1). */
public final class MappedChunk extends SendChunk {
  private final long dataPosition;
  private final int payloadSum;

  /**
   * @param dataPosition of the first byte in the connection's stream
   * @param payloadSum one's complement sum of the payload, or -1 where no checksum was negotiated
   */
  public MappedChunk(long dataPosition, int payloadSum) {
    this.dataPosition = dataPosition;
    this.payloadSum = payloadSum;
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
}
