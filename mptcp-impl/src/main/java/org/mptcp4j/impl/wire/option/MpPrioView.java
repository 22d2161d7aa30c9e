package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_PRIO as received, RFC 6824 and RFC 8684, section 3.3.8. The Address ID is version 0's only.
 *
 * <pre>
 * +---------------+---------------+-------+-----+-+--------------+
 * |     Kind      |     Length    |Subtype|     |B| AddrID (opt) |
 * +---------------+---------------+-------+-----+-+--------------+
 * </pre>
 */
public final class MpPrioView {
  private int length;
  private boolean backup;
  private int addressId;

  /** Forgets everything. */
  public void clear() {
    length = 0;
  }

  /**
   * Reads the option at {@code at}.
   *
   * @return false where {@code optionLength} is impossible; then nothing is present
   */
  public boolean read(ByteBuffer buf, int at, int optionLength) {
    length = 0;
    if (optionLength != 3 && optionLength != 4) {
      return false;
    }
    backup = (buf.get(at + 2) & 1) != 0;
    addressId = optionLength == 4 ? buf.get(at + 3) & 0xFF : 0;
    length = optionLength;
    return true;
  }

  public boolean present() {
    return length != 0;
  }

  /** Flag B: the sender wants the subflow to be a backup. */
  public boolean backup() {
    return backup;
  }

  /** Whether it speaks of an address instead of the subflow that carries it: version 0. */
  public boolean hasAddressId() {
    return length == 4;
  }

  /** 0 to 255. */
  public int addressId() {
    return addressId;
  }

  /** A lasting copy. */
  public MptcpOption.MpPrio toRecord() {
    return new MptcpOption.MpPrio(backup, hasAddressId(), addressId);
  }
}
