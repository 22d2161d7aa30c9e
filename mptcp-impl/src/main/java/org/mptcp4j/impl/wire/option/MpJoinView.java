package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_JOIN as received, RFC 6824 and RFC 8684, section 3.2; both versions have the same layout.
 *
 * <pre>
 * +---------------+---------------+-------+-----+-+---------------+
 * |     Kind      |    Length     |Subtype|     |B|   Address ID  |
 * +---------------+---------------+-------+-----+-+---------------+
 * SYN (12):     Receiver's Token (32 bits), Sender's Random Number (32 bits)
 * SYN/ACK (16): Sender's Truncated HMAC (64 bits), Sender's Random Number (32 bits)
 * ACK (24):     Sender's HMAC (160 bits); instead of B and Address ID: reserved
 * </pre>
 */
public final class MpJoinView {
  /** Length on a SYN. */
  public static final int SYN_LENGTH = 12;

  /** Length on a SYN+ACK. */
  public static final int SYN_ACK_LENGTH = 16;

  /** Length on the third ACK. */
  public static final int ACK_LENGTH = 24;

  /** Bytes of the HMAC on the third ACK, in both versions. */
  public static final int HMAC_BYTES = 20;

  private int length;
  private boolean backup;
  private int addressId;
  private int token;
  private int nonce;
  private long truncatedHmac;
  private final byte[] hmac = new byte[HMAC_BYTES];

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
    switch (optionLength) {
      case SYN_LENGTH -> {
        token = buf.getInt(at + 4);
        nonce = buf.getInt(at + 8);
      }
      case SYN_ACK_LENGTH -> {
        truncatedHmac = buf.getLong(at + 4);
        nonce = buf.getInt(at + 12);
      }
      case ACK_LENGTH -> buf.get(at + 4, hmac);
      default -> {
        return false;
      }
    }
    backup = optionLength != ACK_LENGTH && (buf.get(at + 2) & 1) != 0;
    addressId = optionLength != ACK_LENGTH ? buf.get(at + 3) & 0xFF : 0;
    length = optionLength;
    return true;
  }

  public boolean present() {
    return length != 0;
  }

  /** {@link #SYN_LENGTH}, {@link #SYN_ACK_LENGTH} or {@link #ACK_LENGTH}. */
  public int length() {
    return length;
  }

  /** Flag B, of SYN and SYN+ACK. */
  public boolean backup() {
    return backup;
  }

  /** Of SYN and SYN+ACK: 0 to 255. */
  public int addressId() {
    return addressId;
  }

  /** Of a SYN. */
  public int token() {
    return token;
  }

  /** Of SYN and SYN+ACK. */
  public int nonce() {
    return nonce;
  }

  /** Of a SYN+ACK: the leftmost 64 bits of the HMAC. */
  public long truncatedHmac() {
    return truncatedHmac;
  }

  /** Of an ACK: the leftmost 160 bits of the HMAC. Reused: valid until the next segment. */
  public byte[] hmac() {
    return hmac;
  }

  /** A lasting copy. */
  public MptcpOption toRecord() {
    return switch (length) {
      case SYN_LENGTH -> new MptcpOption.MpJoinSyn(backup, addressId, token, nonce);
      case SYN_ACK_LENGTH -> new MptcpOption.MpJoinSynAck(backup, addressId, truncatedHmac, nonce);
      default -> MptcpOption.MpJoinAck.of(hmac);
    };
  }
}
