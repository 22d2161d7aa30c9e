package org.mptcp4j.sim.transfer;

import java.nio.ByteBuffer;

/** A stream of bytes that looks random and in which each byte follows from its position. */
final class Pattern {
  private Pattern() {}

  static byte at(long position) {
    return (byte) (word(position >>> 3) >>> ((position & 7) * 8));
  }

  /**
   * Fills {@code target} from its position to its limit with the bytes from {@code position} on.
   */
  static void fill(ByteBuffer target, long position) {
    long next = position;
    while (target.hasRemaining()) {
      target.put(at(next++));
    }
  }

  /**
   * Compares {@code bytes} from position to limit with the pattern.
   *
   * @return the index of the first wrong byte, counted from the buffer's position, or -1
   */
  static int firstMismatch(ByteBuffer bytes, long position) {
    for (int i = 0; i < bytes.remaining(); i++) {
      if (bytes.get(bytes.position() + i) != at(position + i)) {
        return i;
      }
    }
    return -1;
  }

  /** A mix of the bits in which neighbouring inputs share nothing that shows. */
  private static long word(long index) {
    long x = (index + 1) * 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 29)) * 0xd6e8feb86659fd93L;
    return x ^ (x >>> 32);
  }
}
