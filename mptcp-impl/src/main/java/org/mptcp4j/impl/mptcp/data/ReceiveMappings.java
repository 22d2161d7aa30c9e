package org.mptcp4j.impl.mptcp.data;

import java.util.Arrays;

/**
 * The data sequence mappings that came in on one subflow (RFC 6824, section 3.3.1), by position in
 * the subflow's stream. A ring whose entries are used again: a {@link Mapping} is valid until it is
 * forgotten.
 */
public final class ReceiveMappings {
  /** A mapping that covers so many bytes of the subflow's stream. */
  public static final class Mapping {
    private long subflowPosition;
    private long dataPosition;
    private int length;
    private boolean fin;
    private int checksum;

    private void set(long atSubflow, long atData, int bytes, boolean withFin, int sum) {
      subflowPosition = atSubflow;
      dataPosition = atData;
      length = bytes;
      fin = withFin;
      checksum = sum;
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

  private static final int LEAST = 8;
  private static final Mapping[] NONE = {};

  private Mapping[] ring = NONE;
  private int first;
  private int count;

  /** Whether only a mapping for what comes next in order may be added. */
  public boolean isFull() {
    return count >= MOST_MAPPINGS;
  }

  /**
   * Remembers a mapping; an equal one is known already, since "the same mapping may be repeated".
   *
   * @return false where it conflicts with another
   */
  public boolean add(
      long subflowPosition, long dataPosition, int length, boolean fin, int checksum) {
    int index = firstEndingBehind(subflowPosition);
    if (index < count && at(index).subflowPosition < subflowPosition + length) {
      return addAround(at(index), subflowPosition, dataPosition, length, fin, checksum);
    }
    insert(index).set(subflowPosition, dataPosition, length, fin, checksum);
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
        && (before <= 0 || add(subflowPosition, dataPosition, before, false, checksum))
        && (behind <= 0 || add(m.subflowEnd(), m.dataEnd(), behind, fin, checksum));
  }

  /** The mapping that covers {@code position}, or null; those that end before it are forgotten. */
  public Mapping find(long position) {
    while (count > 0 && at(0).subflowEnd() <= position) {
      first = slot(1);
      count--;
    }
    return count > 0 && at(0).covers(position) ? at(0) : null;
  }

  public void clear() {
    count = 0;
  }

  private Mapping at(int index) {
    return ring[slot(index)];
  }

  private int slot(int index) {
    return (first + index) & (ring.length - 1);
  }

  private int firstEndingBehind(long position) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).subflowEnd() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** An entry at {@code index}, to be filled; those behind it move up by one. */
  private Mapping insert(int index) {
    if (count == ring.length) {
      grow();
    }
    Mapping free = at(count);
    if (free == null) {
      free = new Mapping();
    }
    for (int i = count++; i > index; i--) {
      ring[slot(i)] = at(i - 1);
    }
    ring[slot(index)] = free;
    return free;
  }

  private void grow() {
    Mapping[] larger = Arrays.copyOf(ring, Math.max(LEAST, 2 * count));
    for (int i = 0; i < count; i++) {
      larger[i] = at(i);
    }
    ring = larger;
    first = 0;
  }
}
