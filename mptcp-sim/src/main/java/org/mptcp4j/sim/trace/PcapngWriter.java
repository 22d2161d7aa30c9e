package org.mptcp4j.sim.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes pcapng files (draft-ietf-opsawg-pcapng) of raw IP packets with times in nanoseconds.
 *
 * <p>Nothing of the machine or of the real time goes into the file: the same packets give the same
 * bytes. Little endian. Not thread-safe.
 */
public final class PcapngWriter implements Closeable {
  /** Which way a packet went, as seen from the capturing interface (epb_flags, bits 0 and 1). */
  public enum Flow {
    UNKNOWN(0),
    INBOUND(1),
    OUTBOUND(2);

    private final int bits;

    Flow(int bits) {
      this.bits = bits;
    }
  }

  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  private static final short LINKTYPE_RAW = 101;
  private static final int OPT_COMMENT = 1;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;
  private static final byte NANOSECONDS = 9;
  private static final int MOST_COMMENT_BYTES = 1024;
  private static final int BLOCK_OVERHEAD = 128 + 65_536 + MOST_COMMENT_BYTES;

  private final OutputStream out;
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK_OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
  private int interfaces;

  /**
   * Begins a file.
   *
   * @param out closed with this writer; best a buffered one
   */
  public PcapngWriter(OutputStream out) throws IOException {
    this.out = out;
    begin(SECTION_HEADER);
    block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    end();
  }

  /**
   * Describes an interface; packets name it by the index returned, from 0.
   *
   * @param name if_name, at most 1024 bytes of it are kept
   */
  public int addInterface(String name) throws IOException {
    begin(INTERFACE_DESCRIPTION);
    block.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0);
    option(IF_NAME, name);
    block.putShort((short) IF_TSRESOL).putShort((short) 1).put(NANOSECONDS);
    pad();
    endOfOptions();
    end();
    return interfaces++;
  }

  /**
   * Writes a packet.
   *
   * @param interfaceIndex from {@link #addInterface}
   * @param nanos time, nanoseconds since 1970 as readers show it
   * @param packet from position to limit, which stay as they are; at most 65,535 bytes
   * @param comment shown with the packet, or null
   */
  public void packet(int interfaceIndex, long nanos, ByteBuffer packet, Flow flow, String comment)
      throws IOException {
    if (interfaceIndex < 0 || interfaceIndex >= interfaces) {
      throw new IllegalArgumentException("no interface " + interfaceIndex);
    }
    int length = packet.remaining();
    begin(ENHANCED_PACKET);
    block.putInt(interfaceIndex).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    block.putInt(length).putInt(length).put(packet.duplicate());
    pad();
    if (comment != null) {
      option(OPT_COMMENT, comment);
    }
    if (flow != Flow.UNKNOWN) {
      block.putShort((short) EPB_FLAGS).putShort((short) 4).putInt(flow.bits);
    }
    if (comment != null || flow != Flow.UNKNOWN) {
      endOfOptions();
    }
    end();
  }

  private void begin(int type) {
    block.clear().putInt(type).putInt(0);
  }

  private void option(int code, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, MOST_COMMENT_BYTES);
    block.putShort((short) code).putShort((short) length).put(bytes, 0, length);
    pad();
  }

  private void endOfOptions() {
    block.putInt(0);
  }

  /** Blocks and options end at a multiple of 32 bits. */
  private void pad() {
    while ((block.position() & 3) != 0) {
      block.put((byte) 0);
    }
  }

  private void end() throws IOException {
    int length = block.position() + 4;
    block.putInt(4, length).putInt(length);
    out.write(block.array(), 0, length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
