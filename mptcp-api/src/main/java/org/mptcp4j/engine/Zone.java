package org.mptcp4j.engine;

import java.net.InetAddress;
import java.util.List;

/**
 * A side of the engine: the device that a packet came from or leaves by. A part of the
 * demultiplexer's key, since a transparent proxy sees the same addresses and ports on two sides.
 *
 * @param index position in the engine's list of zones, from 0
 * @param name unique, shown in logs
 * @param mtu the largest packet on the wire in bytes, at least 576 (IPv4) or 1280 (IPv6)
 * @param maxPacketBytes the largest packet that the device takes, {@code mtu} to 65,535: larger
 *     than {@code mtu} where the device cuts super-segments itself
 * @param addresses the addresses that this stack owns here, with their prefix; empty for a purely
 *     transparent zone
 * @param transparent whether packets to foreign addresses may be intercepted here. In such a zone
 *     {@link Engine#input} refuses what belongs to no connection instead of answering with a RST
 */
public record Zone(
    int index,
    String name,
    int mtu,
    int maxPacketBytes,
    List<Prefix> addresses,
    boolean transparent) {

  /** An address and the length of the prefix on its link. */
  public record Prefix(InetAddress address, int length) {
    public Prefix {
      int bits = address.getAddress().length * 8;
      if (length < 0 || length > bits) {
        throw new IllegalArgumentException("prefix length " + length + " of " + address);
      }
    }

    /** Whether {@code other} lies in this prefix. */
    public boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] its = other.getAddress();
      if (mine.length != its.length) {
        return false;
      }
      for (int bit = 0; bit < length; bit += 8) {
        int mask = 0xff & (length - bit >= 8 ? 0xff : 0xff00 >> (length - bit));
        if (((mine[bit / 8] ^ its[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }

    /** Parses {@code 10.0.0.1/24} or, for a whole address, {@code 10.0.0.1}. */
    public static Prefix parse(String text) {
      int slash = text.indexOf('/');
      InetAddress address = Addresses.literal(slash < 0 ? text : text.substring(0, slash));
      int bits = address.getAddress().length * 8;
      try {
        return new Prefix(address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a prefix: " + text, e);
      }
    }

    @Override
    public String toString() {
      return address.getHostAddress() + "/" + length;
    }
  }

  public Zone {
    if (mtu < 576 || maxPacketBytes < mtu || maxPacketBytes > 65_535) {
      throw new IllegalArgumentException("mtu " + mtu + ", maxPacketBytes " + maxPacketBytes);
    }
    addresses = List.copyOf(addresses);
  }

  /** A zone for the engine's own addresses on a link without segmentation offload. */
  public static Zone host(int index, String name, int mtu, List<Prefix> addresses) {
    return new Zone(index, name, mtu, mtu, addresses, false);
  }

  /** A zone that intercepts, on a link without segmentation offload. */
  public static Zone transparent(int index, String name, int mtu, List<Prefix> addresses) {
    return new Zone(index, name, mtu, mtu, addresses, true);
  }

  /** Whether this stack owns {@code address} here. */
  public boolean owns(InetAddress address) {
    for (Prefix prefix : addresses) {
      if (prefix.address().equals(address)) {
        return true;
      }
    }
    return false;
  }
}
