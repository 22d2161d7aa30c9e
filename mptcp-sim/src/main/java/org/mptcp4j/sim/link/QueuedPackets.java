package org.mptcp4j.sim.link;

import java.util.Arrays;

/** The sizes of the packets in a link's queue and when each leaves it: a ring that grows. */
final class QueuedPackets {
  private long[] departures = new long[64];
  private int[] sizes = new int[64];
  private int head;
  private int count;
  private long bytes;

  long bytes() {
    return bytes;
  }

  /**
   * @param departureNanos never less than that of the packet before
   */
  void add(long departureNanos, int size) {
    if (count == sizes.length) {
      grow();
    }
    int tail = (head + count) & (sizes.length - 1);
    departures[tail] = departureNanos;
    sizes[tail] = size;
    count++;
    bytes += size;
  }

  void leaveUntil(long nowNanos) {
    while (count > 0 && departures[head] <= nowNanos) {
      bytes -= sizes[head];
      head = (head + 1) & (sizes.length - 1);
      count--;
    }
  }

  void clear() {
    head = 0;
    count = 0;
    bytes = 0;
  }

  private void grow() {
    int length = sizes.length;
    long[] moreDepartures = Arrays.copyOfRange(departures, head, head + 2 * length);
    int[] moreSizes = Arrays.copyOfRange(sizes, head, head + 2 * length);
    System.arraycopy(departures, 0, moreDepartures, length - head, head);
    System.arraycopy(sizes, 0, moreSizes, length - head, head);
    departures = moreDepartures;
    sizes = moreSizes;
    head = 0;
  }
}
