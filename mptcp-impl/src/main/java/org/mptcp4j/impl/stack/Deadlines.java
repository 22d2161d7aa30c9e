package org.mptcp4j.impl.stack;

import java.util.Arrays;
import org.mptcp4j.impl.tcp.timing.Scheduled;

/**
 * Connections, or what is left of them, in order of their deadlines: a binary heap in which each
 * knows its place, so that a change costs O(log n) and nothing is allocated.
 */
final class Deadlines<T extends Scheduled> {
  private Scheduled[] heap = new Scheduled[64];
  private int size;

  /** The earliest deadline, {@link Long#MAX_VALUE} for none. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : heap[0].sortedDeadline();
  }

  /** The one with the earliest deadline; null for none. */
  @SuppressWarnings("unchecked") // only what update() was given is in the heap
  T first() {
    return (T) heap[0];
  }

  /** Sorts {@code node} by {@code deadline}; {@link Long#MAX_VALUE} takes it out. */
  void update(T node, long deadline) {
    int slot = node.slot();
    long before = node.sortedDeadline();
    if (deadline == Long.MAX_VALUE) {
      remove(node);
      return;
    }
    node.sortedDeadline(deadline);
    if (slot < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      place(size++, node);
      up(size - 1);
    } else if (deadline < before) {
      up(slot);
    } else if (deadline > before) {
      down(slot);
    }
  }

  void remove(T node) {
    int slot = node.slot();
    if (slot < 0) {
      return;
    }
    node.slot(-1);
    node.sortedDeadline(Long.MAX_VALUE);
    Scheduled last = heap[--size];
    heap[size] = null;
    if (last != node) {
      place(slot, last);
      up(slot);
      down(last.slot());
    }
  }

  private void place(int slot, Scheduled node) {
    heap[slot] = node;
    node.slot(slot);
  }

  private void up(int start) {
    int slot = start;
    Scheduled moved = heap[slot];
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
    Scheduled moved = heap[slot];
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
