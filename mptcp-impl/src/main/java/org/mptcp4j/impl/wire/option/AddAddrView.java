package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * ADD_ADDR as received, RFC 6824 and RFC 8684, section 3.4.1.
 *
 * <pre>
 * +---------------+---------------+-------+-------+---------------+
 * |     Kind      |     Length    |Subtype| IPVer |  Address ID   |  version 0: IPVer 4 or 6
 * |               |               |       |(rsv)|E|               |  version 1
 * +---------------+---------------+-------+-------+---------------+
 * |          Address (IPv4 - 4 octets / IPv6 - 16 octets)         |
 * +-------------------------------+-------------------------------+
 * |   Port (2 octets, optional)   |  Truncated HMAC (8 octets; version 1, if E=0)
 * +-------------------------------+
 * </pre>
 *
 * The two can't be mixed up: without E, version 1 is eight octets longer than version 0 can be for
 * the same family; with E, the four bits are odd, and no IP version is.
 */
public final class AddAddrView {
  private static final int ECHO = 0x1;

  private int length;
  private int version;
  private boolean echo;
  private int id;
  private boolean v6;
  private long hi;
  private long lo;
  private int port;
  private long hmac;

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
    if (optionLength < 8) {
      return false;
    }
    int nibble = buf.get(at + 2) & 0x0F;
    echo = (nibble & ECHO) != 0;
    int plainLength = plainLength(optionLength, nibble);
    if (plainLength == 0) {
      return false;
    }
    id = buf.get(at + 3) & 0xFF;
    v6 = plainLength >= 20;
    hi = v6 ? buf.getLong(at + 4) : 0;
    lo = v6 ? buf.getLong(at + 12) : Integer.toUnsignedLong(buf.getInt(at + 4));
    port = (plainLength & 3) != 0 ? buf.getShort(at + plainLength - 2) & 0xFFFF : 0;
    hmac = optionLength > plainLength ? buf.getLong(at + plainLength) : 0;
    version = echo || optionLength > plainLength ? 1 : 0;
    length = optionLength;
    return true;
  }

  /** The length without the HMAC, or 0 where the option is neither version's. */
  private static int plainLength(int length, int nibble) {
    boolean echo = (nibble & ECHO) != 0;
    return switch (length) {
      case 8, 10 -> echo || nibble == 4 ? length : 0;
      case 20, 22 -> echo || nibble == 6 ? length : 0;
      case 16, 18, 28, 30 -> echo ? 0 : length - 8;
      default -> 0;
    };
  }

  public boolean present() {
    return length != 0;
  }

  /** 0 or 1: whose layout the option has. */
  public int version() {
    return version;
  }

  /** Version 1: the peer confirms our ADD_ADDR. */
  public boolean echo() {
    return echo;
  }

  /** 0 to 255. */
  public int id() {
    return id;
  }

  public boolean v6() {
    return v6;
  }

  /** The upper 64 bits of an IPv6 address; 0 for IPv4. */
  public long addressHi() {
    return hi;
  }

  /** The lower 64 bits of an IPv6 address; an IPv4 address in the lower 32. */
  public long addressLo() {
    return lo;
  }

  /** Whether a port is announced; a port field of 0 counts as none. */
  public boolean hasPort() {
    return port != 0;
  }

  /** 0 where there is none. */
  public int port() {
    return port;
  }

  /** Version 1, no echo. */
  public boolean hasHmac() {
    return version == 1 && !echo;
  }

  /** The rightmost 64 bits of the HMAC; 0 where there is none. */
  public long hmac() {
    return hmac;
  }

  /** A lasting copy. */
  public MptcpOption.AddAddr toRecord() {
    return new MptcpOption.AddAddr(version, echo, id, v6, hi, lo, port, hmac);
  }
}
