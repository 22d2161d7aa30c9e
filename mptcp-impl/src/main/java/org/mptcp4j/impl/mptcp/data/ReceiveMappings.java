package org.mptcp4j.impl.mptcp.data;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The data sequence mappings that came in on one subflow (RFC 6824, section 3.3.1), by position in
 * the subflow's stream.
 */
public final class ReceiveMappings {
  /** A mapping that covers so many bytes of the subflow's stream. */
  public static final class Mapping {
    private final long subflowPosition;
    private final long dataPosition;
    private final int length;
    private final boolean fin;
    private final int checksum;

    Mapping(long subflowPosition, long dataPosition, int length, boolean fin, int checksum) {
      this.subflowPosition = subflowPosition;
      this.dataPosition = dataPosition;
      this.length = length;
      this.fin = fin;
      this.checksum = checksum;
    }

    public long subflowPosition() {
      return subflowPosition;
    }

    public long subflowEnd() {
      return subflowPosition + length;
    }

    public long dataPosition() {
      return dataPosition;
    }

    /** Where what it maps ends in the connection's stream. */
    public long dataEnd() {
      return dataPosition + length;
    }

    public int length() {
      return length;
    }

    /** Whether the mapping's length on the wire counted a DATA_FIN as well. */
    public boolean fin() {
      return fin;
    }

    /** The DSS checksum as it came in, -1 without. */
    public int checksum() {
      return checksum;
    }

    public boolean covers(long position) {
      return position >= subflowPosition && position < subflowEnd();
    }
  }

  /** A peer that sends mappings and no data must not fill the memory. */
  private static final int MOST_MAPPINGS = 8192;

  private final ArrayDeque<Mapping> mappings = new ArrayDeque<>(2);

  /** Whether only a mapping for what comes next in order may be added. */
  public boolean isFull() {
    return mappings.size() >= MOST_MAPPINGS;
  }

  /**
   * Remembers a mapping; an equal one is known already, since "the same mapping may be repeated".
   *
   * @return false where it conflicts with another
   */
  public boolean add(
      long subflowPosition, long dataPosition, int length, boolean fin, int checksum) {
    Mapping last = mappings.peekLast();
    if (last == null || subflowPosition >= last.subflowEnd()) {
      mappings.addLast(new Mapping(subflowPosition, dataPosition, length, fin, checksum));
      return true;
    }
    return insert(subflowPosition, dataPosition, length, fin, checksum);
  }

  private boolean insert(
      long subflowPosition, long dataPosition, int length, boolean fin, int checksum) {
    long end = subflowPosition + length;
    for (Mapping m : mappings) {
      if (m.subflowPosition >= end) {
        break;
      }
      if (subflowPosition < m.subflowEnd()) {
        return addAround(m, subflowPosition, dataPosition, length, fin, checksum);
      }
    }
    ArrayDeque<Mapping> behind = new ArrayDeque<>();
    while (!mappings.isEmpty() && mappings.peekLast().subflowPosition > subflowPosition) {
      behind.addFirst(mappings.pollLast());
    }
    mappings.addLast(new Mapping(subflowPosition, dataPosition, length, fin, checksum));
    mappings.addAll(behind);
    return true;
  }

  /**
   * "A mapping is fixed": what overlaps a known one has to say the same, and only the rest is new.
   * A rest that a checksum covers together with old data can't be verified, so it is refused.
   */
  private boolean addAround(
      Mapping m, long subflowPosition, long dataPosition, int length, boolean fin, int checksum) {
    if (dataPosition - subflowPosition != m.dataPosition - m.subflowPosition) {
      return false;
    }
    int before = (int) (m.subflowPosition - subflowPosition);
    int behind = (int) (subflowPosition + length - m.subflowEnd());
    if (before <= 0 && behind <= 0) {
      return true;
    }
    return checksum < 0
        && (before <= 0 || insert(subflowPosition, dataPosition, before, false, checksum))
        && (behind <= 0
            || insert(m.subflowEnd(), m.dataPosition + m.length, behind, fin, checksum));
  }

  /** The mapping that covers {@code position}, or null; those that end before it are forgotten. */
  public Mapping find(long position) {
    while (!mappings.isEmpty() && mappings.peekFirst().subflowEnd() <= position) {
      mappings.pollFirst();
    }
    Iterator<Mapping> each = mappings.iterator();
    while (each.hasNext()) {
      Mapping m = each.next();
      if (m.covers(position)) {
        return m;
      }
      if (m.subflowPosition > position) {
        return null;
      }
    }
    return null;
  }

  public void clear() {
    mappings.clear();
  }
}
