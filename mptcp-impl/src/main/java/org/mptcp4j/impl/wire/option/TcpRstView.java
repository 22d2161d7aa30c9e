package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_TCPRST as received, RFC 8684, section 3.6. Version 1 only.
 *
 * <pre>
 * +---------------+---------------+-------+-----------------------+
 * |     Kind      |    Length     |Subtype|U|V|W|T|    Reason     |
 * +---------------+---------------+-------+-----------------------+
 * </pre>
 */
public final class TcpRstView {
  /** Octets of the option. */
  public static final int LENGTH = 4;

  /** Flag T: the condition is transient. */
  public static final int TRANSIENT = 0x1;

  private boolean present;
  private int flags;
  private int reason;

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
      flags = buf.get(at + 2) & 0x0F;
      reason = buf.get(at + 3) & 0xFF;
    }
    return present;
  }

  public boolean present() {
    return present;
  }

  /** U, V, W and T. */
  public int flags() {
    return flags;
  }

  /** 0 to 255, see section 3.6. */
  public int reason() {
    return reason;
  }

  /** A lasting copy. */
  public MptcpOption.MpTcpRst toRecord() {
    return new MptcpOption.MpTcpRst(flags, reason);
  }
}
