package org.mptcp4j.engine;

import java.nio.ByteBuffer;

/**
 * A packet on its way out: a header that the engine wrote and payload that it holds by reference.
 *
 * <p>A view that the engine reuses: it and its buffers are valid only during {@link
 * PacketSink#send}.
 */
public interface OutgoingPacket {
  /** The zone whose device is to send it. */
  Zone zone();

  /** IP and TCP (or ICMP) header, from position to limit; the sink may move its position. */
  ByteBuffer header();

  /** The number of payload pieces, 0 or more. */
  int payloadCount();

  /** Payload piece {@code index}, from position to limit; the sink may move its position. */
  ByteBuffer payload(int index);

  /** Header and payload together, in bytes. */
  int length();

  /**
   * The payload bytes of each segment into which the device is to cut this packet, or 0 where the
   * packet is sent as it is. FIN and PSH belong to the last of them, CWR to the first (RFC 3168),
   * all other flags and the ECN field to each. Only where {@link Zone#maxPacketBytes} exceeds
   * {@link Zone#mtu}.
   */
  int segmentSize();

  /** Copies header and payload to {@code target}, which needs {@link #length()} bytes of room. */
  default void copyTo(ByteBuffer target) {
    target.put(header());
    for (int i = 0; i < payloadCount(); i++) {
      target.put(payload(i));
    }
  }
}
