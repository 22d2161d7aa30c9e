package org.mptcp4j.impl.wire;

/**
 * Sequence number arithmetic modulo 2<sup>32</sup>, RFC 9293, section 3.4, and the way from there
 * to positions of 64 bits that never wrap.
 */
public final class SequenceNumbers {
  private SequenceNumbers() {}

  /**
   * The position nearest to {@code near} whose lower 32 bits are {@code wire}. It lies from {@code
   * near - 2^31} to {@code near + 2^31 - 1}.
   */
  public static long unwrap(int wire, long near) {
    return near + (wire - (int) near);
  }

  /** {@code a < b}: a precedes b by less than half of the number space. */
  public static boolean lessThan(int a, int b) {
    return a - b < 0;
  }

  /** {@code a =< b}. */
  public static boolean lessOrEqual(int a, int b) {
    return a - b <= 0;
  }

  /** {@code a > b}. */
  public static boolean greaterThan(int a, int b) {
    return a - b > 0;
  }

  /** {@code a >= b}. */
  public static boolean greaterOrEqual(int a, int b) {
    return a - b >= 0;
  }

  /** {@code start =< number < start + length}. */
  public static boolean inWindow(int number, int start, long length) {
    return Integer.toUnsignedLong(number - start) < length;
  }
}
