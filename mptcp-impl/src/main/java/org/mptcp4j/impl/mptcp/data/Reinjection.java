package org.mptcp4j.impl.mptcp.data;

/**
 * Ranges of the connection's stream that have to be sent again on another subflow: RFC 6824,
 * section 3.3.6. A ring of parallel arrays.
 */
public final class Reinjection {
  /** No subflow failed to deliver it. */
  public static final int ANY = -1;

  private static final int LEAST = 4;

  /** Most connections never send anything again. */
  private static final long[] NONE = {};

  private static final int[] NO_SOURCES = {};

  private long[] starts = NONE;
  private long[] ends = NONE;
  private int[] sources = NO_SOURCES;
  private int first;
  private int count;

  /**
   * Adds a range that is to be sent again.
   *
   * @param source id of the subflow that failed to deliver it
   */
  public void add(long start, long end, int source) {
    if (count > 0) {
      int last = slot(count - 1);
      if (sources[last] == source && ends[last] == start) {
        ends[last] = end;
        return;
      }
    }
    makeRoom();
    set(slot(count++), start, end, source);
  }

  /**
   * Puts a range before all others: the peer waits for it.
   *
   * @param source id of the subflow that is not to send it, or {@link #ANY}
   */
  public void addFirst(long start, long end, int source) {
    if (count > 0 && sources[first] == source && starts[first] <= end) {
      set(first, start, Math.max(end, ends[first]), source);
      return;
    }
    makeRoom();
    first = slot(starts.length - 1);
    count++;
    set(first, start, end, source);
  }

  /** Forgets what the peer acknowledged; afterwards {@link #start} to {@link #end} is next. */
  public boolean isEmpty(long sndUna) {
    while (count > 0 && ends[first] <= sndUna) {
      dropFirst();
    }
    return count == 0;
  }

  public long start(long sndUna) {
    return Math.max(sndUna, starts[first]);
  }

  public long end() {
    return ends[first];
  }

  public int source() {
    return sources[first];
  }

  /** The next range was sent up to {@code position}. */
  public void sentUntil(long position) {
    if (position < ends[first]) {
      starts[first] = position;
    } else {
      dropFirst();
    }
  }

  public void clear() {
    count = 0;
  }

  private void dropFirst() {
    first = slot(1);
    count--;
  }

  private void set(int slot, long start, long end, int source) {
    starts[slot] = start;
    ends[slot] = end;
    sources[slot] = source;
  }

  private int slot(int index) {
    return (first + index) & (starts.length - 1);
  }

  private void makeRoom() {
    if (count < starts.length) {
      return;
    }
    int size = Math.max(LEAST, 2 * count);
    long[] newStarts = new long[size];
    long[] newEnds = new long[size];
    int[] newSources = new int[size];
    for (int i = 0; i < count; i++) {
      newStarts[i] = starts[slot(i)];
      newEnds[i] = ends[slot(i)];
      newSources[i] = sources[slot(i)];
    }
    starts = newStarts;
    ends = newEnds;
    sources = newSources;
    first = 0;
  }
}
