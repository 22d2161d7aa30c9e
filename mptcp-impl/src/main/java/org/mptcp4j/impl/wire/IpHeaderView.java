package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;

/**
 * The IP header of a packet, and where its payload lies: RFC 791, section 3.1; RFC 8200, sections 3
 * and 4. Reused.
 */
final class IpHeaderView {
  static final int HOP_BY_HOP = 0;
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int ROUTING = 43;
  static final int FRAGMENT = 44;
  static final int ICMPV6 = 58;
  static final int DESTINATION_OPTIONS = 60;

  static final int V4_LENGTH = 20;
  static final int V6_LENGTH = 40;

  /** An attacker's chain of extension headers ends here; no honest one is nearly as long. */
  private static final int MAX_EXTENSION_HEADERS = 8;

  boolean v6;
  long sourceHi;
  long sourceLo;
  long destinationHi;
  long destinationLo;

  /** DSCP and ECN. */
  int trafficClass;

  /** TTL or hop limit. */
  int hopLimit;

  /** What follows the header and all extension headers. */
  int protocol;

  /** Absolute index behind the header and all extension headers. */
  int payloadAt;

  /** Bytes from {@link #payloadAt} to the end that the header gives. */
  int payloadLength;

  private ByteBuffer buf;
  private int start;
  private int end;
  private boolean quoted;

  /**
   * Reads the header at {@code at}.
   *
   * @param limit where the bytes end; what lies behind the packet's own length is padding
   * @param inQuote whether this is a packet quoted in an ICMP error: it may end early, and its
   *     header checksum is not looked at
   * @return {@link ParseResult#OTHER} where the header is good, whatever it carries; else the
   *     fault. Where it is a fragment, the addresses and the protocol hold
   */
  ParseResult parse(ByteBuffer bytes, int at, int limit, boolean inQuote) {
    buf = bytes;
    start = at;
    end = limit;
    quoted = inQuote;
    if (limit - at < V4_LENGTH) {
      return ParseResult.MALFORMED;
    }
    int version = bytes.get(at) >> 4 & 0x0F;
    return version == 4 ? parseV4() : version == 6 ? parseV6() : ParseResult.MALFORMED;
  }

  private ParseResult parseV4() {
    int headerLength = (buf.get(start) & 0x0F) * 4;
    int totalLength = buf.getShort(start + 2) & 0xFFFF;
    if (headerLength < V4_LENGTH
        || totalLength < headerLength
        || headerLength > end - start
        || (!quoted && totalLength > end - start)) {
      return ParseResult.MALFORMED;
    }
    if (!quoted && !Checksums.verifies(Checksums.add(0, buf, start, headerLength))) {
      return ParseResult.BAD_CHECKSUM;
    }
    v6 = false;
    trafficClass = buf.get(start + 1) & 0xFF;
    hopLimit = buf.get(start + 8) & 0xFF;
    protocol = buf.get(start + 9) & 0xFF;
    sourceHi = 0;
    sourceLo = Integer.toUnsignedLong(buf.getInt(start + 12));
    destinationHi = 0;
    destinationLo = Integer.toUnsignedLong(buf.getInt(start + 16));
    payloadAt = start + headerLength;
    payloadLength = totalLength - headerLength;
    // more fragments, or an offset
    boolean fragment = (buf.getShort(start + 6) & 0x3FFF) != 0;
    return fragment ? ParseResult.FRAGMENT : ParseResult.OTHER;
  }

  private ParseResult parseV6() {
    if (end - start < V6_LENGTH) {
      return ParseResult.MALFORMED;
    }
    payloadLength = buf.getShort(start + 4) & 0xFFFF;
    if (!quoted && payloadLength > end - start - V6_LENGTH) {
      return ParseResult.MALFORMED;
    }
    v6 = true;
    trafficClass = buf.getShort(start) >> 4 & 0xFF;
    hopLimit = buf.get(start + 7) & 0xFF;
    protocol = buf.get(start + 6) & 0xFF;
    sourceHi = buf.getLong(start + 8);
    sourceLo = buf.getLong(start + 16);
    destinationHi = buf.getLong(start + 24);
    destinationLo = buf.getLong(start + 32);
    payloadAt = start + V6_LENGTH;
    return skipExtensionHeaders();
  }

  private ParseResult skipExtensionHeaders() {
    for (int i = 0; i <= MAX_EXTENSION_HEADERS; i++) {
      if (protocol == FRAGMENT) {
        return ParseResult.FRAGMENT;
      }
      if (protocol != HOP_BY_HOP && protocol != ROUTING && protocol != DESTINATION_OPTIONS) {
        return ParseResult.OTHER;
      }
      int available = Math.min(payloadLength, end - payloadAt);
      int length = available < 8 ? 8 : ((buf.get(payloadAt + 1) & 0xFF) + 1) * 8;
      if (length > available) {
        return ParseResult.MALFORMED;
      }
      protocol = buf.get(payloadAt) & 0xFF;
      payloadAt += length;
      payloadLength -= length;
    }
    return ParseResult.MALFORMED;
  }

  /** The sum of the pseudo header for the payload. */
  long pseudoHeader() {
    return Checksums.pseudoHeader(
        sourceHi, sourceLo, destinationHi, destinationLo, protocol, payloadLength);
  }

  IpAddress source() {
    return new IpAddress(sourceHi, sourceLo, v6);
  }

  IpAddress destination() {
    return new IpAddress(destinationHi, destinationLo, v6);
  }
}
