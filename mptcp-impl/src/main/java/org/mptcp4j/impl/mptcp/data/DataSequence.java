package org.mptcp4j.impl.mptcp.data;

import org.mptcp4j.impl.wire.SequenceNumbers;

/**
 * From data sequence numbers to positions: 0 is the IDSN, 1 the first byte. Inside the engine
 * positions never wrap; numbers of 32 bits are "the lower 32 bits of the 64-bit number" (RFC 6824,
 * section 3.3.1).
 */
public final class DataSequence {
  private DataSequence() {}

  /**
   * The position in the stream that a number from the wire stands for.
   *
   * @param number a DSN or DATA_ACK as it came in
   * @param wide whether it has 64 bits
   * @param idsn the stream's initial number
   * @param near a position that the result is close to
   */
  public static long position(long number, boolean wide, long idsn, long near) {
    return wide ? number - idsn : SequenceNumbers.unwrap((int) (number - idsn), near);
  }
}
