package org.mptcp4j.sim.middlebox;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One option of a TCP header (RFC 9293, section 3.1), as it is on the wire. */
public final class TcpOption {
  public static final int NO_OPERATION = 1;
  public static final int MAXIMUM_SEGMENT_SIZE = 2;
  public static final int WINDOW_SCALE = 3;
  public static final int SACK_PERMITTED = 4;
  public static final int SACK = 5;
  public static final int TIMESTAMPS = 8;
  public static final int MPTCP = 30;

  private final byte[] bytes;

  private TcpOption(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The whole option: kind, length (not with kind 1) and what follows. */
  public static TcpOption of(byte... bytes) {
    return new TcpOption(bytes.clone());
  }

  static TcpOption noOperation() {
    return new TcpOption(new byte[] {NO_OPERATION});
  }

  static TcpOption copyOf(ByteBuffer from, int at, int length) {
    byte[] copy = new byte[length];
    from.get(at, copy);
    return new TcpOption(copy);
  }

  public int kind() {
    return bytes[0] & 0xff;
  }

  /** On the wire, in bytes. */
  public int length() {
    return bytes.length;
  }

  /** The subtype of an option of Multipath TCP (RFC 8684, section 8.1), -1 of any other. */
  public int mptcpSubtype() {
    return kind() == MPTCP && bytes.length > 2 ? (bytes[2] >>> 4) & 0xf : -1;
  }

  /** A copy of the whole option to read, big endian. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes.clone());
  }

  /** The same option with 4 bytes of it changed. */
  TcpOption with(int at, int value) {
    byte[] copy = bytes.clone();
    ByteBuffer.wrap(copy).putInt(at, value);
    return new TcpOption(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpOption that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    int subtype = mptcpSubtype();
    return "option " + kind() + (subtype < 0 ? "" : "/" + subtype) + " of " + length();
  }
}
