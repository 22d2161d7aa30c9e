package org.mptcp4j.impl.buffer;

import java.nio.ByteBuffer;

/**
 * One's complement sums of 16-bit words (RFC 1071), folded to 16 bits and not inverted. A sum is
 * that of bytes which begin at an even place; {@link #add} joins two.
 */
public final class OnesComplement {
  private OnesComplement() {}

  /** The sum over {@code length} bytes at the absolute index {@code offset}, big endian. */
  public static int sum(ByteBuffer bytes, int offset, int length) {
    long sum = 0;
    int at = offset;
    int end = offset + length;
    // RFC 1071, section 2 (C): wider words give the same sum. Halves keep the carries in the long.
    for (; at + 8 <= end; at += 8) {
      long word = bytes.getLong(at);
      sum += (word >>> 32) + (word & 0xffff_ffffL);
    }
    for (; at + 2 <= end; at += 2) {
      sum += bytes.getShort(at) & 0xffff;
    }
    if (at < end) {
      sum += (bytes.get(at) & 0xff) << 8;
    }
    return fold(sum);
  }

  /**
   * The sum of {@code first} and of bytes that follow it.
   *
   * @param oddOffset whether the second part begins at an odd place: its bytes are swapped then
   *     (RFC 1071, section 2 (B))
   */
  public static int add(int first, int second, boolean oddOffset) {
    int part = oddOffset ? ((second & 0xff) << 8) | ((second >>> 8) & 0xff) : second;
    return fold((long) first + part);
  }

  private static int fold(long sum) {
    long rest = sum;
    while (rest >>> 16 != 0) {
      rest = (rest & 0xffff) + (rest >>> 16);
    }
    return (int) rest;
  }
}
