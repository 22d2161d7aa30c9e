package org.mptcp4j.conformance.dialogue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A stream that arrives in pieces, at offsets from 0; what comes twice must be the same. */
final class ByteStream {
  private final TreeMap<Long, byte[]> early = new TreeMap<>();
  private byte[] inOrder = new byte[4096];
  private int length;
  private String conflict;

  /** Takes a piece. */
  void add(long offset, byte[] bytes) {
    if (offset < length) {
      compare(offset, bytes);
    }
    if (offset + bytes.length > length) {
      early.merge(offset, bytes, (a, b) -> a.length >= b.length ? a : b);
    }
    drain();
  }

  private void compare(long offset, byte[] bytes) {
    for (int i = 0; i < bytes.length && offset + i < length; i++) {
      if (offset + i >= 0 && inOrder[(int) offset + i] != bytes[i]) {
        conflict = "byte " + (offset + i) + " came twice and differs";
        return;
      }
    }
  }

  private void drain() {
    for (Map.Entry<Long, byte[]> first = early.firstEntry();
        first != null && first.getKey() <= length;
        first = early.firstEntry()) {
      early.pollFirstEntry();
      int skip = (int) (length - first.getKey());
      if (skip < first.getValue().length) {
        append(first.getValue(), skip);
      }
    }
  }

  private void append(byte[] bytes, int skip) {
    int more = bytes.length - skip;
    if (length + more > inOrder.length) {
      inOrder = Arrays.copyOf(inOrder, Math.max(2 * inOrder.length, length + more));
    }
    System.arraycopy(bytes, skip, inOrder, length, more);
    length += more;
  }

  long length() {
    return length;
  }

  byte[] bytes() {
    return Arrays.copyOf(inOrder, length);
  }

  /** What came in order, from one offset up to another. */
  byte[] slice(long from, long to) {
    return Arrays.copyOfRange(inOrder, (int) from, (int) to);
  }

  /** What came twice and differs, or null. */
  String conflict() {
    return conflict;
  }
}
