package org.mptcp4j.conformance.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of options, for what {@link Packet} does not keep, such as reserved bits. */
public final class RawOptions {
  private RawOptions() {}

  /**
   * The first option of Multipath TCP with that subtype, kind and length included.
   *
   * @param packet a well-formed IP packet with TCP
   */
  public static Optional<byte[]> multipath(byte[] packet, int subtype) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    int tcp = packet[0] >> 4 == 4 ? (packet[0] & 15) * 4 : 40;
    int end = tcp + (in.get(tcp + 12) >> 4 & 15) * 4;
    int at = tcp + 20;
    while (at < end && packet[at] != 0) {
      int length = packet[at] == 1 ? 1 : packet[at + 1] & 0xff;
      if (packet[at] == MpOption.KIND && packet[at + 2] >> 4 == subtype) {
        return Optional.of(Arrays.copyOfRange(packet, at, at + length));
      }
      at += length;
    }
    return Optional.empty();
  }
}
