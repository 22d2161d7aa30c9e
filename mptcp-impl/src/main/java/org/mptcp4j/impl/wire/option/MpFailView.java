package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_FAIL as received, RFC 6824, section 3.6, and RFC 8684, section 3.7.
 *
 * <pre>
 * +---------------+---------------+-------+----------------------+
 * |     Kind      |   Length=12   |Subtype|      (reserved)      |
 * +---------------+---------------+-------+----------------------+
 * |                 Data Sequence Number (8 octets)              |
 * +--------------------------------------------------------------+
 * </pre>
 */
public final class MpFailView {
  /** Octets of the option. */
  public static final int LENGTH = 12;

  private boolean present;
  private long dsn;

  /** Forgets everything. */
  public void clear() {
    present = false;
  }

  /**
   * Reads the option at {@code at}.
   *
   * @return false where {@code optionLength} is impossible; then nothing is present
   */
  public boolean read(ByteBuffer buf, int at, int optionLength) {
    present = optionLength == LENGTH;
    if (present) {
      dsn = buf.getLong(at + 4);
    }
    return present;
  }

  public boolean present() {
    return present;
  }

  /** The full 64 bits of the data sequence number at which the failed mapping starts. */
  public long dsn() {
    return dsn;
  }

  /** A lasting copy. */
  public MptcpOption.MpFail toRecord() {
    return new MptcpOption.MpFail(dsn);
  }
}
