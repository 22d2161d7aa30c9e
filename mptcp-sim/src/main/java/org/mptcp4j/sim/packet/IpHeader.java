package org.mptcp4j.sim.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** A view of an IPv4 (RFC 791) or IPv6 (RFC 8200) header, reused from packet to packet. */
public final class IpHeader {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int ICMPV6 = 58;

  private static final int V4_BYTES = 20;
  private static final int V6_BYTES = 40;
  private static final int CONGESTION_EXPERIENCED = 3;

  private ByteBuffer packet;
  private int start;
  private boolean v4;
  private int headerBytes;
  private int length;

  /**
   * Looks at a packet from position to limit, which stay as they are; the view is of {@code bytes}
   * itself.
   *
   * @return whether it begins with a well-formed header and is as long as that says
   */
  public boolean parse(ByteBuffer bytes) {
    packet = bytes;
    start = bytes.position();
    int available = bytes.remaining();
    int version = available == 0 ? 0 : (bytes.get(start) >>> 4) & 0xf;
    v4 = version == 4;
    if (v4 && available >= V4_BYTES) {
      headerBytes = (bytes.get(start) & 0xf) * 4;
      length = bytes.getShort(start + 2) & 0xffff;
    } else if (version == 6 && available >= V6_BYTES) {
      headerBytes = V6_BYTES;
      length = V6_BYTES + (bytes.getShort(start + 4) & 0xffff);
    } else {
      return false;
    }
    return headerBytes >= V4_BYTES && headerBytes <= length && length <= available;
  }

  public boolean isV4() {
    return v4;
  }

  /** Of the whole packet, in bytes. */
  public int length() {
    return length;
  }

  public int headerBytes() {
    return headerBytes;
  }

  /** The protocol, or the first next header of IPv6; extension headers are not followed. */
  public int protocol() {
    return packet.get(start + (v4 ? 9 : 6)) & 0xff;
  }

  public int hopLimit() {
    return packet.get(start + (v4 ? 8 : 7)) & 0xff;
  }

  /** The ECN field (RFC 3168, section 5): 0 not capable, 1 and 2 capable, 3 marked. */
  public int ecn() {
    return packet.getShort(start) >>> (v4 ? 0 : 4) & CONGESTION_EXPERIENCED;
  }

  /**
   * Sets the congestion mark, with the checksum of IPv4 brought up to date.
   *
   * @return false where the packet is not ECN-capable, and was left alone
   */
  public boolean markCongestion() {
    if (ecn() == 0) {
      return false;
    }
    int oldWord = packet.getShort(start) & 0xffff;
    int newWord = oldWord | CONGESTION_EXPERIENCED << (v4 ? 0 : 4);
    packet.putShort(start, (short) newWord);
    if (v4) {
      int field = start + 10;
      packet.putShort(field, InternetChecksum.update(packet.getShort(field), oldWord, newWord));
    }
    return true;
  }

  /** Whether this is a fragment other than the first, which has no transport header. */
  public boolean isLaterFragment() {
    return v4 && (packet.getShort(start + 6) & 0x1fff) != 0;
  }

  public InetAddress source() {
    return address(v4 ? 12 : 8);
  }

  public InetAddress destination() {
    return address(v4 ? 16 : 24);
  }

  private InetAddress address(int offset) {
    byte[] bytes = new byte[v4 ? 4 : 16];
    packet.get(start + offset, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Byte {@code offset} of what follows the header, -1 where the packet is too short. */
  public int payloadByte(int offset) {
    int at = headerBytes + offset;
    return at < length ? packet.get(start + at) & 0xff : -1;
  }

  /** One hop less, with the checksum of IPv4 brought up to date. */
  public void decrementHopLimit() {
    int at = start + (v4 ? 8 : 7);
    if (v4) {
      int oldWord = packet.getShort(at) & 0xffff;
      int newWord = oldWord - 0x100;
      packet.putShort(at, (short) newWord);
      int field = start + 10;
      packet.putShort(field, InternetChecksum.update(packet.getShort(field), oldWord, newWord));
    } else {
      packet.put(at, (byte) (packet.get(at) - 1));
    }
  }

  /**
   * The bytes of TCP payload (RFC 9293, section 3.1), 0 where the packet is not TCP or has none.
   */
  public int tcpPayloadBytes() {
    if (protocol() != TCP || isLaterFragment()) {
      return 0;
    }
    int dataOffset = payloadByte(12);
    int payload = length - headerBytes - (dataOffset >>> 4) * 4;
    return dataOffset < 0 ? 0 : Math.max(0, payload);
  }

  /** A view of the packet's first bytes, at most {@code most} of them. */
  ByteBuffer beginning(int most) {
    return packet.slice(start, Math.min(most, length));
  }
}
