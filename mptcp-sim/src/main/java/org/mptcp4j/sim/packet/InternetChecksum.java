package org.mptcp4j.sim.packet;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071). */
public final class InternetChecksum {
  private InternetChecksum() {}

  /** The one's complement sum of 16-bit words, added to {@code sum}, not folded. */
  public static long add(long sum, ByteBuffer bytes, int offset, int length) {
    long total = sum;
    int end = offset + (length & ~1);
    for (int i = offset; i < end; i += 2) {
      total += bytes.getShort(i) & 0xffff;
    }
    if ((length & 1) != 0) {
      total += (bytes.get(end) & 0xff) << 8;
    }
    return total;
  }

  /** The checksum field for a sum: folded and inverted. */
  public static short finish(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }

  /** The field after one 16-bit word of the header changed: HC' = ~(~HC + ~m + m') (RFC 1624). */
  static short update(short field, int oldWord, int newWord) {
    return finish((~field & 0xffff) + (~oldWord & 0xffff) + (newWord & 0xffff));
  }
}
