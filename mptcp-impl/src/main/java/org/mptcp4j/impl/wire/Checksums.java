package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.buffer.OnesComplement;

/**
 * The Internet checksum, RFC 1071, in parts that can be summed where the bytes are and combined
 * later.
 *
 * <p>A sum is a {@code long} that is congruent to the one's complement sum of 16-bit words; {@link
 * #fold} makes 16 bits of it. What {@link #add} gives is below 2<sup>34</sup>, so that millions may
 * be added with {@code +}. Sums are not inverted before {@link #finish}.
 */
public final class Checksums {
  private static final long LOW = 0xFFFF_FFFFL;

  private Checksums() {}

  /**
   * Adds bytes that start at an even offset of the summed data; an odd last byte is the upper half
   * of its word.
   *
   * @param sum what was summed before, 0 at the start
   * @param buf big endian; position and limit are neither looked at nor changed
   * @param offset absolute index of the first byte
   * @param length bytes, 0 or more
   */
  public static long add(long sum, ByteBuffer buf, int offset, int length) {
    return (sum & LOW) + (sum >>> 32) + OnesComplement.sum(buf, offset, length);
  }

  /** The 16 bits of {@code sum}, not inverted: 0 to 65,535. */
  public static int fold(long sum) {
    long s = (sum & LOW) + (sum >>> 32);
    s = (s & 0xFFFF) + (s >>> 16);
    s = (s & 0xFFFF) + (s >>> 16);
    s = (s & 0xFFFF) + (s >>> 16);
    return (int) s;
  }

  /** What stands in a checksum field for {@code sum}: folded and inverted. */
  public static int finish(long sum) {
    return ~fold(sum) & 0xFFFF;
  }

  /** Whether data that includes its checksum field, summed up, is intact. */
  public static boolean verifies(long sum) {
    return fold(sum) == 0xFFFF;
  }

  /**
   * A sum taken from offset 0 on, as it counts where its data starts at an odd offset: RFC 1071,
   * section 2, (B).
   */
  public static int swap(long sum) {
    int s = fold(sum);
    return (s & 0xFF) << 8 | s >>> 8;
  }

  /** {@code first}, over {@code firstLength} bytes, and {@code second} over those that follow. */
  public static long combine(long first, int firstLength, long second) {
    return (long) fold(first) + ((firstLength & 1) == 0 ? fold(second) : swap(second));
  }

  /**
   * The pseudo header of TCP and ICMPv6: RFC 9293, section 3.1, and RFC 8200, section 8.1. IPv4 and
   * IPv6 differ in field widths only, which does not show in the sum.
   *
   * @param length bytes of the transport header and its payload
   */
  public static long pseudoHeader(
      long sourceHi,
      long sourceLo,
      long destinationHi,
      long destinationLo,
      int protocol,
      int length) {
    return words(sourceHi)
        + words(sourceLo)
        + words(destinationHi)
        + words(destinationLo)
        + protocol
        + length;
  }

  /** {@link #pseudoHeader(long, long, long, long, int, int)} for addresses at hand. */
  public static long pseudoHeader(
      IpAddress source, IpAddress destination, int protocol, int length) {
    return pseudoHeader(
        source.hi(), source.lo(), destination.hi(), destination.lo(), protocol, length);
  }

  /** The sum of the four 16-bit words of {@code value}. */
  static long words(long value) {
    return (value >>> 32) + (value & LOW);
  }
}
