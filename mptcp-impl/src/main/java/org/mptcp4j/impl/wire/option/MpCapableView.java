package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * MP_CAPABLE as received, RFC 6824 and RFC 8684, section 3.1.
 *
 * <pre>
 * +---------------+---------------+-------+-------+---------------+
 * |     Kind      |    Length     |Subtype|Version|A|B|C|D|E|F|G|H|
 * +---------------+---------------+-------+-------+---------------+
 * |                   Option Sender's Key (64 bits)               |
 * |                  Option Receiver's Key (64 bits)              |
 * +-------------------------------+-------------------------------+
 * |  Data-Level Length (version 1)|  Checksum (optional)          |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * Lengths: 12 and 20 in version 0; 4, 12, 20, 22 and 24 in version 1. Of a version that we don't
 * know, and with flag B, only the first four octets are read: "the length of the MP_CAPABLE option
 * ... may be altered by setting B=1".
 */
public final class MpCapableView {
  /** Flag A: checksums are required. */
  public static final int CHECKSUM_REQUIRED = 0x80;

  /** Flag B: an extension that does not exist yet; an option with it is to be ignored. */
  public static final int EXTENSIBILITY = 0x40;

  /** Flag C, version 1: no subflows towards the sender's address and port, please. */
  public static final int NO_JOIN_HERE = 0x20;

  /** Flag H: HMAC-SHA1 in version 0, HMAC-SHA256 in version 1. */
  public static final int HMAC_SHA = 0x01;

  private int length;
  private int version;
  private int flags;
  private long senderKey;
  private long receiverKey;
  private int dataLevelLength;
  private int checksum;

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
    if (optionLength < 4) {
      return false;
    }
    version = buf.get(at + 2) & 0x0F;
    flags = buf.get(at + 3) & 0xFF;
    boolean known = version <= 1 && (flags & EXTENSIBILITY) == 0;
    if (known && !possible(version, optionLength)) {
      return false;
    }
    length = known ? optionLength : 4;
    senderKey = length >= 12 ? buf.getLong(at + 4) : 0;
    receiverKey = length >= 20 ? buf.getLong(at + 12) : 0;
    dataLevelLength = length >= 22 ? buf.getShort(at + 20) & 0xFFFF : 0;
    checksum = length == 24 ? buf.getShort(at + 22) & 0xFFFF : 0;
    return true;
  }

  private static boolean possible(int version, int length) {
    return switch (length) {
      case 12, 20 -> true;
      case 4, 22, 24 -> version == 1;
      default -> false;
    };
  }

  public boolean present() {
    return length != 0;
  }

  /** 0 to 15. */
  public int version() {
    return version;
  }

  /** The octet A to H. */
  public int flags() {
    return flags;
  }

  /** Flag A. */
  public boolean checksumRequired() {
    return (flags & CHECKSUM_REQUIRED) != 0;
  }

  /**
   * Octets: 12 or 20 in version 0; 4, 12, 20, 22 or 24 in version 1; 4 for unknown ones, and with
   * B.
   */
  public int length() {
    return length;
  }

  public boolean hasSenderKey() {
    return length >= 12;
  }

  public long senderKey() {
    return senderKey;
  }

  public boolean hasReceiverKey() {
    return length >= 20;
  }

  public long receiverKey() {
    return receiverKey;
  }

  /** Whether it stands in for a DSS mapping of the first data: version 1, section 3.1. */
  public boolean hasData() {
    return length >= 22;
  }

  /** Bytes of the first mapping. */
  public int dataLevelLength() {
    return dataLevelLength;
  }

  public boolean hasChecksum() {
    return length == 24;
  }

  public int checksum() {
    return checksum;
  }

  /** A lasting copy. */
  public MptcpOption.MpCapable toRecord() {
    return new MptcpOption.MpCapable(
        version, flags, length, senderKey, receiverKey, dataLevelLength, checksum);
  }
}
