package org.mptcp4j.conformance.packet;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** An option of a TCP header (RFC 9293, section 3.2). Padding is not kept. */
@SuppressWarnings("ArrayRecordComponent")
public interface TcpOption {
  /** Appends it as it is on the wire, without padding. */
  void write(ByteBuffer target);

  /** Maximum segment size, bytes (RFC 9293, section 3.7.1). */
  record Mss(int bytes) implements TcpOption {
    @Override
    public void write(ByteBuffer target) {
      target.put((byte) 2).put((byte) 4).putShort((short) bytes);
    }
  }

  /** Window scale (RFC 7323, section 2.2). */
  record WindowScale(int shift) implements TcpOption {
    @Override
    public void write(ByteBuffer target) {
      target.put((byte) 3).put((byte) 3).put((byte) shift);
    }
  }

  /** SACK permitted (RFC 2018, section 2). */
  record SackPermitted() implements TcpOption {
    @Override
    public void write(ByteBuffer target) {
      target.put((byte) 4).put((byte) 2);
    }
  }

  /** SACK (RFC 2018, section 3). */
  record Sack(List<Block> blocks) implements TcpOption {
    /** Sequence numbers from {@code left} up to, not including, {@code right}. */
    public record Block(int left, int right) {}

    @Override
    public void write(ByteBuffer target) {
      target.put((byte) 5).put((byte) (2 + 8 * blocks.size()));
      blocks.forEach(block -> target.putInt(block.left).putInt(block.right));
    }
  }

  /** Timestamps (RFC 7323, section 3.2). */
  record Timestamps(int value, int echo) implements TcpOption {
    @Override
    public void write(ByteBuffer target) {
      target.put((byte) 8).put((byte) 10).putInt(value).putInt(echo);
    }
  }

  /**
   * Any bytes in the place of an option, well-formed or not.
   *
   * @param bytes kind and length included
   */
  record Raw(byte[] bytes) implements TcpOption {
    /** The bytes in hexadecimal, such as {@code "1e0c0081"}; blanks are skipped. */
    public static Raw hex(String text) {
      return new Raw(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    @Override
    public void write(ByteBuffer target) {
      target.put(bytes);
    }

    @Override
    public String toString() {
      return "Raw[" + HexFormat.of().formatHex(bytes) + "]";
    }
  }
}
