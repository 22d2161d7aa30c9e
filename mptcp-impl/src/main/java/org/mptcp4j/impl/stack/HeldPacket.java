package org.mptcp4j.impl.stack;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.PayloadSlices;
import org.mptcp4j.impl.wire.Checksums;

/** The packet on its way to the sink: a header and a part of a segment's payload. Reused. */
final class HeldPacket implements OutgoingPacket {
  private Zone zone;
  private ByteBuffer header;
  private PayloadSlices slices;
  private int firstSlice;
  private int sliceCount;
  private int payloadBytes;
  private int segmentSize;

  HeldPacket begin(Zone out, ByteBuffer headerBytes) {
    zone = out;
    header = headerBytes;
    slices = null;
    firstSlice = 0;
    sliceCount = 0;
    payloadBytes = 0;
    segmentSize = 0;
    return this;
  }

  /** The device cuts it into segments of so many payload bytes. */
  void cutBy(int bytes) {
    segmentSize = bytes;
  }

  /** Takes bytes {@code at} to {@code at + length} of {@code payload}. */
  void take(PayloadSlices payload, int at, int length) {
    slices = payload;
    payloadBytes = length;
    firstSlice = -1;
    int start = 0;
    for (int i = 0; i < payload.count() && start < at + length; i++) {
      int bytes = payload.length(i);
      int from = Math.max(0, at - start);
      int to = Math.min(bytes, at + length - start);
      if (from < to) {
        int offset = payload.offset(i);
        payload.get(i).limit(offset + to).position(offset + from);
        firstSlice = firstSlice < 0 ? i : firstSlice;
        sliceCount = i - firstSlice + 1;
      }
      start += bytes;
    }
  }

  /** The payload's one's complement sum: the one pass over the data where nobody else does it. */
  long sum() {
    long sum = 0;
    int done = 0;
    for (int i = 0; i < sliceCount; i++) {
      ByteBuffer slice = payload(i);
      long part = Checksums.add(0, slice, slice.position(), slice.remaining());
      sum = Checksums.combine(sum, done, part);
      done += slice.remaining();
    }
    return sum;
  }

  @Override
  public Zone zone() {
    return zone;
  }

  @Override
  public ByteBuffer header() {
    return header;
  }

  @Override
  public int payloadCount() {
    return sliceCount;
  }

  @Override
  public ByteBuffer payload(int index) {
    return slices.get(firstSlice + index);
  }

  @Override
  public int length() {
    return header.remaining() + payloadBytes;
  }

  @Override
  public int segmentSize() {
    return segmentSize;
  }
}
