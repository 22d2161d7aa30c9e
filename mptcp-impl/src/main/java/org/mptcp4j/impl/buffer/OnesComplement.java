package org.mptcp4j.impl.buffer;

import java.nio.ByteBuffer;

/**
 * One's complement sums of 16-bit words (RFC 1071), folded to 16 bits and not inverted. A sum is
 * that of bytes which begin at an even place; {@link #add} joins two.
 */
public final class OnesComplement {
  private static final long LOW = 0xffff_ffffL;

  private OnesComplement() {}

  /** The sum over {@code length} bytes at the absolute index {@code offset}, big endian. */
  public static int sum(ByteBuffer bytes, int offset, int length) {
    long sum = 0;
    int at = offset;
    int end = offset + length;
    // RFC 1071, section 2 (C): wider words give the same sum. Halves keep the carries in the long.
    for (; at + 32 <= end; at += 32) {
      long a = bytes.getLong(at);
      long b = bytes.getLong(at + 8);
      long c = bytes.getLong(at + 16);
      long d = bytes.getLong(at + 24);
      sum += (a >>> 32) + (a & LOW) + (b >>> 32) + (b & LOW);
      sum += (c >>> 32) + (c & LOW) + (d >>> 32) + (d & LOW);
    }
    for (; at + 4 <= end; at += 4) {
      sum += bytes.getInt(at) & LOW;
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
