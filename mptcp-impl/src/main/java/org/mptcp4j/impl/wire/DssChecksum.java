package org.mptcp4j.impl.wire;

/**
 * The checksum of a data sequence mapping: RFC 6824 and RFC 8684, section 3.3.1. The Internet
 * checksum over a pseudo header and the payload that the mapping covers.
 *
 * <pre>
 * +--------------------------------------------------------------+
 * |                Data Sequence Number (8 octets)               |
 * +--------------------------------------------------------------+
 * |              Subflow Sequence Number (4 octets)              |
 * +-------------------------------+------------------------------+
 * |  Data-Level Length (2 octets) |        Zeros (2 octets)      |
 * +-------------------------------+------------------------------+
 * </pre>
 */
public final class DssChecksum {
  private DssChecksum() {}

  /**
   * What stands in the checksum field.
   *
   * @param dsn the full 64 bits: "the data sequence number is always the 64-bit value, irrespective
   *     of what length is used in the DSS option itself"
   * @param subflowSequence relative to the subflow's initial sequence number
   * @param dataLevelLength 0 to 65,535; a DATA_FIN counts as 1
   * @param payloadSum sum of the mapping's payload, not inverted, as {@link Checksums#add} has it
   */
  public static int compute(long dsn, int subflowSequence, int dataLevelLength, long payloadSum) {
    return Checksums.finish(sum(dsn, subflowSequence, dataLevelLength, payloadSum));
  }

  /** Whether {@code checksum}, as received, is right. */
  public static boolean verifies(
      long dsn, int subflowSequence, int dataLevelLength, long payloadSum, int checksum) {
    return Checksums.verifies(sum(dsn, subflowSequence, dataLevelLength, payloadSum) + checksum);
  }

  private static long sum(long dsn, int subflowSequence, int dataLevelLength, long payloadSum) {
    return Checksums.words(dsn)
        + Integer.toUnsignedLong(subflowSequence)
        + dataLevelLength
        + Checksums.fold(payloadSum);
  }
}
