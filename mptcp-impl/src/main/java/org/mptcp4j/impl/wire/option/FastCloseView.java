package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_FASTCLOSE as received, RFC 6824 and RFC 8684, section 3.5.
 *
 * <pre>
 * +---------------+---------------+-------+-----------------------+
 * |     Kind      |    Length     |Subtype|      (reserved)       |
 * +---------------+---------------+-------+-----------------------+
 * |                 Option Receiver's Key (64 bits)               |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class FastCloseView {
  /** Octets of the option. */
  public static final int LENGTH = 12;

  private boolean present;
  private long receiverKey;

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
      receiverKey = buf.getLong(at + 4);
    }
    return present;
  }

  public boolean present() {
    return present;
  }

  /** The key of the host that receives the option. */
  public long receiverKey() {
    return receiverKey;
  }

  /** A lasting copy. */
  public MptcpOption.MpFastclose toRecord() {
    return new MptcpOption.MpFastclose(receiverKey);
  }
}
