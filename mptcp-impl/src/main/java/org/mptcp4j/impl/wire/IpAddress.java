package org.mptcp4j.impl.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as two numbers: cheap to compare, and to build from a packet.
 *
 * @param hi the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param lo the lower 64 bits of an IPv6 address; an IPv4 address in the lower 32 bits
 * @param v6 whether it is an IPv6 address
 */
public record IpAddress(long hi, long lo, boolean v6) implements Comparable<IpAddress> {
  public IpAddress {
    if (!v6 && (hi != 0 || lo >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /** The IPv4 address with these 32 bits. */
  public static IpAddress v4(int bits) {
    return new IpAddress(0, Integer.toUnsignedLong(bits), false);
  }

  /** The IPv6 address with these bits. */
  public static IpAddress v6(long hi, long lo) {
    return new IpAddress(hi, lo, true);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byFamily = Boolean.compare(v6, other.v6);
    int byHigh = byFamily != 0 ? byFamily : Long.compare(hi, other.hi);
    return byHigh != 0 ? byHigh : Long.compare(lo, other.lo);
  }

  /** The same address; an IPv6 scope is left out. */
  public static IpAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == 4 ? v4(bytes.getInt()) : v6(bytes.getLong(), bytes.getLong());
  }

  /** The same address; an IPv4-mapped one stays an {@link Inet6Address}. */
  public InetAddress toInetAddress() {
    try {
      return v6
          ? Inet6Address.getByAddress(
              null, ByteBuffer.allocate(16).putLong(hi).putLong(lo).array(), -1)
          : InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) lo).array());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes always make an address", e);
    }
  }

  /** Bytes of the address on the wire: 4 or 16. */
  public int length() {
    return v6 ? 16 : 4;
  }

  @Override
  public String toString() {
    return toInetAddress().getHostAddress();
  }
}
