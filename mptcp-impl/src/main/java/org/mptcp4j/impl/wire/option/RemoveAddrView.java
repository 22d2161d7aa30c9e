package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * REMOVE_ADDR as received, RFC 6824 and RFC 8684, section 3.4.2.
 *
 * <pre>
 * +---------------+---------------+-------+-------+---------------+
 * |     Kind      |  Length = 3+n |Subtype|(resvd)|   Address ID  | ...
 * +---------------+---------------+-------+-------+---------------+
 *                            (followed by n-1 Address IDs, if required)
 * </pre>
 */
public final class RemoveAddrView {
  /** What fits the 40 octets of TCP options. */
  private static final int MAX_IDS = 37;

  private final byte[] ids = new byte[MAX_IDS];
  private int count;

  /** Forgets everything. */
  public void clear() {
    count = 0;
  }

  /**
   * Reads the option at {@code at}.
   *
   * @return false where {@code optionLength} is impossible; then nothing is present
   */
  public boolean read(ByteBuffer buf, int at, int optionLength) {
    count = 0;
    if (optionLength < 4 || optionLength > 3 + MAX_IDS) {
      return false;
    }
    count = optionLength - 3;
    buf.get(at + 3, ids, 0, count);
    return true;
  }

  public boolean present() {
    return count != 0;
  }

  /** How many IDs, 0 where the option is absent. */
  public int count() {
    return count;
  }

  /** The ID at {@code index}, 0 to 255. */
  public int id(int index) {
    return ids[index] & 0xFF;
  }

  /** A lasting copy. */
  public MptcpOption.RemoveAddr toRecord() {
    return MptcpOption.RemoveAddr.of(ids, count);
  }
}
