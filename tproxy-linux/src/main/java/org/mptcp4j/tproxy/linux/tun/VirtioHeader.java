package org.mptcp4j.tproxy.linux.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer.Checksum;

/**
 * The header in front of each packet of a TUN device with offload: struct virtio_net_hdr of the
 * Virtual I/O Device (VIRTIO) specification, version 1.2, section 5.1.6, in the machine's byte
 * order.
 *
 * <pre>
 * 0 flags   1 gso_type   2 hdr_len   4 gso_size   6 csum_start   8 csum_offset
 * </pre>
 */
final class VirtioHeader {
  static final int BYTES = 10;

  private static final int NEEDS_CHECKSUM = 1;
  private static final int DATA_VALID = 2;
  private static final int SEGMENT_TCP_V4 = 1;
  private static final int SEGMENT_TCP_V6 = 4;

  /** CWR is in the first segment only. */
  private static final int SEGMENT_ECN = 0x80;

  private static final int V4_HEADER = 20;
  private static final int V6_HEADER = 40;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_CHECKSUM = 16;
  private static final int CWR = 0x80;
  private static final boolean SWAPPED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private VirtioHeader() {}

  /** What the kernel says of the checksum of a packet whose header begins at index 0. */
  static Checksum checksum(ByteBuffer memory) {
    int flags = memory.get(0);
    // a packet that never was on a wire still lacks its checksum, and nothing can have changed it
    return (flags & (NEEDS_CHECKSUM | DATA_VALID)) != 0 ? Checksum.TRUSTED : Checksum.UNVERIFIED;
  }

  /** Puts that of a packet that goes out as it is. */
  static void putPlain(ByteBuffer target) {
    target.putLong(0).putShort((short) 0);
  }

  /** Puts that of {@code packet}, which the kernel cuts where the engine asks for it. */
  static void put(ByteBuffer target, OutgoingPacket packet) {
    int size = packet.segmentSize();
    if (size == 0) {
      putPlain(target);
      return;
    }
    ByteBuffer header = packet.header();
    int at = header.position();
    boolean v6 = (header.get(at) & 0xf0) == 0x60;
    int tcp = v6 ? V6_HEADER : V4_HEADER;
    int type = v6 ? SEGMENT_TCP_V6 : SEGMENT_TCP_V4;
    boolean reduced = (header.get(at + tcp + TCP_FLAGS) & CWR) != 0;
    target.put((byte) NEEDS_CHECKSUM).put((byte) (reduced ? type | SEGMENT_ECN : type));
    target.putShort(inOrder(header.remaining())).putShort(inOrder(size));
    target.putShort(inOrder(tcp)).putShort(inOrder(TCP_CHECKSUM));
  }

  private static short inOrder(int value) {
    return SWAPPED ? Short.reverseBytes((short) value) : (short) value;
  }
}
