package org.mptcp4j.impl.wire.option;

/**
 * The flags of DSS and the length that follows from them, RFC 6824 and RFC 8684, section 3.3.
 *
 * <pre>
 * +---------------+---------------+-------+----------------------+
 * |     Kind      |    Length     |Subtype| (reserved) |F|m|M|a|A|
 * +---------------+---------------+-------+----------------------+
 * |           Data ACK (4 or 8 octets, depending on flags)       |
 * +--------------------------------------------------------------+
 * |   Data sequence number (4 or 8 octets, depending on flags)   |
 * +--------------------------------------------------------------+
 * |              Subflow Sequence Number (4 octets)              |
 * +-------------------------------+------------------------------+
 * |  Data-Level Length (2 octets) |      Checksum (2 octets)     |
 * +-------------------------------+------------------------------+
 * </pre>
 */
public final class DssLayout {
  /** A: Data ACK present. */
  public static final int DATA_ACK = 0x01;

  /** a: Data ACK is 8 octets (if not set, Data ACK is 4 octets). */
  public static final int DATA_ACK_64 = 0x02;

  /** M: data sequence number, subflow sequence number, data-level length, checksum present. */
  public static final int MAPPING = 0x04;

  /** m: data sequence number is 8 octets (if not set, DSN is 4 octets). */
  public static final int DSN_64 = 0x08;

  /** F: DATA_FIN. */
  public static final int DATA_FIN = 0x10;

  private DssLayout() {}

  /**
   * Octets of the option with these parts, without padding.
   *
   * @param ack64 of no effect without {@code ack}
   * @param dsn64 of no effect without {@code mapping}
   * @param checksum of no effect without {@code mapping}
   */
  public static int length(
      boolean ack, boolean ack64, boolean mapping, boolean dsn64, boolean checksum) {
    int flags =
        (ack ? DATA_ACK : 0)
            | (ack64 ? DATA_ACK_64 : 0)
            | (mapping ? MAPPING : 0)
            | (dsn64 ? DSN_64 : 0);
    return length(flags, checksum);
  }

  /** Octets of the option with the parts that {@code flags} name, without padding. */
  public static int length(int flags, boolean checksum) {
    int length = 4;
    if ((flags & DATA_ACK) != 0) {
      length += (flags & DATA_ACK_64) != 0 ? 8 : 4;
    }
    if ((flags & MAPPING) != 0) {
      length += ((flags & DSN_64) != 0 ? 8 : 4) + 6 + (checksum ? 2 : 0);
    }
    return length;
  }
}
