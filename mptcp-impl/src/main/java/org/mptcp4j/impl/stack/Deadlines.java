package org.mptcp4j.impl.stack;

import java.util.Arrays;
import org.mptcp4j.impl.mptcp.MultipathConnection;

/**
 * Connections in order of their deadlines: a binary heap in which each connection knows its place,
 * so that a change costs O(log n) and nothing is allocated.
 */
final class Deadlines {
  private MultipathConnection[] heap = new MultipathConnection[64];
  private int size;

  /** The earliest deadline, {@link Long#MAX_VALUE} for none. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : heap[0].sortedDeadline();
  }

  MultipathConnection first() {
    return heap[0];
  }

  /** Sorts {@code connection} by {@code deadline}; {@link Long#MAX_VALUE} takes it out. */
  void update(MultipathConnection connection, long deadline) {
    int slot = connection.slot();
    long before = connection.sortedDeadline();
    if (deadline == Long.MAX_VALUE) {
      remove(connection);
      return;
    }
    connection.sortedDeadline(deadline);
    if (slot < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      place(size++, connection);
      up(size - 1);
    } else if (deadline < before) {
      up(slot);
    } else if (deadline > before) {
      down(slot);
    }
  }

  void remove(MultipathConnection connection) {
    int slot = connection.slot();
    if (slot < 0) {
      return;
    }
    connection.slot(-1);
    connection.sortedDeadline(Long.MAX_VALUE);
    MultipathConnection last = heap[--size];
    heap[size] = null;
    if (last != connection) {
      place(slot, last);
      up(slot);
      down(last.slot());
    }
  }

  private void place(int slot, MultipathConnection connection) {
    heap[slot] = connection;
    connection.slot(slot);
  }

  private void up(int start) {
    int slot = start;
    MultipathConnection moved = heap[slot];
    while (slot > 0) {
      int parent = (slot - 1) / 2;
      if (heap[parent].sortedDeadline() <= moved.sortedDeadline()) {
        break;
      }
      place(slot, heap[parent]);
      slot = parent;
    }
    place(slot, moved);
  }

  private void down(int start) {
    int slot = start;
    MultipathConnection moved = heap[slot];
    while (2 * slot + 1 < size) {
      int child = 2 * slot + 1;
      if (child + 1 < size && heap[child + 1].sortedDeadline() < heap[child].sortedDeadline()) {
        child++;
      }
      if (heap[child].sortedDeadline() >= moved.sortedDeadline()) {
        break;
      }
      place(slot, heap[child]);
      slot = child;
    }
    place(slot, moved);
  }
}
