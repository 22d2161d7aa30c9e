package org.mptcp4j.conformance.dialogue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A stream that arrives in pieces, at offsets from 0; what comes twice must be the same. */
final class ByteStream {
  private final ByteArrayOutputStream inOrder = new ByteArrayOutputStream();
  private final TreeMap<Long, byte[]> early = new TreeMap<>();
  private String conflict;

  /** Takes a piece, and returns what came in order by it. */
  byte[] add(long offset, byte[] bytes) {
    int before = inOrder.size();
    if (offset < before) {
      compare(offset, bytes);
    }
    if (offset + bytes.length > before) {
      early.merge(offset, bytes, (a, b) -> a.length >= b.length ? a : b);
    }
    drain();
    return Arrays.copyOfRange(inOrder.toByteArray(), before, inOrder.size());
  }

  private void compare(long offset, byte[] bytes) {
    byte[] had = inOrder.toByteArray();
    for (int i = 0; i < bytes.length && offset + i < had.length; i++) {
      if (offset + i >= 0 && had[(int) offset + i] != bytes[i]) {
        conflict = "byte " + (offset + i) + " came twice and differs";
        return;
      }
    }
  }

  private void drain() {
    for (Map.Entry<Long, byte[]> first = early.firstEntry();
        first != null && first.getKey() <= inOrder.size();
        first = early.firstEntry()) {
      early.pollFirstEntry();
      int skip = (int) (inOrder.size() - first.getKey());
      if (skip < first.getValue().length) {
        inOrder.write(first.getValue(), skip, first.getValue().length - skip);
      }
    }
  }

  long length() {
    return inOrder.size();
  }

  byte[] bytes() {
    return inOrder.toByteArray();
  }

  /** What came twice and differs, or null. */
  String conflict() {
    return conflict;
  }
}
