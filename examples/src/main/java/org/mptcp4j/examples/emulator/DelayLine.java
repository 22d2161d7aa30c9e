package org.mptcp4j.examples.emulator;

import java.util.Arrays;
import org.mptcp4j.engine.PacketBuffer;

/**
 * Packets on their way, earliest arrival first; those with the same arrival keep their order. A
 * binary heap in arrays: nothing is allocated for a packet.
 */
final class DelayLine {
  private static final int FIRST_CAPACITY = 256;

  private long[] arrivals = new long[FIRST_CAPACITY];
  private long[] orders = new long[FIRST_CAPACITY];
  private PacketBuffer[] packets = new PacketBuffer[FIRST_CAPACITY];
  private int size;
  private long count;

  int size() {
    return size;
  }

  /** When the first packet arrives, {@link Long#MAX_VALUE} where there is none. */
  long nextArrivalNanos() {
    return size == 0 ? Long.MAX_VALUE : arrivals[0];
  }

  /** Takes over the caller's reference to {@code packet}. */
  void add(long arrivalNanos, PacketBuffer packet) {
    if (size == packets.length) {
      arrivals = Arrays.copyOf(arrivals, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      packets = Arrays.copyOf(packets, 2 * size);
    }
    int at = size++;
    set(at, arrivalNanos, count++, packet);
    while (at > 0 && before(at, (at - 1) / 2)) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  /** Takes the first packet out; its reference is the caller's. Null where there is none. */
  PacketBuffer poll() {
    if (size == 0) {
      return null;
    }
    PacketBuffer first = packets[0];
    size--;
    set(0, arrivals[size], orders[size], packets[size]);
    packets[size] = null;
    sink();
    return first;
  }

  private void sink() {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(child + 1, child)) {
        child++;
      }
      if (child >= size || !before(child, at)) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private boolean before(int a, int b) {
    return arrivals[a] != arrivals[b] ? arrivals[a] < arrivals[b] : orders[a] < orders[b];
  }

  private void swap(int a, int b) {
    long arrival = arrivals[a];
    long order = orders[a];
    PacketBuffer packet = packets[a];
    set(a, arrivals[b], orders[b], packets[b]);
    set(b, arrival, order, packet);
  }

  private void set(int at, long arrival, long order, PacketBuffer packet) {
    arrivals[at] = arrival;
    orders[at] = order;
    packets[at] = packet;
  }
}
