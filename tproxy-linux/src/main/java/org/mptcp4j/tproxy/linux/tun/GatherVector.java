package org.mptcp4j.tproxy.linux.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * The array of struct iovec for a packet in pieces: {@code {void *base; size_t length}}, each 8
 * bytes. Small packets are better copied: each piece costs a call for its address.
 */
final class GatherVector {
  private static final int MAX_PIECES = 256;
  private static final int IOVEC_BYTES = 16;
  private static final int WORTH_BYTES = 4096;

  private final SystemCalls calls;
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(MAX_PIECES * IOVEC_BYTES).order(ByteOrder.nativeOrder());
  private final long address;
  private int count;

  GatherVector(SystemCalls calls) {
    this.calls = calls;
    this.address = calls.addressOf(memory);
  }

  long address() {
    return address;
  }

  int count() {
    return count;
  }

  /**
   * Describes {@code packet}; false where all of it is to be copied instead.
   *
   * @param headAddress where its headers stand, {@code headBytes} of them
   */
  boolean gather(long headAddress, int headBytes, OutgoingPacket packet) {
    int pieces = packet.payloadCount();
    if (packet.length() < WORTH_BYTES || pieces + 1 > MAX_PIECES) {
      return false;
    }
    add(0, headAddress, headBytes);
    for (int i = 0; i < pieces; i++) {
      ByteBuffer piece = packet.payload(i);
      if (!piece.isDirect()) {
        return false;
      }
      add(i + 1, calls.addressOf(piece) + piece.position(), piece.remaining());
    }
    count = pieces + 1;
    return true;
  }

  private void add(int index, long base, int length) {
    memory.putLong(index * IOVEC_BYTES, base);
    memory.putLong(index * IOVEC_BYTES + 8, length);
  }
}
