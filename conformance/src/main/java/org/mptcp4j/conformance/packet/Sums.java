package org.mptcp4j.conformance.packet;

import java.nio.ByteBuffer;

/** Internet checksums (RFC 1071): of headers, of TCP, of DSS mappings. */
public final class Sums {
  private Sums() {}

  /** The sum of 16-bit words, not complemented; an odd last byte is padded with zero. */
  static long sum(ByteBuffer bytes) {
    long sum = 0;
    ByteBuffer in = bytes.duplicate();
    while (in.remaining() >= 2) {
      sum += in.getShort() & 0xffff;
    }
    return in.hasRemaining() ? sum + ((in.get() & 0xff) << 8) : sum;
  }

  static int fold(long sum) {
    long folded = sum;
    while (folded >> 16 != 0) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) (~folded & 0xffff);
  }

  /**
   * The checksum of a DSS mapping (RFC 8684, section 3.3.1, figure 10).
   *
   * @param dsn all 64 bits, whatever the option has
   * @param payload of the whole mapping, without DATA_FIN
   */
  public static int dss(long dsn, int ssn, int length, byte[] payload) {
    ByteBuffer pseudo = ByteBuffer.allocate(16);
    pseudo.putLong(dsn).putInt(ssn).putShort((short) length).putShort((short) 0).flip();
    return fold(sum(pseudo) + sum(ByteBuffer.wrap(payload)));
  }
}
