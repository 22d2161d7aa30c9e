package org.mptcp4j.conformance.dialogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mptcp4j.conformance.packet.Packet;

/** All that a case sent, received and expected, in order. */
@SuppressWarnings("ArrayRecordComponent")
public final class Trace {
  private final List<Entry> entries = new ArrayList<>();

  /** An empty one. */
  public Trace() {}

  /** Which way a packet went, as the suite sees it; or a remark. */
  public enum Kind {
    SENT,
    RECEIVED,
    /** What is expected from here on. */
    EXPECTED,
    /** What a case says of itself. */
    NOTE
  }

  /**
   * One line of it.
   *
   * @param packet as read or built; null where it is not TCP, or for a remark
   * @param bytes of the packet, null for a remark
   * @param text of a remark, null for a packet
   */
  public record Entry(long nanos, Kind kind, Packet packet, byte[] bytes, String text) {}

  void packet(long nanos, Kind kind, Packet packet, byte[] bytes) {
    entries.add(new Entry(nanos, kind, packet, bytes, null));
  }

  void remark(long nanos, Kind kind, String text) {
    entries.add(new Entry(nanos, kind, null, null, text));
  }

  /** The bytes of a packet that is in it. */
  public byte[] bytes(Packet packet) {
    for (Entry entry : entries) {
      if (packet.equals(entry.packet())) {
        return entry.bytes().clone();
      }
    }
    throw new IllegalArgumentException("not in the trace");
  }

  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }
}
